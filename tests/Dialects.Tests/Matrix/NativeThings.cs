using System.Globalization;
using Latchwork.Operations.Alerts;
using Latchwork.Operations.Clients;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Links;
using Latchwork.Operations.Webhooks.Maps;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Dialects.Tests.Matrix;

/// <summary>What of each side a request of our own API can name.</summary>
internal sealed class NativeThings
{
    private readonly Dictionary<Side, string> spareLinks = [];
    private readonly Dictionary<Side, string> clients = [];
    private readonly Dictionary<Side, string> hmacKeys = [];
    private readonly Dictionary<Side, string> webhooks = [];
    private readonly Dictionary<Side, string> alerts = [];
    private readonly Dictionary<Side, string> passcodes = [];
    private int made;

    /// <summary>To where nobody listens.</summary>
    public const string WebhookBody = """{"name":"Test","format":"keyvox-locks","url":"http://127.0.0.1:9/hook"}""";

    public LockerThings Lockers { get; } = new();

    public DeliveryThings Deliveries { get; } = new();

    public Task<string> TenantAsync(TwoTenants tenants, Side side) => FirstAsync(tenants, side, WireIdKind.TenantUuid, "true");

    public Task<string> SiteAsync(TwoTenants tenants, Side side) => FirstAsync(tenants, side, WireIdKind.SiteUuid, "true");

    /// <summary>The link of the side's door.</summary>
    public Task<string> LinkAsync(TwoTenants tenants, Side side) =>
        FirstAsync(tenants, side, WireIdKind.LinkUuid, $"row_id in (select link_id from smart_lock where name = '{DoorOf(side)}')");

    public Task<string> LockAsync(TwoTenants tenants, Side side) =>
        FirstAsync(tenants, side, WireIdKind.LockUuid, $"row_id in (select lock_id from smart_lock where name = '{DoorOf(side)}')");

    public Task<string> ReaderAsync(TwoTenants tenants, Side side) => FirstAsync(tenants, side, WireIdKind.ReaderUuid, "true");

    /// <summary>The first owner of the side.</summary>
    public static async Task<string> OwnerAsync(TwoTenants tenants, Side side) =>
        (
            await tenants.QueryAsync(
                $"""
                select p.wire_id from membership m join public_id p on p.row_id = m.user_id and p.kind = {(int)WireIdKind.UserUuid}
                where m.tenant_id = $1 and m.role = 1 order by m.created_at limit 1
                """,
                tenants.TenantOf(side).Value
            )
        )[0];

    /// <summary>An alert that may be removed; another one once it was.</summary>
    public async Task<string> AlertAsync(TwoTenants tenants, Side side)
    {
        if (alerts.TryGetValue(side, out var there))
        {
            return there;
        }

        var tenant = tenants.TenantOf(side);
        var added = await tenants
            .Server.Services.GetRequiredService<AddAlert>()
            .RunAsync(Caller.Server(tenant), tenant, await OwnerAsync(tenants, side), new AlertRequest(), CancellationToken.None);
        Assert.Null(added.Error);
        var id = await tenants.QueryAsync(
            $"select wire_id from public_id where row_id = $1 and kind = {(int)WireIdKind.AlertUuid}",
            added.Value.Value
        );
        return alerts[side] = id[0];
    }

    public void ForgetAlert(Side side) => alerts.Remove(side);

    public async Task<int> SitesAsync(TwoTenants tenants, Side side) =>
        (await tenants.QueryAsync("select site_id::text from site where tenant_id = $1", tenants.TenantOf(side).Value)).Count;

    public async Task<int> ClientsAsync(TwoTenants tenants, Side side) =>
        (await tenants.QueryAsync("select api_client_id::text from api_client where tenant_id = $1", tenants.TenantOf(side).Value)).Count;

    public async Task<int> WebhooksAsync(TwoTenants tenants, Side side) =>
        (await tenants.QueryAsync("select endpoint_id::text from webhook_endpoint where tenant_id = $1", tenants.TenantOf(side).Value)).Count;

