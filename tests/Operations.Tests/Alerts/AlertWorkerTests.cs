using Latchwork.Domain;
using Latchwork.Domain.Alerts;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.Alerts;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Tests.Notifications;
using Latchwork.Operations.Tests.Reservations;
using Latchwork.Operations.Tests.Secrets;
using Latchwork.Testing.Mail;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Latchwork.Operations.Tests.Alerts;

/// <summary>People are told what happens at their doors: everything once, nothing that they may not know, and not too often.</summary>
public sealed class AlertWorkerTests(MailSink sink) : IClassFixture<MailSink>
{
    private readonly SettableClock clock = new(new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_door_that_stands_open_is_told_with_its_name_and_its_own_time_and_so_is_its_closing()
    {
        await using var house = await House.OpenAsync(clock);
        var door = await house.AddLockAsync();
        await house.SubscribeAsync(AlertTopic.DoorAjar);

        await house.HappensAsync(AuditKind.DoorAjar, door, told => told with { Changed = Fact("openFor", "300") });
        await house.RoundAsync();
        await house.RoundAsync();
        var (to, subject, body) = Assert.Single(await house.MailsAsync());
        Assert.Equal((AlertHouse.Desk, "Door (House): the door has been open for 5 min"), (to, subject));
        Assert.Contains("1 July 2026, 13:00 (Europe/London)", body, StringComparison.Ordinal);

        clock.Advance(TimeSpan.FromMinutes(1));
        await house.HappensAsync(AuditKind.DoorClosedAgain, door);
        await house.HappensAsync(AuditKind.DoorClosedAgain, door);
        await house.RoundAsync();
        Assert.Equal("Door (House): the door is closed again", (await house.SubjectsAsync())[1]);
        Assert.Equal(2, (await house.MailsAsync()).Count);
    }

    [Fact]
    public async Task It_is_told_in_the_language_of_the_person_and_the_time_of_the_site()
    {
        await using var house = await House.OpenAsync(clock);
        var door = await house.AddLockAsync();
        await house.DoAsync("update app_user set locale = 'ja-JP'");
        await house.DoAsync("update site set zone = 'Asia/Tokyo'");
        await house.SubscribeAsync(AlertTopic.BatteryLow);

        await house.HappensAsync(AuditKind.BatteryLow, door, told => told with { Battery = 9 });
        await house.RoundAsync();

        var mail = Assert.Single(await house.MailsAsync());
        Assert.Equal("Door(House): 電池の残量が少なくなっています。(現在 9 %)", mail.Subject);
        Assert.Contains("2026年7月1日(水) 21:00 (Asia/Tokyo)", mail.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_happened_before_somebody_asked_and_what_they_did_not_ask_for_is_not_told()
    {
        await using var house = await House.OpenAsync(clock);
        var door = await house.AddLockAsync();
        await house.HappensAsync(AuditKind.Jammed, door);
        await house.SubscribeAsync(AlertTopic.Jammed);
        await house.HappensAsync(AuditKind.Tampered, door);
        await house.HappensAsync(AuditKind.Unjammed, door);
        await house.RoundAsync();

        Assert.Empty(await house.MailsAsync());
    }

    /// <summary>Each step of a round dies once before its commit, and other nodes work at the same time: nothing is lost, nothing is told twice.</summary>
    [Theory]
    [InlineData("update on alert_cursor")]
    [InlineData("insert on alert_item")]
    [InlineData("insert on notification")]
    [InlineData("update on alert_item")]
    public async Task Whoever_dies_in_the_middle_leaves_nothing_half_told(string what)
    {
        await using var house = await House.OpenAsync(clock);
        var door = await house.AddLockAsync();
        await house.SubscribeAsync(AlertTopic.Jammed, AlertTopic.Tampered);
        await house.HappensAsync(AuditKind.Jammed, door);
        await house.HappensAsync(AuditKind.Tampered, door);

        await house.DoAsync($"revoke {what} from latchwork_app");
        await Assert.ThrowsAsync<PostgresException>(() => house.RoundAsync());
        await house.DoAsync($"grant {what} to latchwork_app");
        var (one, other) = (house.NewNode(), house.NewNode());
        await Task.WhenAll(house.RoundAsync(), house.RoundAsync(one), house.RoundAsync(other));
        await house.RoundAsync();

        Assert.Equal(2, (await house.MailsAsync()).Sum(mail => mail.Subject == "2 alerts" ? 2 : 1));
        Assert.Equal(2, await house.AskAsync<long>("select count(*) from alert_item where due_at is null and told_at is not null"));
    }

    [Fact]
    public async Task A_link_that_is_back_in_a_moment_is_not_told_and_one_that_stays_away_is_told_with_its_return()
    {
        await using var house = await House.OpenAsync(clock);
        var door = await house.AddLockAsync();
        await house.SubscribeAsync(AlertTopic.LinkOffline);

        for (var n = 0; n < 20; n++)
        {
            await LinkIsAsync(AuditKind.LinkOffline);
            await house.RoundAsync();
            clock.Advance(TimeSpan.FromSeconds(90));
            await LinkIsAsync(AuditKind.LinkOnline);
            await house.RoundAsync();
        }

        Assert.Empty(await house.MailsAsync());
        await LinkIsAsync(AuditKind.LinkOffline);
        clock.Advance(TimeSpan.FromMinutes(2));
        await house.RoundAsync();
        clock.Advance(TimeSpan.FromMinutes(1));
        await LinkIsAsync(AuditKind.LinkOnline);
        await house.RoundAsync();
        Assert.Equal(["Link (House): offline", "Link (House): back online"], await house.SubjectsAsync());

        Task LinkIsAsync(AuditKind kind) => house.HappensAsync(kind, null, told => told with { On = new AuditObject(Noun.Link, door.Value) });
    }

    [Fact]
    public async Task So_many_an_hour_are_told_one_by_one_and_the_rest_in_one_when_it_is_over()
    {
        await using var house = await House.OpenAsync(clock);
        var door = await house.AddLockAsync();
        await house.SubscribeAsync(new AlertRequest { Topics = [AlertTopic.Tampered], MostAnHour = 3 });

        for (var n = 0; n < 30; n++)
        {
            await house.HappensAsync(AuditKind.Tampered, door);
            await house.RoundAsync();
            clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(3, (await house.MailsAsync()).Count);
        clock.Advance(TimeSpan.FromMinutes(30));
        await house.RoundAsync();
        var rest = (await house.MailsAsync())[3];
        Assert.Equal("27 more alerts of the last hour", rest.Subject);
        Assert.Contains("And 7 more.", rest.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_quiet_hours_only_what_is_urgent_is_told_and_the_rest_when_they_are_over()
    {
        await using var house = await House.OpenAsync(clock);
        var door = await house.AddLockAsync();
        // Noon in UTC is one in London.
        var quiet = new QuietHours(new TimeOnly(12, 30), new TimeOnly(14, 0));
        await house.SubscribeAsync(new AlertRequest { Topics = [AlertTopic.Jammed, AlertTopic.Tampered, AlertTopic.DoorAjar], Quiet = quiet });

        await house.HappensAsync(AuditKind.Jammed, door);
        await house.HappensAsync(AuditKind.DoorAjar, door);
        await house.HappensAsync(AuditKind.Tampered, door);
        await house.RoundAsync();
        Assert.Equal(["Door (House): somebody is tampering with it"], await house.SubjectsAsync());

        clock.Advance(TimeSpan.FromMinutes(59));
        await house.RoundAsync();
        Assert.Single(await house.MailsAsync());
        clock.Advance(TimeSpan.FromMinutes(1));
        await house.RoundAsync();
        Assert.Equal("2 alerts", (await house.SubjectsAsync())[1]);
    }

    [Fact]
    public async Task Who_asks_for_some_doors_is_not_told_of_others()
    {
        await using var house = await House.OpenAsync(clock);
        var (mine, others) = (await house.AddLockAsync(), await house.AddLockAsync());
        await house.SubscribeAsync(
            new AlertRequest
            {
                Topics = [AlertTopic.Jammed, AlertTopic.LinkOffline],
                Locks = [await house.UuidAsync(mine.Value, WireIdKind.LockUuid)],
            }
        );

        await house.HappensAsync(AuditKind.Jammed, others);
        await house.HappensAsync(AuditKind.LinkOffline, null, told => told with { On = new AuditObject(Noun.Link, others.Value) });
        clock.Advance(TimeSpan.FromMinutes(5));
        await house.RoundAsync();
        Assert.Empty(await house.MailsAsync());

        await house.HappensAsync(AuditKind.LinkOffline, null, told => told with { On = new AuditObject(Noun.Link, mine.Value) });
        clock.Advance(TimeSpan.FromMinutes(5));
        await house.RoundAsync();
        Assert.Single(await house.MailsAsync());
    }

    [Fact]
    public async Task Who_is_no_member_any_more_is_not_told()
    {
        await using var house = await House.OpenAsync(clock);
        var door = await house.AddLockAsync();
        await house.SubscribeAsync(AlertTopic.Jammed);
        await house.HappensAsync(AuditKind.Jammed, door);
        await house.DoAsync("delete from membership");
        await house.RoundAsync();

        Assert.Empty(await house.MailsAsync());
        Assert.Equal(0, await house.AskAsync<long>("select count(*) from alert_item where due_at is not null"));
    }

    [Fact]
    public async Task A_webhook_that_was_paused_is_told_to_administrators_who_asked_for_nothing_until_they_say_otherwise()
    {
        await using var house = await House.OpenAsync(clock);
        await house.MemberAsync("boss", TenantRole.Administrator);
        await house.MemberAsync("night", TenantRole.Operator);
        await house.DoAsync(
            """
            insert into webhook_endpoint (tenant_id, endpoint_id, name, format, url, secret_sealed, topics, created_at)
            values ($1, $2, 'Chat', 1, 'https://chat.example.com', '', '{1}', $3)
            """,
            house.Tenant.Value,
            house.Tenant.Value,
            clock.Now()
        );
        await PausedAsync();
        Assert.Equal(["boss@example.com", AlertHouse.Desk], (await house.MailsAsync()).Select(mail => mail.To).Order());
        Assert.All(
            await house.SubjectsAsync(),
            subject => Assert.StartsWith("Chat: this webhook failed too often", subject, StringComparison.Ordinal)
        );

        var seen = (await house.Get<AlertQueries>().ListAsync(house.FrontDesk(), house.Tenant, new PageRequest(1, 20), default)).Value;
        foreach (var alert in seen.Items)
        {
            Assert.True(alert.IsDefault);
            Assert.Null((await house.Get<RemoveAlert>().RunAsync(house.FrontDesk(), new WireId(WireIdKind.AlertUuid, alert.Id), default)).Error);
        }

        clock.Advance(TimeSpan.FromHours(2));
        await PausedAsync();
        Assert.Equal(2, (await house.MailsAsync()).Count);

        async Task PausedAsync()
        {
            await house.RoundAsync();
            await house.HappensAsync(
                AuditKind.WebhookPaused,
                null,
                told => told with { On = new AuditObject(Noun.WebhookEndpoint, house.Tenant.Value) }
            );
            await house.RoundAsync();
        }
    }

    [Fact]
    public async Task It_goes_out_by_mail()
    {
        Assert.SkipWhen(sink.Missing is not null, sink.Missing ?? "");
        await sink.ResetAsync();
        await using var house = await House.OpenAsync(clock);
        var node = house.NewMailNode(MailHouse.Smtp(sink.Port));
        var door = await house.AddLockAsync();
        await house.SubscribeAsync(AlertTopic.DoorForced);

        await house.HappensAsync(AuditKind.DoorForced, door);
        await house.RoundAsync(node);
        await node.SendAsync();
        await node.SendAsync();

        var mail = Assert.Single(await sink.MailsAsync());
        Assert.Equal([AlertHouse.Desk], mail.To);
        Assert.Contains("Subject: Door (House): the door was opened although its bolt was thrown", mail.Text, StringComparison.Ordinal);
    }

    /// <summary>To a telephone that is theirs, and never with an address to follow.</summary>
    [Fact]
    public async Task It_goes_out_by_short_message()
    {
        const string Telephone = "+447700900123";
        await using var gateway = new SmsGateway();
        await using var house = await House.OpenAsync(clock);
        var node = house.NewNode(services =>
        {
            services.AddSingleton(gateway.Options());
            services.AddSingleton(new ServerAddress(new Uri("https://access.example.com")));
        });
        await new Testing.Population(house.Node).PersonAsync(house.Tenant, Telephone, Grants.People.Password, TenantRole.Operator);
        await house.DoAsync("update login set verified_at = null where kind = 3");
        var request = new AlertRequest { Topics = [AlertTopic.DoorForced], Channel = AlertChannel.Sms };
        Assert.Equal(AccessErrorCode.Conflict, (await house.TrySubscribeAsync(request, Telephone)).Error?.Code);
        await house.DoAsync("update login set verified_at = now() where kind = 3");
        var door = await house.AddLockAsync();
        await house.SubscribeAsync(request, Telephone);

        await house.HappensAsync(AuditKind.DoorForced, door);
        await house.RoundAsync(node);
        await node.SendAsync();
        await node.SendAsync();

        var call = Assert.Single(gateway.Calls);
        Assert.Equal(Telephone, call.Form["To"]);
        Assert.Contains("Door (House): the door was opened although its bolt was thrown", call.Form["Body"], StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Fact(string name, string value) => new() { [name] = value };
}
