using System.Text.RegularExpressions;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Notifications.Mail;
using Latchwork.Testing;
using Latchwork.Testing.Mail;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Latchwork.Operations.Tests.Notifications;

/// <summary>Messages through a real mail server that fails on command.</summary>
public sealed partial class SendBySmtpTests(MailSink sink) : IClassFixture<MailSink>
{
    /// <summary>Until a mail server that says nothing is left; also on a machine that has much to do it is reached by then.</summary>
    private static readonly TimeSpan LongEnoughToConnect = TimeSpan.FromSeconds(3);

    private readonly ShiftedClock clock = new();

    [Fact]
    public async Task A_message_is_delivered_once_and_nothing_of_it_is_kept()
    {
        await using var house = await OpenAsync();
        var node = house.NewMailNode(MailHouse.Smtp(sink.Port));
        Assert.Null((await house.WriteAsync(house.Letter("the-token"))).Error);

        await node.SendAsync();
        await node.SendAsync();

        var mail = Assert.Single(await sink.MailsAsync());
        Assert.Equal("doors@example.com", mail.From);
        Assert.Equal([MailHouse.Someone], mail.To);
        Assert.Contains("\r\nSubject: Confirm your e-mail address\r\n", mail.Text, StringComparison.Ordinal);
        Assert.Contains("https://access.example.com/console/verify#code=3Dthe-token", mail.Text, StringComparison.Ordinal);
        Assert.Equal("1 - false", await house.StandingAsync());
        Assert.True(await house.AskAsync<bool>("select sent_at is not null and due_at is null from notification"));
    }

    [Theory]
    [InlineData("""{"refuseRecipient":1,"refuseRecipientWith":450}""")]
    [InlineData("""{"refuseData":1,"refuseDataWith":451}""")]
    [InlineData("""{"refuseData":1,"refuseDataWith":554}""")]
    public async Task What_the_mail_server_does_not_take_now_is_tried_again_after_a_pause(string fault)
    {
        await using var house = await OpenAsync();
        var node = house.NewMailNode(MailHouse.Smtp(sink.Port));
        await house.WriteAsync(house.Letter());
        await sink.FailAsync(System.Text.Json.JsonDocument.Parse(fault).RootElement);

        await node.SendAsync();

        Assert.Equal("0 NotAccepted true", await house.StandingAsync());
        await node.SendAsync();
        Assert.Empty(await sink.MailsAsync());
        clock.Forward(TimeSpan.FromSeconds(10));
        await node.SendAsync();
        Assert.Single(await sink.MailsAsync());
        Assert.Equal("1 - false", await house.StandingAsync());
    }

    [Fact]
    public async Task A_recipient_who_is_refused_for_good_is_given_up_and_forgotten()
    {
        await using var house = await OpenAsync();
        var node = house.NewMailNode(MailHouse.Smtp(sink.Port));
        await house.WriteAsync(house.Letter());
        await sink.FailAsync(new { refuseRecipient = 1, refuseRecipientWith = 550 });

        await node.SendAsync();
        clock.Forward(TimeSpan.FromHours(12));
        await node.SendAsync();

        Assert.Equal("2 RecipientRefused false", await house.StandingAsync());
        Assert.Equal(1, await sink.TriesAsync());
        Assert.Equal(0, await house.AskAsync<long>("select count(*) from notification n where n::text like '%example.com%'"));
    }

    [Fact]
    public async Task A_mail_server_that_says_nothing_is_left_in_time()
    {
        await using var house = await OpenAsync();
        var options = MailHouse.Smtp(sink.Port);
        options.TimeOut = LongEnoughToConnect;
        var node = house.NewMailNode(options);
        var id = (await house.WriteAsync(house.Code("123456"))).Value;
        await sink.FailAsync(new { hang = 1 });

        var sent = await node.SendNowAsync(house.Tenant, id).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        Assert.False(sent);
        Assert.Equal("0 TimedOut true", await house.StandingAsync());
        clock.Forward(TimeSpan.FromSeconds(10));
        await house.NewMailNode(MailHouse.Smtp(sink.Port)).SendAsync();
        Assert.Single(await sink.MailsAsync());
    }

    [Fact]
    public async Task A_connection_that_is_lost_in_the_middle_of_a_mail_counts_as_not_sent()
    {
        await using var house = await OpenAsync();
        var node = house.NewMailNode(MailHouse.Smtp(sink.Port));
        await house.WriteAsync(house.Letter());
        await sink.FailAsync(new { dropInData = 1 });

        await node.SendAsync();

        Assert.Equal("0 Unreachable true", await house.StandingAsync());
        clock.Forward(TimeSpan.FromSeconds(10));
        await node.SendAsync();
        Assert.Single(await sink.MailsAsync());
    }

