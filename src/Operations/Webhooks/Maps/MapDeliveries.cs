using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Domain.Webhooks;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Webhooks.Maps;

/// <summary>What became of what was sent to an endpoint of the tenant's own.</summary>
public sealed class MapDeliveries
{
    /// <summary>Of the tries of one delivery: the last ones. A schedule has fewer; who replays has more.</summary>
    private const int MostTries = 200;

    private static readonly AccessError Missing = AccessError.NotFound(Noun.Delivery);

    private readonly CallerReads reads;
    private readonly WireIdIndex index;
    private readonly WebhookFormats formats;
    private readonly KeyRing ring;

    internal MapDeliveries(CallerReads reads, WireIdIndex index, WebhookFormats formats, KeyRing ring) =>
        (this.reads, this.index, this.formats, this.ring) = (reads, index, formats, ring);

    /// <summary>Newest first.</summary>
    public async Task<Outcome<PageOf<SeenDelivery>>> ListAsync(
        Caller by,
        WireId map,
        DeliveryFilter filter,
        PageRequest page,
        CancellationToken cancel
    )
    {
        if ((await EndpointAsync(by, map, cancel)).IsRefused(out var gone, out var endpoint))
        {
            return gone;
        }

        if (TopicsOf(endpoint.Format, filter.Events).IsRefused(out var unknown, out var topics))
        {
            return unknown;
        }

        using var keys = await ring.RentAsync(endpoint.Tenant, cancel);
        var found = await reads.ReadAsync(
            by,
            ListSql.For(page),
            Paged.Row(row => ReadDelivery(row, endpoint.Format, keys)),
            _ => [.. endpoint.Key, (short?)filter.Phase, topics, page.Size, page.Start],
            cancel
        );
        return found.Then(read => Paged.Page(read.Rows));
    }

    /// <summary>One, with its tries from the newest.</summary>
    public async Task<Outcome<(SeenDelivery Delivery, IReadOnlyList<SeenTry> Tries)>> FindAsync(
        Caller by,
        WireId map,
        string webhookId,
        CancellationToken cancel
    )
    {
        if ((await EndpointAsync(by, map, cancel)).IsRefused(out var gone, out var endpoint))
        {
            return gone;
        }

        using var keys = await ring.RentAsync(endpoint.Tenant, cancel);
        var found = await reads.ReadAsync(
            by,
            FindSql,
            row => (Delivery: ReadDelivery(row, endpoint.Format, keys), Try: row.IsDBNull(TryAt) ? null : ReadTry(row, TryAt)),
            _ => [.. endpoint.Key, webhookId, MostTries],
            cancel
        );
        return found.IsRefused(out var refusal, out var read) ? refusal
            : read.Rows.Count == 0 ? Missing
            : (read.Rows[0].Delivery, [.. read.Rows.Select(row => row.Try).OfType<SeenTry>()]);
    }

    /// <summary>Tries of all its deliveries, newest first.</summary>
    public async Task<Outcome<PageOf<SeenAttempt>>> AttemptsAsync(Caller by, WireId map, PageRequest page, CancellationToken cancel)
    {
        if ((await EndpointAsync(by, map, cancel)).IsRefused(out var gone, out var endpoint))
        {
            return gone;
        }

        var found = await reads.ReadAsync(
            by,
            AttemptsSql.For(page),
            Paged.Row(row => ReadAttempt(row, endpoint.Format)),
            _ => [.. endpoint.Key, page.Size, page.Start],
            cancel
        );
        return found.Then(read => Paged.Page(read.Rows));
    }

    /// <param name="Format">Null for one that is not there any more.</param>
    private sealed record Endpoint(TenantId Tenant, Guid Id, IWebhookFormat? Format)
    {
        public object?[] Key => [Tenant.Value, Id];
    }

