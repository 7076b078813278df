using System.Text;
using System.Text.Json.Nodes;
using Latchwork.Dialects.Tests.Native.Console;
using Latchwork.Dialects.Tests.Scenarios;
using Latchwork.Dialects.Tests.Scenarios.Sifely;
using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Users;
using Latchwork.Drivers.Simulator;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Links;
using Latchwork.Operations.Secrets;
using Latchwork.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Latchwork.Dialects.Tests.Secrets;

/// <summary>KR-7 and LG-1: what people trust the server with stands nowhere in clear.</summary>
public sealed class CanaryTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string Email = "canary.fifteen@birds.example";
    private const string Telephone = "+819012345678";
    private const string Password = "a canary sings at dawn";
    private const string WrongPassword = "a canary sings at dusk";
    private const string LinkSecret = "canary-link-secret-1";
    private const string WebhookSecret = "canary-webhook-secret-1";
    private const string RefusedPin = "83610947";

    /// <summary>Of seven bytes, and as a reader shows it.</summary>
    private const string Card = "36092837465918274";
    private const string CardShown = "803A3E94178B42";

    private readonly CanaryScan scan = new();
    private readonly StringBuilder refusals = new();
    private LiveServer server = null!;

    public async ValueTask InitializeAsync() => server = await LiveServer.StartAsync(LiveServer.WithLogs);

    public async ValueTask DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task Secrets_are_in_no_database_file_log_or_error()
    {
        var tenant = await TenantAsync();
        var people = new Population(server.Services);
        await people.PersonAsync(tenant, Email, Password, TenantRole.Owner);
        await people.PersonAsync(tenant, Telephone, Password);
        scan.Add("e-mail", Email);
        scan.Add("telephone", Telephone);
        foreach (var password in new[] { Password, WrongPassword })
        {
            scan.Add("password", password);
            scan.Add("encoded password", SifelyPasswordEncoding.TextFor(password));
        }

        scan.Add("native key", await people.NativeKeyAsync(tenant, PermissionSet.All));
        await PairAsync(tenant);
        await UseKeysAsync();
        await VisitConsoleAsync();
        EnterPin();
        await EnrollCardAsync();
        await CheckpointAsync();

        var (found, bytes) = scan.SearchFiles((await TestCluster.SharedAsync()).Folder);
        output.WriteLine($"{scan.Canaries} canaries, {bytes / 1024 / 1024} MiB of files, {server.Lines.All.Length / 1024} KiB of logs.");

        Assert.Empty(found);
        Assert.Empty(scan.Search("the log", server.Lines.All));
        Assert.Empty(scan.Search("an error", refusals.ToString()));
        Assert.True(bytes > 1024 * 1024 && server.Lines.All.Length > 1024, "There was too little to look at.");
    }

    [Fact]
    public async Task A_secret_that_is_stored_in_clear_is_found()
    {
        var clear = new CanaryScan();
        clear.Add("note", "a note in clear 4711");
        await ExecuteAsync("create table note (text text); insert into note values ('a note in clear 4711')");
        await CheckpointAsync();

        Assert.NotEmpty(clear.SearchFiles((await TestCluster.SharedAsync()).Folder).Found);
        Assert.NotEmpty(clear.Search("a text", Convert.ToBase64String("xa note in clear 4711"u8)));
        await ExecuteAsync("drop table note");
    }

    [Theory]
    [InlineData("PIN 83610947.", true)]
    [InlineData("83610947", true)]
    [InlineData("8361094783610947 83610947", true)]
    [InlineData("id 183610947", false)]
    [InlineData("id 8361094710", false)]
    [InlineData("8361094783610947", false)]
    public void Digits_are_found_as_a_whole_number_only(string text, bool isFound)
    {
        var digits = new CanaryScan();
        digits.Add("PIN", RefusedPin);

        Assert.Equal(isFound, digits.Search("a text", text).Count > 0);
    }

    /// <summary>CO-1: the cookie, what the app works out codes from, and what stands in for them.</summary>
    private async Task VisitConsoleAsync()
    {
        var visit = new ConsoleVisit(server.Http);
        refusals.Append((await visit.LogInAsync(Email, WrongPassword)).Body.ToJsonString());
        Assert.Equal(200, (await visit.LogInAsync(Email, Password)).Status);
        scan.Add("session", visit.Cookie!);
        var (secret, recovery) = await visit.AddTotpAsync(TimeProvider.System.GetUtcNow());
        scan.Add("secret of codes", secret);
        scan.Add("recovery code", recovery[0]);
        scan.Add("recovery code as it is kept", recovery[1].Replace("-", "", StringComparison.Ordinal));
        scan.Add("antiforgery token", visit.Antiforgery!);
        refusals.Append((await visit.LogInAsync(Email, Password, recovery[0] + "0")).Body.ToJsonString());
    }

    /// <summary>Log-ins right and wrong, both generations, keys that work, that are rolled, and that stand where they should not.</summary>
    private async Task UseKeysAsync()
    {
        var right = SifelyPasswordEncoding.TextFor(Password);
        var key = (string)JsonNode.Parse(await SendAsync($"/system/smart/login?account={Email}&password={right}", null))!["clientToken"]!;
        scan.Add("key", key);
        var older = JsonNode.Parse(await SendAsync($"/system/smart/login?username={Email}&password={right}", null))!["data"]!;
        scan.Add("token", (string)older["token"]!);
        scan.Add("refresh token", (string)older["refreshToken"]!);
        await RefusedAsync($"/system/smart/login?account={Email}&password={SifelyPasswordEncoding.TextFor(WrongPassword)}", null);
        await RefusedAsync($"/system/smart/login?account={Email}&password={Uri.EscapeDataString(Password)}", null);
        await RefusedAsync($"/v3/key/list?accessToken={key}", key);
        await RefusedAsync("/v3/key/list", $"Bearer {key}");
        await RefusedAsync($"/v3/lock/detail?lockId={key}", key);
        await RefusedAsync("/v3/lock/unlock?lockId=1", key);
        var next = (string)JsonNode.Parse(await SendAsync("/client/roll-token", key))!["clientToken"]!;
        scan.Add("next key", next);
        var made = JsonNode.Parse(await SendAsync("/client/webhook?url=http://127.0.0.1:9/", next))!["data"]!["secret"]!;
        scan.Add("webhook secret", (string)made!);
        scan.Add("webhook secret of one's own", WebhookSecret);
        await SendAsync($"/client/webhook?url=http://127.0.0.1:9/&secret={WebhookSecret}", next);
        await RefusedAsync($"/client/webhook?url=http://nobody.invalid/&secret={WebhookSecret}", next);
        await RefusedAsync("/v3/key/list", key);
    }

    /// <summary>Digits of refused entries are never stored (KR-7).</summary>
    private void EnterPin()
    {
        scan.Add("refused PIN", RefusedPin);
        server.Doors.Control(new WorldControl.Present("front-door", CredentialKind.Passcode, RefusedPin));
    }

    /// <summary>A card that comes to its lock, opens it, and is listed; and one whose number is refused.</summary>
    private async Task EnrollCardAsync()
    {
        scan.Add("card", Card);
        scan.Add("card as read", CardShown);
        var key = await new SifelyClient(server.Http).LogInAsync();
        long door = 0;
        await Poll.UntilAsync(async () => (door = await FrontDoorAsync(key)) > 0);
        var add = $"/v3/identityCard/add?lockId={door}&startDate=0&endDate=0&addType=2&cardNumber=";
        Assert.Contains("cardId", await SendAsync(add + Card, key), StringComparison.Ordinal);
        server.Doors.Control(new WorldControl.Present("front-door", CredentialKind.Card, CardShown));
        Assert.Contains(Card, await SendAsync($"/v3/identityCard/list?lockId={door}", key), StringComparison.Ordinal);
        await RefusedAsync(add + Card, key);
        await RefusedAsync(add + Card + Card, key);
    }

    /// <summary>0 until its link was reached.</summary>
    private async Task<long> FrontDoorAsync(string key)
    {
        var doors = JsonNode.Parse(await SendAsync("/v3/lock/list?lockAlias=Front", key))!["list"]!.AsArray();
        return doors is [var front, ..] && (int)front!["isOnline"]! == 1 ? (long)front["lockId"]! : 0;
    }

    private async Task PairAsync(TenantId tenant)
    {
        scan.Add("link secret", LinkSecret);
        var link = new PairLinkRequest("simulator", "simulator:office?seed=9&travel=0", "Birds", LinkSecret);
        var paired = await server.Services.GetRequiredService<PairLink>().RunAsync(Caller.Server(tenant), tenant, link, CancellationToken.None);
        Assert.Null(paired.Error);
    }

    private async Task RefusedAsync(string target, string? authorization) => refusals.AppendLine(await SendAsync(target, authorization));

    private async Task<string> SendAsync(string target, string? authorization) =>
        (await new SifelyClient(server.Http).PostAsync(target, authorization)).Body;

    private async Task<TenantId> TenantAsync()
    {
        await using var connection = new NpgsqlConnection(server.Database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select tenant_id from tenant where name = 'House'", connection);
        return new TenantId((Guid)(await command.ExecuteScalarAsync())!);
    }

    /// <summary>What is still in memory goes to the files.</summary>
    private Task CheckpointAsync() => ExecuteAsync("checkpoint");

    private async Task ExecuteAsync(string statement)
    {
        await using var connection = new NpgsqlConnection(server.Database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync();
    }
}
