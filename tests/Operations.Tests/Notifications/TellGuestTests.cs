using System.ComponentModel.DataAnnotations;
using System.Text;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Notifications.Mail;
using Latchwork.Operations.Notifications.Sms;
using Latchwork.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Latchwork.Operations.Tests.Notifications;

/// <summary>What guests are told (keyvox.md 11), by mail and by a real gateway's wire.</summary>
public sealed class TellGuestTests
{
    private const string Pin = "482916";
    private const string Phone = "+81312345678";
    private static readonly DateTimeOffset CheckIn = new(2030, 3, 1, 6, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_guest_gets_digits_place_door_period_in_local_time_and_the_link_by_mail_and_telephone()
    {
        await using var gateway = new SmsGateway();
        await using var house = await HouseAsync();
        var (node, mail) = NodeOf(house, gateway.Options());

        var code = await GiveAsync(house, GuestContact.Read("ann@example.com", "+81 3-1234-5678").Value);
        await node.SendAsync();

        var letter = await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(mail.Folder!)), Cancel);
        string[] told =
        [
            "Code: 482916",
            "From Friday 1 March 2030, 15:00 until Sunday 3 March 2030, 11:00 (Asia/Tokyo)",
            $"https://access.example.com/sl/{code.Token!.LinkText}",
            "Door",
            "House",
        ];
        Assert.All(told, words => Assert.Contains(words, letter, StringComparison.Ordinal));
        var call = Assert.Single(gateway.Calls);
        Assert.StartsWith($"POST /2010-04-01/Accounts/{SmsGateway.Account}/Messages.json HTTP/1.1", call.Head, StringComparison.Ordinal);
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{SmsGateway.Account}:token"));
        Assert.Contains($"Authorization: Basic {basic}\r\n", call.Head, StringComparison.Ordinal);
        Assert.Equal((Phone, "+15005550006"), (call.Form["To"], call.Form["From"]));
        Assert.All(told, words => Assert.Contains(words, call.Form["Body"], StringComparison.Ordinal));
        Assert.Equal(
            2,
            await house.AskAsync<long>("select count(*) from notification where state = 1 and recipient_sealed is null and values_sealed is null")
        );
        Assert.Equal(1, await house.AskAsync<long>("select count(*) from audit_event where kind = $1", (short)AuditKind.GuestTold));
    }

    [Theory]
    [InlineData("ja-JP", "暗証番号: 482916", "2030年3月1日(金) 15:00 から 2030年3月3日(日) 11:00 まで (Asia/Tokyo)")]
    [InlineData(null, "暗証番号: 482916", "2030年3月1日(金) 15:00 から")]
    [InlineData("en-GB", "Code: 482916", "From Friday 1 March 2030, 15:00")]
    public async Task A_guest_is_told_in_their_language_else_in_that_of_the_site(string? locale, string digits, string period)
    {
        await using var gateway = new SmsGateway();
        await using var house = await HouseAsync();
        await house.DoAsync("update site set locale = 'ja'");
        var (node, _) = NodeOf(house, gateway.Options());

        await GiveAsync(house, GuestContact.Read(null, Phone, locale).Value);
        await node.SendAsync();

        Assert.Contains(digits, gateway.Calls[0].Form["Body"], StringComparison.Ordinal);
        Assert.Contains(period, gateway.Calls[0].Form["Body"], StringComparison.Ordinal);
    }

    /// <summary>keyvox.md 11: before anything is issued.</summary>
    [Theory]
    [InlineData("ann@", null)]
    [InlineData("ann@exam\u0001ple.com", null)]
    [InlineData("a@example.com,b@example.com", null)]
    [InlineData(null, "0312345678")]
    [InlineData("ann@example.com", "+0")]
    [InlineData(null, null)]
    public void A_bad_address_is_refused(string? email, string? telephone) =>
        Assert.Equal(AccessErrorCode.Invalid, GuestContact.Read(email, telephone).Error!.Code);

    [Fact]
    public async Task A_guest_who_was_written_to_too_often_gets_the_code_all_the_same()
    {
        await using var house = await HouseAsync();
        for (var i = 0; i <= MessageLimits.AnHour; i++)
        {
            await GiveAsync(house, GuestContact.Read(null, Phone).Value, digits: $"4829{i:00}");
        }

        Assert.Equal(MessageLimits.AnHour + 1, await house.AskAsync<long>("select count(*) from credential"));
        Assert.Equal(1, await house.AskAsync<long>("select count(*) from notification where failure = 'TooMany'"));
    }

    [Theory]
    [InlineData(201, SmsGateway.Taken, "1 - false")]
    [InlineData(201, """{"status":"failed","error_code":30003}""", "2 RecipientRefused false")]
    [InlineData(400, """{"code":21211,"message":"The 'To' number is not valid.","status":400}""", "2 RecipientRefused false")]
    [InlineData(400, """{"code":21610,"message":"Unsubscribed","status":400}""", "2 RecipientRefused false")]
    [InlineData(400, """{"code":21606,"message":"The From number is not yours","status":400}""", "0 NotAccepted true")]
    [InlineData(401, """{"code":20003,"message":"Authenticate","status":401}""", "0 NotAccepted true")]
    [InlineData(429, """{"code":20429,"message":"Too many requests","status":429}""", "0 NotAccepted true")]
    [InlineData(503, "<html>", "0 NotAccepted true")]
    [InlineData(302, "", "0 NotAccepted true")]
    [InlineData(0, "", "0 TimedOut true")]
    public async Task What_the_gateway_says_decides_whether_it_is_tried_again(int status, string body, string standing)
    {
        await using var gateway = new SmsGateway { Answer = (status, body) };
        await using var house = await HouseAsync();
        var options = gateway.Options();
        options.TimeOut = TimeSpan.FromMilliseconds(status == 0 ? 200 : 20_000);
        var (node, _) = NodeOf(house, options);
        await GiveAsync(house, GuestContact.Read(null, Phone).Value);

        await node.SendAsync();

        Assert.Equal(standing, await house.StandingAsync());
    }

    [Fact]
    public async Task A_gateway_that_is_away_loses_no_message()
    {
        var clock = new ShiftedClock();
        var gateway = new SmsGateway();
        var options = gateway.Options();
        await gateway.DisposeAsync();
        await using var house = await HouseAsync(clock);
        await GiveAsync(house, GuestContact.Read(null, Phone).Value);
        await NodeOf(house, options).Node.SendAsync();
        Assert.Equal("0 Unreachable true", await house.StandingAsync());

        await using var again = new SmsGateway();
        clock.Forward(TimeSpan.FromSeconds(10));
        await NodeOf(house, again.Options()).Node.SendAsync();

        Assert.Equal("1 - false", await house.StandingAsync());
        Assert.Single(again.Calls);
    }

    [Fact]
    public async Task Without_a_gateway_a_demo_writes_into_a_folder_for_the_servers_account_alone()
    {
        await using var house = await HouseAsync();
        var folder = new SmsOptions { Folder = TestPaths.Fresh("sms") };
        await GiveAsync(house, GuestContact.Read(null, Phone).Value);

        await NodeOf(house, folder).Node.SendAsync();

        var file = Assert.Single(Directory.GetFiles(folder.Folder!));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.StartsWith($"To: {Phone}\n", await File.ReadAllTextAsync(file, Cancel), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AccountSid", "AC12")]
    [InlineData("AccountSid", SmsGateway.Account)]
    [InlineData("From", "+0")]
    [InlineData("From", "Much too long a name")]
    [InlineData("MessagingServiceSid", "MG1")]
    [InlineData("Url", "http://gateway.example.com")]
    public void Settings_that_cannot_be_meant_are_refused(string name, string value)
    {
        var options = new SmsOptions();
        typeof(SmsOptions).GetProperty(name)!.SetValue(options, name == "Url" ? new Uri(value) : value);

        Assert.NotEmpty(options.Validate(new ValidationContext(options)));
        Assert.Empty(new SmsOptions().Validate(new ValidationContext(options)));
    }

    /// <summary>In Tokyo, with a door that has a keypad.</summary>
    private static async Task<House> HouseAsync(TimeProvider? clock = null)
    {
        var house = await House.OpenAsync(clock);
        await house.AddLockAsync();
        await house.DoAsync("update site set zone = 'Asia/Tokyo', name = 'House'");
        await house.DoAsync(
            "update smart_lock set capabilities = capabilities | $1, passcode_slots = 100, passcode_min = 4, passcode_max = 8, passcode_proof = 5",
            (int)Capabilities.Passcodes
        );
        return house;
    }

    private static (ServiceProvider Node, MailOptions Mail) NodeOf(House house, SmsOptions sms)
    {
        var mail = MailHouse.InFolder();
        var node = house.NewNode(services =>
        {
            services.AddSingleton(sms).AddSingleton(mail);
            services.AddSingleton(new ServerAddress(new Uri("https://access.example.com")));
        });
        return (node, mail);
    }

    private static async Task<CreatedPasscode> GiveAsync(House house, GuestContact to, string digits = Pin)
    {
        var request = new CreatePasscodeRequest
        {
            Locks = [new WireId(WireIdKind.LockUuid, await house.AskAsync<string>("select wire_id from public_id where kind = 20 limit 1"))],
            Digits = PinDigits.Parse(digits).Value,
            Window = new TimeWindow(CheckIn, CheckIn + TimeSpan.FromHours(44)),
            HasQr = true,
            Tell = to,
        };
        var made = await house.Get<CreatePasscode>().RunAsync(Caller.Server(house.Tenant), request, CancellationToken.None);
        return made.Error is { } error ? throw new InvalidOperationException(error.Detail) : made.Value;
    }
}
