using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Latchwork.Dialects.Tests.Scenarios;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Signing;
using Latchwork.Testing.Doordeck;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Latchwork.Dialects.Tests.Doordeck;

/// <summary>Keys of phones and the second factor (doordeck.md 7, JW-10).</summary>
public sealed partial class StepUpTests(DoordeckHouse house) : IClassFixture<DoordeckHouse>
{
    [Fact]
    public async Task A_further_key_proves_itself_by_signing_the_mailed_code_and_is_known_from_then_on()
    {
        using var second = await NewPhoneAsync();
        Assert.Equal(423, await RegisterAsync(second));

        var sent = await PostAsync(second, "/auth/certificate/verify?method=EMAIL", new JsonObject { ["ephemeralKey"] = second.WireKey });
        Assert.Equal(200, sent.Status);
        Assert.Equal("""{"method":"EMAIL"}""", sent.Body!.ToJsonString());
        var checkedCode = await CheckAsync(second, MailedCode());

        Assert.Equal(200, checkedCode.Status);
        Assert.Equal(["certificateChain", "userId"], checkedCode.Body!.AsObject().Select(member => member.Key));
        Assert.Equal(3, checkedCode.Body["certificateChain"]!.AsArray().Count);
        second.Take(checkedCode.Body);
        Assert.Equal(200, await RegisterAsync(second));
        var (status, body) = await DoordeckHouse.ReadAsync(await second.ExecuteAsync(house.FrontDoor, DoordeckPhone.Unlock()));
        Assert.Equal((200, "{}"), (status, body!.ToJsonString()));
    }

    [Fact]
    public async Task A_code_works_once()
    {
        using var phone = await NewPhoneAsync();
        await PostAsync(phone, "/auth/certificate/verify", new JsonObject { ["ephemeralKey"] = phone.WireKey });
        var code = MailedCode();

        Assert.Equal(200, (await CheckAsync(phone, code)).Status);
        Assert.Equal(404, (await CheckAsync(phone, code)).Status);
    }

    [Fact]
    public async Task After_five_wrong_signatures_the_key_is_dropped()
    {
        using var guest = await house.PersonAsync("five@example.com");
        using var phone = await DoordeckPhone.LogInAsync(house.Server.Http, "five@example.com", LiveServer.Password);
        await PostAsync(phone, "/auth/certificate/verify", new JsonObject { ["ephemeralKey"] = phone.WireKey });
        var code = MailedCode();

        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(403, (await CheckAsync(phone, "000000" + i)).Status);
        }

