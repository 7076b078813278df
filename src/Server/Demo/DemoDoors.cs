using System.Text.Json.Nodes;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Secrets;
using Latchwork.Server.Hosting;

namespace Latchwork.Server.Demo;

/// <summary>What the demo's people see: read over the same operations that the wires use, and told in the ready file and the banner.</summary>
internal sealed class DemoDoors(
    DemoOptions options,
    LogIn logIn,
    Callers callers,
    LockQueries locks,
    DemoDoordeck doordeck,
    DemoKeyvox keyvox,
    TimeProvider clock
)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly string[] Simulated = ["Front door", "Shed", "Office", "Back gate"];

    private readonly record struct Seen(IssuedKey Key, Caller By, IReadOnlyList<GrantedLock> Locks);

    private Seen mine;
    private Seen others;

    public async Task AwaitAsync(DemoAccounts accounts, bool withZwave, CancellationToken cancel)
    {
        mine = await LogInAsync(accounts.Account, accounts.Password, cancel);
        others = await LogInAsync(accounts.OtherAccount, accounts.OtherPassword, cancel);
        var began = clock.GetTimestamp();
        while (!IsComplete(withZwave) && clock.GetElapsedTime(began) < Patience)
        {
            await Task.Delay(Pause, clock, cancel);
            mine = await LookAsync(mine.Key, cancel);
            others = await LookAsync(others.Key, cancel);
        }
    }

    public async Task<JsonObject> DescribeAsync(DemoAccounts accounts, CancellationToken cancel) =>
        new()
        {
            ["sifely"] = Sifely(accounts.Account, accounts.Password, mine),
            ["ttlock"] = new JsonObject { ["clientId"] = accounts.AppClientId, ["clientSecret"] = accounts.AppClientSecret },
            ["doordeck"] = await doordeck.DescribeAsync(mine.By with { Surface = Surface.Doordeck }, accounts, cancel),
            ["keyvox"] = await KeyvoxAsync(accounts.Tenant, accounts.Keyvox, cancel),
            ["native"] = new JsonObject { ["apiKey"] = accounts.NativeKey, ["tenantId"] = accounts.Tenant?.ToString() },
            ["other"] = new JsonObject
            {
                ["sifely"] = new JsonObject
                {
                    ["account"] = accounts.OtherAccount,
                    ["passwordMd5"] = Md5(accounts.OtherPassword),
                    ["lockId"] = others.Locks.Count > 0 ? others.Locks[0].LockNumber : null,
                },
                ["keyvox"] = await KeyvoxAsync(accounts.OtherTenant, accounts.OtherKeyvox, cancel),
            },
        };

    private async Task<JsonObject?> KeyvoxAsync(Guid? tenant, DemoPair? pair, CancellationToken cancel) =>
        tenant is { } id && pair is not null ? await keyvox.DescribeAsync(new TenantId(id), pair, cancel) : null;

    public void Print(TextWriter to, Uri address, DemoAccounts accounts, string? authority)
    {
        var curl = authority is null ? "curl -s" : $"curl -s --cacert '{authority.Replace("'", @"'\''", StringComparison.Ordinal)}'";
        var origin = address.GetLeftPart(UriPartial.Authority);
        var door = InOrder(mine.Locks).FirstOrDefault();
        to.WriteLine();
        to.WriteLine($"  Sifely account {accounts.Account}, password {accounts.Password}");
        to.WriteLine("  Three calls to try:");
        to.WriteLine();
        to.WriteLine(
            $$"""  {{curl}} {{origin}}/system/smart/login -H 'Content-Type: application/json' -d '{"account":"{{accounts.Account}}","password":"{{Md5(accounts.Password)}}"}'"""
        );
        to.WriteLine($"  {curl} -H 'Authorization: {mine.Key.Key}' '{origin}/v3/key/list?pageNo=1&pageSize=20'");
        to.WriteLine($"  {curl} -H 'Authorization: {mine.Key.Key}' -X POST '{origin}/v3/lock/unlock?lockId={door?.LockNumber}'");
        to.WriteLine();
    }

    private bool IsComplete(bool withZwave) =>
        options.Doors != DemoOptions.UsualDoors ? mine.Locks.Any(seen => seen.IsOnline) : UsualAreThere(withZwave);

    private bool UsualAreThere(bool withZwave) =>
        Simulated.All(name => mine.Locks.Any(seen => seen.Name == name && (seen.IsOnline || name == "Shed")))
        && others.Locks.Count > 0
        && (!withZwave || mine.Locks.Count > Simulated.Length);

    private async Task<Seen> LogInAsync(string account, string password, CancellationToken cancel)
    {
        var issued = await logIn.ForKeyAsync(account, Md5(password), default, cancel);
        return issued.IsRefused(out var refusal, out var key)
            ? throw new StartRefusedException($"The demo's account cannot log in: {refusal.Detail}")
            : await LookAsync(key, cancel);
    }

    private async Task<Seen> LookAsync(IssuedKey key, CancellationToken cancel)
    {
        var caller = (await callers.AuthenticateAsync(key.Key, Surface.Sifely, default, cancel)).Value;
        var page = await locks.OwnedAsync(caller, new GrantedLocksFilter(new PageRequest(1, 100)), cancel);
        return new Seen(key, caller, page.Value.Items);
    }

    private static JsonObject Sifely(string account, string password, Seen seen) =>
        new()
        {
            ["account"] = account,
            ["password"] = password,
            ["passwordMd5"] = Md5(password),
            ["apiKey"] = seen.Key.Key,
            ["clientId"] = seen.Key.ClientId,
            ["locks"] = new JsonArray([.. InOrder(seen.Locks).Select(Described)]),
        };

    private static JsonObject Described(GrantedLock seen) =>
        new()
        {
            ["lockId"] = seen.LockNumber,
            ["name"] = seen.Name,
            ["link"] =
                seen.HasGateway ? "gateway"
                : seen.Capabilities.HasFlag(Domain.Locks.Capabilities.OwnNetwork) ? "wifi"
                : "none",
        };

    /// <summary>The documented doors first, in their documented order, then whatever else there is.</summary>
    private static IEnumerable<GrantedLock> InOrder(IEnumerable<GrantedLock> found) =>
        found
            .OrderBy(seen => Array.IndexOf(Simulated, seen.Name) is var place && place < 0 ? int.MaxValue : place)
            .ThenBy(seen => seen.Name, StringComparer.Ordinal);

    private static string Md5(string password) => SifelyPasswordEncoding.TextFor(password);
}
