using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Lockers;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Lockers;

/// <summary>A lease as a list shows it: without what opens the box.</summary>
/// <param name="Id">Its public id.</param>
public sealed record SeenLease(string Id, BoxNumber Number, string? Name, BoxLease Lease, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt);

/// <summary>Who has, had and will have the boxes of a cabinet, for those who run its tenant.</summary>
public sealed class LeaseQueries
{
    private readonly CallerReads reads;

    internal LeaseQueries(CallerReads reads) => this.reads = reads;

    /// <summary>The latest to begin first.</summary>
    /// <param name="number">Of one box; null for all.</param>
    /// <param name="onlyLive">Without those that have ended.</param>
    public async Task<Outcome<PageOf<SeenLease>>> ListAsync(
        Caller by,
        WireId locker,
        BoxNumber? number,
        bool onlyLive,
        PageRequest page,
        CancellationToken cancel
    )
    {
        var found = await reads.ReadAsync(
            by,
            page.After is null ? ByNumber : ByPlace,
            row => new Row(row, reads.Now),
            _ => [(short)locker.Kind, locker.Text, number?.ToString(), onlyLive, page.Size, page.Start],
            cancel
        );
        if (found.IsRefused(out var refusal, out var read))
        {
            return refusal;
        }

        return read.Rows is not [var first, ..] ? LockerTurns.NoLocker
            : AccessDecision.Refuse(Permission.LockersRead, read.By.StandingIn(first.Tenant), Noun.Locker) is { } weak ? weak
            : Paged.Page<SeenLease>([.. read.Rows.Select(row => row.Lease).OfType<SeenLease>()], [.. read.Rows.Select(row => row.Trail)]);
    }

    private static readonly PageOrder Latest = PageOrder.Falling("starts_at timestamptz, lease_id uuid");

    private static readonly string ByNumber = Sql(byPlace: false);

    private static readonly string ByPlace = Sql(byPlace: true);

    private static string Sql(bool byPlace) =>
        $"""
            with cabinet as (
                select k.tenant_id, k.locker_id from public_id p
                join locker k on k.tenant_id = p.tenant_id and k.locker_id = p.row_id and k.decommissioned_at is null
                where p.kind = $1 and p.wire_id = $2),
            hits as (
                select l.*, b.number as number, u.wire_id as id from cabinet k
                join box_lease l on l.tenant_id = k.tenant_id and l.locker_id = k.locker_id and (not $4 or l.ended_at is null)
                join locker_box b on b.tenant_id = l.tenant_id and b.box_id = l.box_id and ($3::text is null or b.number = $3)
                join public_id u on u.tenant_id = l.tenant_id and u.row_id = l.lease_id and u.kind = {(int)WireIdKind.BoxLeaseUuid}),
            page as ({Paged.Rows("hits", Latest, size: 5, byPlace)})
            select k.tenant_id, l.id, l.number, l.created_at, l.ended_at, {LeaseRows.Columns}, l.page_key,
                {(byPlace ? Paged.Total("hits", size: 5) : "(select count(*)::int from hits), null::int")}
            from cabinet k left join page l on true order by l.starts_at desc, l.lease_id desc
            """;

    private sealed class Row(NpgsqlDataReader row, DateTimeOffset now)
    {
        public TenantId Tenant { get; } = new(row.GetGuid(0));

        public PagedRow Trail { get; } = PagedRow.ReadTrail(row);

        public SeenLease? Lease { get; } = row.IsDBNull(1) ? null : Read(row, now);

        private static SeenLease Read(NpgsqlDataReader row, DateTimeOffset now)
        {
            var stored = LeaseRows.Read(row, 5);
            return new SeenLease(
                row.GetString(1),
                BoxNumber.Parse(row.GetString(2)).Value,
                stored.Name,
                stored.Lease.Take(new BoxLeaseEvent.Looked(), now).Lease,
                row.GetFieldValue<DateTimeOffset>(3),
                row.GetInstant(4)
            );
        }
    }
}