    [Fact]
    public async Task A_mail_whose_end_nobody_told_is_sent_again_under_the_same_id()
    {
        await using var house = await OpenAsync();
        var options = MailHouse.Smtp(sink.Port);
        options.TimeOut = LongEnoughToConnect;
        var node = house.NewMailNode(options);
        await house.WriteAsync(house.Letter());
        await sink.FailAsync(new { hangAtData = 1 });

        await node.SendAsync();
        clock.Forward(TimeSpan.FromSeconds(10));
        await node.SendAsync();

        var ids = (await sink.MailsAsync()).Select(mail => MessageId().Match(mail.Text).Value).ToList();
        Assert.Equal(2, ids.Count);
        Assert.Single(ids.Distinct());
        Assert.StartsWith("Message-ID: <", ids[0], StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_mail_of_a_node_that_died_before_it_wrote_the_end_down_is_sent_by_another_when_its_claim_runs_out()
    {
        await using var house = await OpenAsync();
        var (dead, other) = (house.NewMailNode(MailHouse.Smtp(sink.Port)), house.NewMailNode(MailHouse.Smtp(sink.Port)));
        var id = (await house.WriteAsync(house.Letter())).Value;
        var claims = dead.GetRequiredService<ClaimNotifications>();
        var claimed = await claims.RunAsync(
            NotificationChannel.Mail,
            [new NotificationKey(house.Tenant, id)],
            clock.GetUtcNow(),
            CancellationToken.None
        );
        await other.SendAsync();
        Assert.Empty(await sink.MailsAsync());

        await house.DoAsync("update notification set claimed_until = clock_timestamp() - interval '1 second'");
        await other.SendAsync();

        Assert.Equal("1 - false", await house.StandingAsync());
        Assert.Single(await sink.MailsAsync());
        await dead.GetRequiredService<RecordSendings>().FailedAsync(claimed[0], SendFailure.Unreachable, clock.GetUtcNow());
        Assert.Equal("1 - false", await house.StandingAsync());
    }

    [Fact]
    public async Task Nodes_that_send_at_once_send_each_mail_once()
    {
        await using var house = await OpenAsync();
        ServiceProvider[] nodes = [.. Enumerable.Range(0, 3).Select(_ => house.NewMailNode(MailHouse.Smtp(sink.Port)))];
        for (var i = 0; i < 30; i++)
        {
            Assert.Null((await house.WriteAsync(house.Letter(), $"guest{i}@example.com")).Error);
        }

        await Task.WhenAll(nodes.Select(node => node.SendAsync()));

        var mails = await sink.MailsAsync();
        Assert.Equal(30, mails.Count);
        Assert.Equal(30, mails.Select(mail => mail.To[0]).Distinct().Count());
    }

    [Fact]
    public async Task A_mail_server_that_is_away_is_asked_a_few_times_a_round_and_not_for_every_mail()
    {
        await using var house = await OpenAsync();
        var node = house.NewMailNode(MailHouse.Smtp(1));
        for (var i = 0; i < 10; i++)
        {
            await house.WriteAsync(house.Letter(), $"guest{i}@example.com");
        }

        await node.SendAsync();

        Assert.Equal(4, await house.AskAsync<long>("select count(*) from notification where failure = 'Unreachable' and attempts = 1"));
    }

    [Theory]
    [InlineData("right", "1 - false", 1)]
    [InlineData("wrong", "0 NotAccepted true", 0)]
    public async Task A_mail_server_that_wants_a_password_gets_it(string password, string standing, int delivered)
    {
        await using var house = await OpenAsync();
        var options = MailHouse.Smtp(sink.Port);
        (options.User, options.Password) = ("latchwork", password);
        await house.WriteAsync(house.Letter());
        await sink.FailAsync(new { needsAuth = true });

        await house.NewMailNode(options).SendAsync();

        Assert.Equal(standing, await house.StandingAsync());
        Assert.Equal(delivered, (await sink.MailsAsync()).Count(mail => mail.User == "latchwork"));
    }

    [Fact]
    public async Task A_mail_server_whose_certificate_proves_nothing_gets_no_mail()
    {
        await using var house = await OpenAsync();
        var options = MailHouse.Smtp(sink.Port);
        options.Security = MailSecurity.StartTls;
        await house.WriteAsync(house.Letter());

        await house.NewMailNode(options).SendAsync();

        Assert.Equal("0 Insecure true", await house.StandingAsync());
        Assert.Empty(await sink.MailsAsync());
    }

    [Fact]
    public async Task A_mail_server_without_STARTTLS_gets_no_mail_that_was_to_go_by_it()
    {
        await using var plain = new MailSink { IsSecure = false };
        await plain.InitializeAsync();
        Assert.SkipWhen(plain.Missing is not null, plain.Missing ?? "");
        await using var house = await OpenAsync();
        var options = MailHouse.Smtp(plain.Port);
        options.Security = MailSecurity.StartTls;
        await house.WriteAsync(house.Letter());

        await house.NewMailNode(options).SendAsync();

        Assert.Equal("0 Insecure true", await house.StandingAsync());
        Assert.Empty(await plain.MailsAsync());
    }

    [Fact]
    public async Task A_name_with_a_host_of_another_script_is_written_to_in_the_form_of_the_name_system()
    {
        await using var house = await OpenAsync();
        await house.WriteAsync(house.Letter(), "jürgen@bücher.example");
        await house.WriteAsync(house.Letter(), "ann@bücher.example");

        await house.NewMailNode(MailHouse.Smtp(sink.Port)).SendAsync();

        Assert.Contains(await sink.MailsAsync(), mail => mail.To[0] is "ann@xn--bcher-kva.example" or "ann@bücher.example");
    }

    private async Task<House> OpenAsync()
    {
        Assert.SkipWhen(sink.Missing is not null, sink.Missing ?? "");
        await sink.ResetAsync();
        return await House.OpenAsync(clock);
    }

    [GeneratedRegex("^Message-ID: .*$", RegexOptions.Multiline | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex MessageId();
}
