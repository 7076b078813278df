using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Clients;

/// <summary>A client of a tenant, without its secrets.</summary>
/// <param name="Id">Its public UUID.</param>
/// <param name="ClientId">What the client calls itself on its wire; null where the wire has nothing of the kind.</param>
/// <param name="CallsThisMonth">As far as nodes have told; null where nothing is counted.</param>
public sealed record SeenApiClient(
    string Id,
    ApiClientKind Kind,
    string Name,
    string? ClientId,
    string? UserPrefix,
    ClientLimits Limits,
    long? CallsThisMonth,
    DateTimeOffset CreatedAt
);

/// <summary>The API clients of a tenant, for those who may know of keys.</summary>
public sealed class ApiClientQueries
{
    private readonly CallerReads reads;

    internal ApiClientQueries(CallerReads reads) => this.reads = reads;

    /// <summary>Oldest first.</summary>
    public async Task<Outcome<PageOf<SeenApiClient>>> ListAsync(Caller by, TenantId tenant, PageRequest page, CancellationToken cancel)
    {
        var found = await reads.ReadAsync(
            by,
            ListSql,
            Paged.Row(Read),
            now => [tenant.Value, ClientUsage.MonthOf(now), page.Size, page.Offset],
            cancel
        );
        return found.IsRefused(out var refusal, out var read) ? refusal
            : AccessDecision.Refuse(Permission.KeysRead, read.By.StandingIn(tenant), Noun.Tenant) is { } weak ? weak
            : Paged.Page(read.Rows);
    }

    private static SeenApiClient Read(NpgsqlDataReader row) =>
        new(
            row.GetString(0),
            (ApiClientKind)row.GetInt16(1),
            row.GetString(2),
            row.GetText(3),
            row.GetText(4),
            new ClientLimits
            {
                Plan = row.GetText(5),
                CallsPerMinute = row.GetOptional<int>(6),
                CallsPerMonth = row.GetOptional<long>(7),
                DeviceLimit = row.GetOptional<int>(8),
                Subscription = (SubscriptionState)row.GetInt16(9),
                MasksCodes = row.GetBoolean(10),
            },
            row.GetOptional<long>(11),
            row.GetFieldValue<DateTimeOffset>(12)
        );

    private static readonly string ListSql = Paged.Sql(
        $"""
        select u.wire_id as id, c.kind, c.name, w.wire_id, c.user_prefix, c.plan, c.calls_per_minute, c.calls_per_month, c.device_limit, c.subscription,
            c.masks_codes, s.calls, c.created_at
        from api_client c
        join public_id u on u.tenant_id = c.tenant_id and u.row_id = c.api_client_id and u.kind = {(int)WireIdKind.ApiClientUuid}
        left join public_id w on w.tenant_id = c.tenant_id and w.row_id = c.api_client_id
            and w.kind in ({(int)WireIdKind.SifelyClient}, {(int)WireIdKind.AppClient})
        left join api_client_usage s on s.tenant_id = c.tenant_id and s.api_client_id = c.api_client_id and s.month = $2
        where c.tenant_id = $1 and c.revoked_at is null
        """,
        "created_at, id",
        size: 3
    );
}
