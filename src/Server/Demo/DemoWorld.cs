using System.Text.Json.Nodes;
using Latchwork.Domain;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Clients;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Links;
using Latchwork.Operations.Locks;
using Latchwork.Operations.SetUp;
using Latchwork.Operations.Sites;
using Latchwork.Operations.Tenants;
using Latchwork.Server.Hosting;

namespace Latchwork.Server.Demo;

/// <summary>
/// A tenant with a site in London and one in Tokyo, simulated doors of which the first leads into a room, a cabinet, and a small second tenant to see that
/// they are kept apart (design, "Demo and ready file"). Made once a folder; every start says the same again.
/// </summary>
internal sealed class DemoWorld(
    ServerOptions options,
    DemoOptions demo,
    DataFolder folder,
    CompleteSetUp setUp,
    CreateTenant createTenant,
    AddSite addSite,
    AddLock addLock,
    PairLink pairLink,
    AddAppClient addAppClient,
    DemoKeyvox keyvox,
    DemoConsole console,
    DemoRooms rooms,
    DemoStays stays,
    DemoPlan plan,
    DemoDoors doors
)
{
    /// <summary>What the shed's lock can do: nothing connects it, but phones and its own keypad open it.</summary>
    private const Capabilities ByHandAndPhone = Capabilities.Unlock | Capabilities.Lock | Capabilities.Passcodes | Capabilities.OfflineCodes;

    private const string OtherDoors = "simulator:many:1?seed=11";

    private DemoAccounts accounts = null!;

    /// <param name="token">The set-up token of a fresh folder; null when the demo was made before.</param>
    public async Task PrepareAsync(string? token, CancellationToken cancel)
    {
        accounts = DemoAccounts.Load(folder);
        if (token is not null)
        {
            await FoundAsync(token, cancel);
        }

        if (accounts.Tenant is not { } tenant)
        {
            throw new StartRefusedException("This data folder is set up, but not by --demo. Start without --demo, or name another folder.");
        }

        // A folder of an earlier version has names now that it did not have.
        accounts.Save(folder);
        if (accounts.AppClientId is null)
        {
            await RegisterAppAsync(new TenantId(tenant), cancel);
        }

        await IssueKeysAsync(new TenantId(tenant), cancel);
        if (accounts.TotpSecret is null)
        {
            accounts = accounts with { TotpSecret = await console.EnrollAsync(accounts, cancel) };
            accounts.Save(folder);
        }

        if (options.ZwaveUrl is { } zwave)
        {
            await PairAsync(new TenantId(tenant), "zwave-js", zwave.OriginalString, "Z-Wave", cancel);
        }
    }

    /// <summary>Returns when the doors behind the links have been found, and the first of them is that of a room.</summary>
    public async Task AwaitDoorsAsync(CancellationToken cancel)
    {
        await doors.AwaitAsync(accounts, options.ZwaveUrl is not null, cancel);
        foreach (var tenant in new[] { accounts.Tenant, accounts.OtherTenant }.OfType<Guid>())
        {
            await rooms.OpenAsync(new TenantId(tenant), cancel);
            await plan.DrawAsync(new TenantId(tenant), cancel);
        }

        if (accounts.Tenant is { } first)
        {
            await stays.FillAsync(new TenantId(first), cancel);
        }
    }

    public async Task<JsonObject> DescribeAsync(Uri address, CancellationToken cancel)
    {
        var told = await doors.DescribeAsync(accounts, cancel);
        told["console"] = DemoConsole.Describe(address, accounts);
        return told;
    }

    /// <param name="authority">The file of the certificate that callers need to trust; null where they do already.</param>
    public void Print(TextWriter to, Uri address, string? authority)
    {
        DemoConsole.Print(to, address, accounts);
        doors.Print(to, address, accounts, authority);
    }

    private async Task FoundAsync(string token, CancellationToken cancel)
    {
        var first = new TenantRequest("Harbour House", "Europe/London", accounts.Account, "Demo operator", accounts.Password);
        var founded = Expect(await setUp.RunAsync(token, first, default, cancel));
        var second = new TenantRequest("Other tenant", "Europe/Berlin", accounts.OtherAccount, "Other operator", accounts.OtherPassword);
        var other = Expect(await createTenant.RunAsync(Caller.Server(), second, cancel));
        accounts = accounts with { NativeKey = founded.NativeKey, Tenant = founded.Tenant.Value, OtherTenant = other.Tenant.Value };
        accounts.Save(folder);

        var server = Caller.Server(founded.Tenant);
        Expect(await addSite.RunAsync(server, founded.Tenant, "Sakura Annex", "Asia/Tokyo", cancel));
        Expect(await addLock.RunAsync(server, founded.Tenant, founded.Site, "Shed", ByHandAndPhone, cancel));
        await PairAsync(founded.Tenant, "simulator", demo.Doors, "Simulated doors", cancel);
        await PairAsync(other.Tenant, "simulator", OtherDoors, "Simulated doors", cancel);
    }

    /// <summary>Also of a folder that was made before demos had one.</summary>
    private async Task RegisterAppAsync(TenantId tenant, CancellationToken cancel)
    {
        var app = Expect(await addAppClient.RunAsync(Caller.Server(tenant), tenant, "Demo application", cancel));
        accounts = accounts with { AppClientId = app.ClientId, AppClientSecret = app.Secret };
        accounts.Save(folder);
    }

    /// <inheritdoc cref="RegisterAppAsync"/>
    private async Task IssueKeysAsync(TenantId tenant, CancellationToken cancel)
    {
        if (accounts.Keyvox is null)
        {
            accounts = accounts with { Keyvox = await keyvox.IssueAsync(tenant, cancel) };
            accounts.Save(folder);
        }

        if (accounts is { OtherTenant: { } other, OtherKeyvox: null })
        {
            accounts = accounts with { OtherKeyvox = await keyvox.IssueAsync(new TenantId(other), cancel) };
            accounts.Save(folder);
        }
    }

    private async Task PairAsync(TenantId tenant, string family, string address, string name, CancellationToken cancel)
    {
        var paired = await pairLink.RunAsync(Caller.Server(tenant), tenant, new PairLinkRequest(family, address, name), cancel);
        if (paired.Error is { Code: not AccessErrorCode.Taken } refusal)
        {
            throw new StartRefusedException($"The demo's link to {address} was refused: {refusal.Detail}");
        }
    }

    private static T Expect<T>(Outcome<T> outcome) =>
        outcome.IsRefused(out var refusal, out var value) ? throw new StartRefusedException($"The demo could not be made: {refusal.Detail}") : value;
}
