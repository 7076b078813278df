using System.Text.RegularExpressions;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Notifications.Mail;
using Latchwork.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Latchwork.Operations.Tests.Notifications;

public sealed partial class SendIntoFolderTests
{
    private readonly ShiftedClock clock = new();
    private readonly MailOptions folder = MailHouse.InFolder();

    [Fact]
    public async Task A_code_is_the_first_run_of_six_digits_in_its_file_and_there_when_the_sending_ends()
    {
        await using var house = await House.OpenAsync(clock);
        folder.From = "doors-20260101@123456.example.com";
        var node = house.NewMailNode(folder);
        var id = (await house.WriteAsync(house.Code("481516"), "guest12345678@99887766.example.com")).Value;

        Assert.True(await node.SendNowAsync(house.Tenant, id));

        Assert.Equal("481516", SixDigits().Match(await File.ReadAllTextAsync(TheFile())).Value);
        Assert.DoesNotMatch(SixDigits(), Path.GetFileName(TheFile()));
        Assert.Equal("1 - false", await house.StandingAsync());
    }

    [Fact]
    public async Task A_file_is_for_the_servers_account_alone_and_a_mail_of_standard_form()
    {
        await using var house = await House.OpenAsync(clock);
        folder.FromName = "Türen \"Süd\"";
        await house.WriteAsync(house.Letter(), "ann@bücher.example");

        await house.NewMailNode(folder).SendAsync();

        var text = await File.ReadAllTextAsync(TheFile());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(TheFile()));
        Assert.StartsWith(
            "Subject: Confirm your e-mail address\r\nTo: ann@xn--bcher-kva.example\r\nFrom: =?utf-8?Q?T=C3=BCren_",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("\r\n\r\nSomebody, we think you,", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', text.Replace("\r\n", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_message_is_not_sent_after_its_end()
    {
        await using var house = await House.OpenAsync(clock);
        var node = house.NewMailNode(folder);
        var id = (await house.WriteAsync(house.Code("123456"))).Value;
        clock.Forward(TimeSpan.FromMinutes(5));

        Assert.False(await node.SendNowAsync(house.Tenant, id));
        await node.SendAsync();

        Assert.False(Directory.Exists(folder.Folder));
        Assert.Equal("2 Overdue false", await house.StandingAsync());
    }

    [Fact]
    public async Task What_cannot_be_written_is_tried_again_until_the_next_try_would_come_too_late()
    {
        await using var house = await House.OpenAsync(clock);
        await File.WriteAllTextAsync(folder.Folder!, "no folder", TestContext.Current.CancellationToken);
        var node = house.NewMailNode(folder);
        await house.WriteAsync(house.Code("123456"));

        for (var tries = 0; tries < 3; tries++)
        {
            await node.SendAsync();
            Assert.Equal("0 NotWritten true", await house.StandingAsync());
            clock.Forward(TimeSpan.FromSeconds(10 * Math.Pow(3, tries)));
        }

        await node.SendAsync();
        Assert.Equal("2 NotWritten false", await house.StandingAsync());
        File.Delete(folder.Folder!);
    }

    [Theory]
    [InlineData("two@example.com,three@example.com")]
    [InlineData("x<ann@example.com>")]
    [InlineData("ann@exam\u0001ple.com")]
    [InlineData("ann@example..com")]
    [InlineData("ann@abcdefghijklmnopqrstuvwxyz-abcdefghijklmnopqrstuvwxyz-abcdefghijkl.com")]
    public async Task An_address_that_is_not_one_address_is_given_up(string address)
    {
        await using var house = await House.OpenAsync(clock);
        await house.WriteAsync(house.Letter(), address);

        await house.NewMailNode(folder).SendAsync();

        Assert.Equal("2 BadAddress false", await house.StandingAsync());
    }

    [Fact]
    public async Task Without_mail_settings_messages_wait_and_a_code_is_refused()
    {
        await using var house = await House.OpenAsync(clock);
        var node = house.NewMailNode(new MailOptions());
        await house.WriteAsync(house.Letter());

        await node.SendAsync();

        Assert.Equal("0 - true", await house.StandingAsync());
        Assert.NotNull(node.GetRequiredService<SendNotifications>().RefuseCodes());
        Assert.Null(house.NewMailNode(folder).GetRequiredService<SendNotifications>().RefuseCodes());
    }

    [Fact]
    public async Task A_message_of_a_kind_that_this_release_does_not_know_is_given_up()
    {
        await using var house = await House.OpenAsync(clock);
        await house.WriteAsync(house.Letter());
        await house.DoAsync("update notification set template = 'carrier-pigeon'");

        await house.NewMailNode(folder).SendAsync();

        Assert.Equal("2 Unreadable false", await house.StandingAsync());
    }

    private string TheFile() => Assert.Single(Directory.GetFiles(folder.Folder!));

    [GeneratedRegex("[0-9]{6,8}", RegexOptions.None, 1000)]
    private static partial Regex SixDigits();
}
