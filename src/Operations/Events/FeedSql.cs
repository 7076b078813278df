using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Npgsql;

namespace Latchwork.Operations.Events;

/// <summary>
/// The statements of the feed. They look at so many events of the list at most, so a reader who wants few of them waits no longer than one who wants all; what was looked
/// through without finding anything is not looked at again, since the place moves on.
/// </summary>
internal static class FeedSql
{
    /// <summary>Events that one question looks at.</summary>
    public const int MostLookedAt = 50_000;

    /// <param name="Kinds">Null for all, like the others.</param>
    internal sealed record Wanted(short[]? Kinds, Guid[]? Locks, Guid? Person, Guid? Site);

    /// <param name="Place">The sequence after which, or before which, it is read; null for where the list begins in that direction.</param>
    /// <param name="Since">Nothing that was received before; a place says more.</param>
    /// <param name="Limit">Sequences beyond are not told; null for none.</param>
    internal sealed record Reach(long? Place, DateTimeOffset? Since, long? Limit, int Size);

    public static object?[] Values(TenantId tenant, Wanted wanted, Reach reach) =>
        [tenant.Value, reach.Place, reach.Size, wanted.Kinds, wanted.Locks, wanted.Person, wanted.Site, reach.Since, reach.Limit];

    // The list is in the order of receipt and without gaps, so an instant is found in it by halving: (low, high], with what was received before it at "low".
    /// <summary>A recursive query <c>halves</c> and an expression: the last sequence before the instant in the parameter; 0 for none.</summary>
    public static (string Query, string Answer) LastBefore(string instant) =>
        (
            $"""
            halves as (
                select 0::bigint as low, sequence + 1 as high from audit_chain where tenant_id = $1
                union all
                select case when x.is_before then x.middle else x.low end, case when x.is_before then x.high else x.middle end
                from halves h cross join lateral (
                    select h.low, h.high, (h.low + h.high) / 2 as middle, coalesce((
                        select a.received_at < {instant} from audit_event a where a.tenant_id = $1 and a.sequence = (h.low + h.high) / 2), true) as is_before) as x
                where h.high - h.low > 1)
            """,
            "(select low from halves order by high - low limit 1)"
        );

    private static readonly (string Query, string Answer) Since = LastBefore("$8::timestamptz");

    private static readonly string Matches = $"""
        e.stage <> {(int)AuditStage.Asked}
                and ($4::smallint[] is null or e.kind = any ($4)) and ($5::uuid[] is null or e.lock_id = any ($5))
                and ($6::uuid is null or e.principal_id = $6 or e.object_id = $6) and ($7::uuid is null or {EventPlaces.SiteOf("e")} = $7)
        """;

    /// <summary>By its sequence.</summary>
    public static readonly string One =
        $"select {StoredEvent.Columns} from audit_event e where e.tenant_id = $1 and e.sequence = $2 and e.stage <> {(int)AuditStage.Asked}";

    /// <summary>Oldest first, from after a place on.</summary>
    public static readonly string Forward = $"""
        with recursive {Since.Query},
        list as (
            select sequence as ends, least(sequence, $9::bigint) as reaches,
                coalesce($2::bigint, case when $8::timestamptz is null then 0 else {Since.Answer} end) as place
            from audit_chain where tenant_id = $1),
        span as (select ends, reaches, place, least(reaches, place + {MostLookedAt}) as until from list)
        select s.ends, s.reaches, s.place, s.until, {StoredEvent.Columns}
        from span s
        left join lateral (
            select * from audit_event e where e.tenant_id = $1 and e.sequence > s.place and e.sequence <= s.until and {Matches}
            order by e.sequence limit $3) as e on true
        order by e.sequence
        """;

    /// <summary>Newest first, from before a place on.</summary>
    public static readonly string Backward = $"""
        with recursive {Since.Query},
        list as (
            select sequence as ends, coalesce($2::bigint, sequence + 1) as place, case when $8::timestamptz is null then 0 else {Since.Answer} end as reaches
            from audit_chain where tenant_id = $1),
        span as (select ends, reaches, place, greatest(reaches, place - 1 - {MostLookedAt}) as until from list)
        select s.ends, s.reaches, s.place, s.until, {StoredEvent.Columns}
        from span s
        left join lateral (
            select * from audit_event e where e.tenant_id = $1 and e.sequence < s.place and e.sequence > s.until and {Matches}
                and ($9::bigint is null or e.sequence <= $9)
            order by e.sequence desc limit $3) as e on true
        order by e.sequence desc
        """;
}

/// <summary>A row of the answer: how far it looked, and an event where one was found.</summary>
/// <param name="Ends">The newest event of the list.</param>
/// <param name="Reaches">The last one, in the direction of reading, that may be told.</param>
/// <param name="Place">From where it was read.</param>
/// <param name="Until">The last that was looked at; backwards the one after that.</param>
internal sealed record FeedRow(long Ends, long Reaches, long Place, long Until, StoredEvent? Event)
{
    public static FeedRow Read(NpgsqlDataReader row) =>
        new(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.IsDBNull(4) ? null : StoredEvent.Read(row, 4));
}