        Assert.Equal(404, (await CheckAsync(phone, code)).Status);
    }

    [Fact]
    public async Task The_code_of_one_key_is_no_use_to_another()
    {
        using var guest = await house.PersonAsync("bound@example.com");
        using var phone = await DoordeckPhone.LogInAsync(house.Server.Http, "bound@example.com", LiveServer.Password);
        using var thief = await DoordeckPhone.LogInAsync(house.Server.Http, "bound@example.com", LiveServer.Password);
        await PostAsync(phone, "/auth/certificate/verify", new JsonObject { ["ephemeralKey"] = phone.WireKey });

        Assert.Equal(403, (await CheckAsync(thief, MailedCode())).Status);
        Assert.Equal(423, await RegisterAsync(thief));
    }

    [Fact]
    public async Task Nobody_gets_more_than_six_codes_a_minute()
    {
        using var guest = await house.PersonAsync("six@example.com");
        using var phone = await DoordeckPhone.LogInAsync(house.Server.Http, "six@example.com", LiveServer.Password);
        var statuses = new List<int>();
        for (var i = 0; i < 7; i++)
        {
            statuses.Add((await PostAsync(phone, "/auth/certificate/verify", new JsonObject { ["ephemeralKey"] = phone.WireKey })).Status);
        }

        Assert.Equal([200, 200, 200, 200, 200, 200, 429], statuses);
    }

    [Theory]
    [InlineData("SMS")]
    [InlineData("TELEPHONE")]
    [InlineData("WHATSAPP")]
    public async Task A_way_that_nobody_has_is_refused(string method)
    {
        using var phone = await NewPhoneAsync();

        var answer = await PostAsync(phone, $"/auth/certificate/verify?method={method}", new JsonObject { ["ephemeralKey"] = phone.WireKey });

        Assert.Equal(400, answer.Status);
    }

    /// <summary>JW-6: with a key of low order anyone's constant signature verifies; one that is not canonical has two spellings.</summary>
    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")]
    [InlineData("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")]
    [InlineData("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("0200000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("00112233")]
    [InlineData("")]
    public async Task What_is_no_safe_key_is_not_registered(string hex)
    {
        var body = new JsonObject { ["ephemeralKey"] = Convert.ToBase64String(Convert.FromHexString(hex)) };

        var answer = await PostAsync(house.Desk, "/auth/certificate", body);

        Assert.Equal(400, answer.Status);
    }

    [Fact]
    public async Task A_key_is_the_same_raw_and_in_its_envelope_and_is_certified_anew_without_a_code()
    {
        byte[] envelope = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00, .. house.Desk.PublicKey];
        var text = Convert.ToBase64String(envelope).Replace('+', '-').Replace('/', '_').TrimEnd('=');

        var answer = await PostAsync(house.Desk, "/auth/certificate", new JsonObject { ["ephemeralKey"] = text, ["type"] = "Any" });

        Assert.Equal(200, answer.Status);
        Assert.Equal(house.Desk.Chain, answer.Body!["certificateChain"]!.AsArray().Select(certificate => (string)certificate!));
    }

    /// <summary>JW-4, AZ-5: a node that has seen the certificate before does not go by that.</summary>
    [Fact]
    public async Task When_all_certificates_are_revoked_none_opens_a_door_until_its_phone_asks_for_another()
    {
        using var guest = await house.PersonAsync("revoked@example.com");
        await house.ShareAsync(house.FrontDoor, guest);
        Assert.Equal(200, await UnlockAsync(guest));

        await using (var owner = NpgsqlDataSource.Create(house.Server.Database))
        {
            await new RetireAuthority(owner, TimeProvider.System).RunAsync(revokes: true, TestContext.Current.CancellationToken);
        }

        Assert.Equal(403, await UnlockAsync(guest));
        Assert.Equal("Unlock Refused ProofRefused CertificateRevoked", await house.LastActAsync());
        foreach (var phone in new[] { guest, house.Desk })
        {
            phone.Take((await PostAsync(phone, "/auth/certificate", new JsonObject { ["ephemeralKey"] = phone.WireKey })).Body!);
        }

        Assert.Equal(200, await UnlockAsync(guest));
    }

    /// <summary>JW-12, AZ-5: with the certificate that was given out and a session of after.</summary>
    [Fact]
    public async Task A_key_from_before_a_password_was_reset_opens_nothing_and_the_next_one_is_a_first_key()
    {
        using var phone = await house.PersonAsync("reset@example.com");
        await house.ShareAsync(house.FrontDoor, phone);
        Assert.Equal(200, await UnlockAsync(phone));

        await PostAsync(phone, "/account/password/reset/initialize", new JsonObject { ["email"] = "reset@example.com" });
        await house.Server.Services.GetRequiredService<SendNotifications>().RunAsync(TestContext.Current.CancellationToken);
        var link = ResetLink().Match(house.Server.Mails.First(ResetLink().IsMatch));
        var reset = new JsonObject
        {
            ["userId"] = link.Groups["user"].Value,
            ["token"] = link.Groups["token"].Value,
            ["password"] = "a third long password",
        };
        Assert.Equal(204, (await PostAsync(phone, "/account/password/reset/verify", reset)).Status);
        using var next = await DoordeckPhone.LogInAsync(house.Server.Http, "reset@example.com", "a third long password");
        phone.AuthToken = next.AuthToken;

        var (status, body) = await DoordeckHouse.ReadAsync(await phone.ExecuteAsync(house.FrontDoor, DoordeckPhone.Unlock()));

        Assert.Equal((403, "The signature of this operation is not accepted."), (status, (string?)body!["message"]));
        Assert.EndsWith(" CertificateRevoked", await house.LastActAsync(), StringComparison.Ordinal);
        Assert.Equal(200, await RegisterAsync(next));
    }

    private async Task<int> UnlockAsync(DoordeckPhone phone) =>
        (await DoordeckHouse.ReadAsync(await phone.ExecuteAsync(house.FrontDoor, DoordeckPhone.Unlock()))).Status;

    [Fact]
    public async Task What_makes_or_renews_credentials_is_counted_together_and_apart_from_other_calls()
    {
        using var phone = await house.PersonAsync("renews@example.com");
        var statuses = new List<int>();
        for (var i = 0; i < 60; i++)
        {
            statuses.Add((await PostAsync(phone, "/auth/certificate/check", new JsonObject())).Status);
        }

        Assert.Equal([.. Enumerable.Repeat(400, 59), 429], statuses);
        Assert.Equal(429, await RegisterAsync(phone));
        Assert.Equal(200, (await DoordeckHouse.ReadAsync(await phone.SendAsync(HttpMethod.Get, "/account"))).Status);
        phone.AuthToken = phone.RefreshToken;
        Assert.Equal(429, (await PostAsync(phone, "/auth/token/refresh", new JsonObject())).Status);
    }

    private async Task<DoordeckPhone> NewPhoneAsync() => await DoordeckPhone.LogInAsync(house.Server.Http, LiveServer.Account, LiveServer.Password);

    private static async Task<int> RegisterAsync(DoordeckPhone phone) =>
        (await PostAsync(phone, "/auth/certificate", new JsonObject { ["ephemeralKey"] = phone.WireKey })).Status;

    private static async Task<(int Status, JsonNode? Body)> PostAsync(DoordeckPhone phone, string path, JsonNode body) =>
        await DoordeckHouse.ReadAsync(await phone.SendAsync(HttpMethod.Post, path, body));

    private static Task<(int Status, JsonNode? Body)> CheckAsync(DoordeckPhone phone, string code) =>
        PostAsync(phone, "/auth/certificate/check", new JsonObject { ["verificationSignature"] = phone.SignText(code) });

    private string MailedCode() => Code().Match(house.Server.Mails[0]).Value;

    [GeneratedRegex(@"/console/reset#user=(?<user>[0-9a-f-]{36})&token=(?<token>[0-9A-Za-z]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ResetLink();

    [GeneratedRegex("[0-9]{6,8}", RegexOptions.None, 1000)]
    private static partial Regex Code();
}
