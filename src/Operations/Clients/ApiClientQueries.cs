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
)
{
    /// <summary>Of keys and tokens that act for the tenant; empty for a client whose people act for themselves.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>As nodes have told, some minutes late; null before it was used.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>Until then the secret before this one holds too; null where there is none.</summary>
    public DateTimeOffset? FormerSecretUntil { get; init; }

    /// <summary>Of an HMAC key.</summary>
    public HmacKeyUse? Hmac { get; init; }
}

/// <summary>What an operator has said of an HMAC key, and how it is used (HM-4, HM-9).</summary>
/// <param name="LastForm">Null before it was used.</param>
/// <param name="UnboundAt">When it last signed without the request line; null for never.</param>
/// <param name="LiveSecrets">Two while one takes the other's place (HM-8).</param>
public sealed record HmacKeyUse(HmacKeyRules Rules, HmacForm? LastForm, DateTimeOffset? LastUsedAt, DateTimeOffset? UnboundAt, int LiveSecrets)
{
    /// <summary>It could be bound to its paths at no cost: it signs the request line each time.</summary>
    public bool ShouldNeedRequestLine => LastForm == HmacForm.RequestLine && UnboundAt is null && !Rules.NeedsRequestLine;
}

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
            ListSql.For(page),
            Paged.Row(Read),
            now => [tenant.Value, ClientUsage.MonthOf(now), page.Size, page.Start, now],
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
        )
        {
            Scopes = row.GetFieldValue<string[]>(13),
            LastUsedAt = row.GetInstant(17),
            FormerSecretUntil = row.GetInstant(20),
            Hmac = (ApiClientKind)row.GetInt16(1) == ApiClientKind.Keyvox ? ReadUse(row) : null,
        };

    private static HmacKeyUse ReadUse(NpgsqlDataReader row) =>
        new(
            new HmacKeyRules { Addresses = row.IsDBNull(14) ? null : row.GetFieldValue<string[]>(14), NeedsRequestLine = row.GetBoolean(15) },
            (HmacForm?)row.GetOptional<short>(16),
            row.GetInstant(17),
            row.GetInstant(18),
            row.GetInt32(19)
        );

    private static readonly PagedSql ListSql = Paged.Sql(
        $"""
        select u.wire_id as id, c.kind, c.name, w.wire_id, c.user_prefix, c.plan, c.calls_per_minute, c.calls_per_month, c.device_limit, c.subscription,
            c.masks_codes, s.calls, c.created_at, c.scopes, c.addresses::text[], c.needs_request_line, c.last_header_form, c.last_used_at, c.unbound_at,
            (select count(*)::int from hmac_secret h join session e on e.session_id = h.secret_id and e.revoked_at is null
                and (e.expires_at is null or e.expires_at > $5) where h.tenant_id = c.tenant_id and h.api_client_id = c.api_client_id),
            (select max(e.expires_at) from session e where e.tenant_id = c.tenant_id and e.api_client_id = c.api_client_id and e.user_id is null
                and e.revoked_at is null and e.expires_at > $5)
        from api_client c
        join public_id u on u.tenant_id = c.tenant_id and u.row_id = c.api_client_id and u.kind = {(int)WireIdKind.ApiClientUuid}
        left join public_id w on w.tenant_id = c.tenant_id and w.row_id = c.api_client_id
            and w.kind in ({(int)WireIdKind.SifelyClient}, {(int)WireIdKind.AppClient}, {(int)WireIdKind.KeyvoxKey})
        left join api_client_usage s on s.tenant_id = c.tenant_id and s.api_client_id = c.api_client_id and s.month = $2
        where c.tenant_id = $1 and c.revoked_at is null
        """,
        PageOrder.Rising("created_at timestamptz, id text"),
        size: 3
    );
}