    public async Task<string> HmacKeyAsync(TwoTenants tenants, Side side)
    {
        if (hmacKeys.TryGetValue(side, out var there))
        {
            return there;
        }

        var tenant = tenants.TenantOf(side);
        var added = await tenants
            .Server.Services.GetRequiredService<AddHmacKey>()
            .RunAsync(Caller.Server(tenant), tenant, "Desk", null, new HmacKeyRules(), null, CancellationToken.None);
        return hmacKeys[side] = added.Value.Id;
    }

    /// <summary>An endpoint that may be removed; another one once it was.</summary>
    public async Task<string> WebhookAsync(TwoTenants tenants, Side side)
    {
        if (webhooks.TryGetValue(side, out var there))
        {
            return there;
        }

        var tenant = tenants.TenantOf(side);
        var added = await tenants
            .Server.Services.GetRequiredService<AddWebhookMap>()
            .RunAsync(
                Caller.Server(tenant),
                tenant,
                new WebhookMapRequest("Spare", "keyvox-locks", "http://127.0.0.1:9/hook"),
                CancellationToken.None
            );
        Assert.Null(added.Error);
        return webhooks[side] = added.Value.Id;
    }

    /// <summary>One of the side's door that may be revoked; another one once it was.</summary>
    public async Task<string> PasscodeAsync(TwoTenants tenants, Side side)
    {
        if (passcodes.TryGetValue(side, out var there))
        {
            return there;
        }

        var (services, tenant) = (tenants.Server.Services, tenants.TenantOf(side));
        var request = new CreatePasscodeRequest { Locks = [new WireId(WireIdKind.LockUuid, await LockAsync(tenants, side))], Name = "Spare" };
        var made = await services.GetRequiredService<CreatePasscode>().RunAsync(Caller.Server(tenant), request, CancellationToken.None);
        Assert.Null(made.Error);
        return passcodes[side] = await services
            .GetRequiredService<WireIdIndex>()
            .OfRowAsync(tenant, made.Value.Credential.Value, WireIdKind.CredentialUuid, CancellationToken.None);
    }

    public void ForgetPasscode(Side side) => passcodes.Remove(side);

    public void ForgetWebhook(Side side) => webhooks.Remove(side);

    /// <summary>An application that may be revoked; another one once it was.</summary>
    public async Task<string> ClientAsync(TwoTenants tenants, Side side)
    {
        if (clients.TryGetValue(side, out var there))
        {
            return there;
        }

        var tenant = tenants.TenantOf(side);
        var added = await tenants
            .Server.Services.GetRequiredService<AddAppClient>()
            .RunAsync(Caller.Server(tenant), tenant, "Spare", CancellationToken.None);
        return clients[side] = added.Value.Id;
    }

    public void ForgetClient(Side side) => clients.Remove(side);

    /// <summary>A link that may be removed; another one once it was.</summary>
    public async Task<string> SpareLinkAsync(TwoTenants tenants, Side side)
    {
        if (spareLinks.TryGetValue(side, out var there))
        {
            return there;
        }

        var (services, tenant) = (tenants.Server.Services, tenants.TenantOf(side));
        var paired = await services
            .GetRequiredService<PairLink>()
            .RunAsync(Caller.Server(tenant), tenant, new PairLinkRequest("simulator", FreshAddress(), "Spare"), CancellationToken.None);
        Assert.Null(paired.Error);
        return spareLinks[side] = await services
            .GetRequiredService<WireIdIndex>()
            .OfRowAsync(tenant, paired.Value.Value, WireIdKind.LinkUuid, CancellationToken.None);
    }

    public void ForgetSpareLink(Side side) => spareLinks.Remove(side);

    /// <summary>Of this family, and with nobody there.</summary>
    public string FreshAddress() => $"simulator://127.0.0.1:{(++made).ToString(CultureInfo.InvariantCulture)}";

    private static string DoorOf(Side side) => side == Side.House ? TwoTenants.HouseDoor : TwoTenants.NeighbourDoor;

    private static async Task<string> FirstAsync(TwoTenants tenants, Side side, WireIdKind kind, string which) =>
        (
            await tenants.QueryAsync(
                $"select wire_id from public_id where tenant_id = $1 and kind = $2 and {which} order by row_id",
                tenants.TenantOf(side).Value,
                (short)kind
            )
        )[0];
}