    private async Task<Outcome<Endpoint>> EndpointAsync(Caller by, WireId map, CancellationToken cancel)
    {
        var row = await index.FindAsync(map, by.Tenants, cancel);
        var tenant = row?.Tenant ?? by.Home;
        var id = row?.Id ?? Guid.Empty;
        var found = await reads.ReadAsync(by, FormatSql, r => r.GetInt16(0), _ => [tenant.Value, id], cancel);
        return found.IsRefused(out var refusal, out var read) ? refusal
            : AccessDecision.Refuse(Permission.WebhooksRead, read.By.StandingIn(tenant), Noun.WebhookEndpoint) is { } weak ? weak
            : read.Rows is [var format] ? new Endpoint(tenant, id, formats.Find(format))
            : MapTurns.Missing;
    }

    /// <summary>Null for all.</summary>
    private static Outcome<short[]?> TopicsOf(IWebhookFormat? format, IReadOnlyList<string>? events)
    {
        var meant = events?.Select(name => (format?.Topics ?? []).Where(topic => format!.Means(name, topic)).ToList()).ToList();
        return meant is null ? default(short[])
            : meant.Exists(some => some.Count == 0) ? SetWebhook.BadTopics
            : meant.SelectMany(some => some).Select(topic => topic.Number).Distinct().ToArray();
    }

    private static string? NameOf(IWebhookFormat? format, short topic) => format?.Topics.FirstOrDefault(one => one.Number == topic)?.Name;

    private static SeenDelivery ReadDelivery(NpgsqlDataReader row, IWebhookFormat? format, TenantKeys keys) =>
        new(
            row.GetString(0),
            keys.RecordIds.Permute(row.GetInt64(1)),
            NameOf(format, row.GetInt16(2)),
            new DeliveryState((DeliveryPhase)row.GetInt16(3), row.GetInt32(4), row.GetInstant(5)),
            row.GetFieldValue<DateTimeOffset>(6),
            row.GetInstant(7),
            row.GetInstant(8)
        );

    private static SeenAttempt ReadAttempt(NpgsqlDataReader row, IWebhookFormat? format) =>
        new(row.GetString(0), NameOf(format, row.GetInt16(1)), (DeliveryPhase)row.GetInt16(2), row.GetInstant(3), ReadTry(row, 4));

    private static SeenTry ReadTry(NpgsqlDataReader row, int column) =>
        new(
            row.GetInt32(column),
            row.GetFieldValue<DateTimeOffset>(column + 1),
            row.GetFieldValue<TimeSpan>(column + 2),
            row.GetOptional<short>(column + 3),
            (AttemptFailure)(row.GetOptional<short>(column + 4) ?? 0)
        );

    private const string FormatSql = """
        select format from webhook_endpoint where tenant_id = $1 and endpoint_id = $2 and owner_user_id is null and removed_at is null
        """;

    private const string Columns = "d.webhook_id, d.sequence, d.topic, d.state, d.tries, d.due_at, d.created_at, d.delivered_at, d.parked_at";
    private const string TryColumns = "a.number, a.started_at, a.took, a.status, a.failure";
    private const int TryAt = 9;

    // They are planned many at a time, in the order of the events.
    private static readonly PagedSql ListSql = Paged.Sql(
        $"""
        select {Columns} from delivery d
        where d.tenant_id = $1 and d.endpoint_id = $2 and ($3::smallint is null or d.state = $3) and ($4::smallint[] is null or d.topic = any($4))
        """,
        PageOrder.Falling("created_at timestamptz, sequence bigint, webhook_id text"),
        size: 5
    );

    private const string FindSql = $"""
        select {Columns}, {TryColumns} from delivery d
        left join lateral (
            select * from delivery_attempt t where t.tenant_id = d.tenant_id and t.delivery_id = d.delivery_id order by t.number desc limit $4) as a on true
        where d.tenant_id = $1 and d.endpoint_id = $2 and d.webhook_id = $3
        order by a.number desc
        """;

    private static readonly PagedSql AttemptsSql = Paged.Sql(
        $"""
        select d.webhook_id, d.topic, d.state, d.due_at, {TryColumns}
        from delivery d join delivery_attempt a on a.tenant_id = d.tenant_id and a.delivery_id = d.delivery_id
        where d.tenant_id = $1 and d.endpoint_id = $2
        """,
        PageOrder.Falling("started_at timestamptz, webhook_id text, number integer"),
        size: 3
    );
}
