using System.Globalization;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Clients;

/// <summary>Replaces what was set for a client. From the answer on every node goes by it (the caller's next call is read anew).</summary>
public sealed class SetClientLimits
{
    private const int LongestPlan = 40;

    private readonly CallerWrites writes;
    private readonly WireIdIndex index;

    internal SetClientLimits(CallerWrites writes, WireIdIndex index) => (this.writes, this.index) = (writes, index);

    public async Task<Outcome<Done>> RunAsync(Caller by, WireId client, ClientLimits limits, CancellationToken cancel)
    {
        var row = await index.FindAsync(client, by.Tenants, cancel);
        var tenant = row?.Tenant ?? by.Home;
        var begun = await writes.BeginAsync(by, tenant, Permission.KeysWrite, Noun.ApiClient, AuditKind.ApiClientChanged, cancel);
        if (begun.IsRefused(out var weak, out var write))
        {
            return weak;
        }

        await using (write)
        {
            if (Refuse(limits) is { } invalid)
            {
                return await write.RefuseAsync(invalid);
            }

            var id = row?.Id ?? Guid.Empty;
            if (await SaveAsync(write, tenant, id, limits, cancel) == 0)
            {
                return await write.RefuseAsync(AccessError.NotFound(Noun.ApiClient));
            }

            await write.CommitAsync(new AuditObject(Noun.ApiClient, id), Changed(limits), cancel);
            return Done.Yes;
        }
    }

    private static AccessError? Refuse(ClientLimits limits) =>
        limits.Plan?.Length is 0 or > LongestPlan ? AccessError.Invalid($"A plan's name has at most {LongestPlan} characters.", Noun.ApiClient)
        : limits is { CallsPerMinute: < 1 } or { CallsPerMonth: < 0 } or { DeviceLimit: < 0 }
            ? AccessError.Invalid("Limits are whole numbers; calls in a minute at least 1.", Noun.ApiClient)
        : null;

    /// <summary>The version of whoever acts by it rises with it, so that no node goes on with what it remembers.</summary>
    private static async Task<int> SaveAsync(CallerWork write, TenantId tenant, Guid client, ClientLimits limits, CancellationToken cancel) =>
        await write.Work.FirstAsync(
            """
            with changed as (
                update api_client set plan = $3, calls_per_minute = $4, calls_per_month = $5, device_limit = $6, subscription = $7, masks_codes = $8,
                    version = version + 1
                where tenant_id = $1 and api_client_id = $2 and revoked_at is null returning user_id),
            people as (
                update app_user u set version = u.version + 1 from changed where u.user_id = changed.user_id returning 1)
            select count(*)::int from changed
            """,
            row => row.GetInt32(0),
            [
                tenant.Value,
                client,
                limits.Plan,
                limits.CallsPerMinute,
                limits.CallsPerMonth,
                limits.DeviceLimit,
                (short)limits.Subscription,
                limits.MasksCodes,
            ],
            cancel
        );

    private static Dictionary<string, string> Changed(ClientLimits limits) =>
        new()
        {
            ["plan"] = limits.Plan ?? "",
            ["callsPerMinute"] = Text(limits.CallsPerMinute),
            ["callsPerMonth"] = Text(limits.CallsPerMonth),
            ["deviceLimit"] = Text(limits.DeviceLimit),
            ["subscription"] = limits.Subscription.ToString(),
            ["masksCodes"] = limits.MasksCodes ? "yes" : "no",
        };

    private static string Text(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
