using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Webhooks.Maps;

/// <summary>An endpoint of the tenant's own under an operator's hands; its row is held, as results of tries hold it before deliveries.</summary>
/// <param name="Service">Null for one that an operator made.</param>
internal readonly record struct HeldMap(TenantId Tenant, WebhookEndpointId Id, short Format, ApiClientId? Service);

/// <summary>The way of every act on an endpoint of the tenant's own. Endpoints of people are theirs, and are not found here.</summary>
internal sealed class MapTurns(CallerWrites writes, WireIdIndex index)
{
    public static readonly AccessError Missing = AccessError.NotFound(Noun.WebhookEndpoint);

    /// <param name="act">Its end is recorded with what it changed, if anything; a refusal before anything was written.</param>
    public async Task<Outcome<T>> RunAsync<T>(
        Caller by,
        WireId map,
        AuditKind kind,
        Func<CallerWork, HeldMap, Task<Outcome<(T Result, Dictionary<string, string>? Changed)>>> act,
        CancellationToken cancel
    )
    {
        var row = await index.FindAsync(map, by.Tenants, cancel);
        var tenant = row?.Tenant ?? by.Home;
        var begun = await writes.BeginAsync(by, tenant, Permission.WebhooksWrite, Noun.WebhookEndpoint, kind, cancel);
        if (begun.IsRefused(out var weak, out var write))
        {
            return weak;
        }

        await using (write)
        {
            if (row is not { } known || await HoldAsync(write, tenant, new WebhookEndpointId(known.Id), cancel) is not { } held)
            {
                return await write.RefuseAsync(Missing);
            }

            if ((await act(write, held)).IsRefused(out var refusal, out var done))
            {
                return await write.RefuseAsync(refusal);
            }

            await write.CommitAsync(new AuditObject(Noun.WebhookEndpoint, held.Id.Value), done.Changed, cancel);
            return done.Result;
        }
    }

    private static async Task<HeldMap?> HoldAsync(CallerWork write, TenantId tenant, WebhookEndpointId endpoint, CancellationToken cancel)
    {
        var found = await write.Work.ListAsync(
            """
            select format, api_client_id from webhook_endpoint
            where tenant_id = $1 and endpoint_id = $2 and owner_user_id is null and removed_at is null for no key update
            """,
            row => new HeldMap(tenant, endpoint, row.GetInt16(0), row.IsDBNull(1) ? null : new ApiClientId(row.GetGuid(1))),
            [tenant.Value, endpoint.Value],
            cancel
        );
        return found.Count == 0 ? null : found[0];
    }
}
