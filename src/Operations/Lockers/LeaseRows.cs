using Latchwork.Domain;
using Latchwork.Domain.Lockers;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Lockers;

/// <summary>What was heard of a lease since the clock last looked. The bits are stored: only add.</summary>
[Flags]
internal enum BoxNews
{
    None = 0,
    Opened = 1 << 0,
    StayedShut = 1 << 1,
    ClosedEmpty = 1 << 2,
    ClosedFull = 1 << 3,
}

/// <summary>A lease as it stands in its table.</summary>
internal sealed record StoredLease(BoxLeaseId Id, LockerId Locker, BoxId Box, BoxLease Lease, BoxNews News, string? Name)
{
    /// <summary>What was heard, in the order in which it can have happened.</summary>
    public IEnumerable<BoxLeaseEvent> Heard()
    {
        if (News.HasFlag(BoxNews.StayedShut))
        {
            yield return new BoxLeaseEvent.StayedShut();
        }

        if (News.HasFlag(BoxNews.Opened))
        {
            yield return new BoxLeaseEvent.Opened();
        }

        if (News.HasFlag(BoxNews.ClosedFull))
        {
            yield return new BoxLeaseEvent.Closed(BoxContent.Full);
        }

        if (News.HasFlag(BoxNews.ClosedEmpty))
        {
            yield return new BoxLeaseEvent.Closed(BoxContent.Empty);
        }
    }
}

internal static class LeaseRows
{
    /// <summary>Of the lease <c>l</c>.</summary>
    public const string Columns = """
        l.lease_id, l.locker_id, l.box_id, l.kind, l.starts_at, l.ends_at, l.stage, l.inside, l.asked_at, l.was_opened, l.is_spent, l.ended_because, l.heard, l.name
        """;

    public const int Width = 14;

    public static StoredLease Read(NpgsqlDataReader row, int column) =>
        new(
            new BoxLeaseId(row.GetGuid(column)),
            new LockerId(row.GetGuid(column + 1)),
            new BoxId(row.GetGuid(column + 2)),
            new BoxLease((BoxLeaseKind)row.GetInt16(column + 3), row.GetFieldValue<DateTimeOffset>(column + 4), row.GetInstant(column + 5))
            {
                Stage = (BoxLeaseStage)row.GetInt16(column + 6),
                Inside = (BoxContent)row.GetInt16(column + 7),
                AskedAt = row.GetInstant(column + 8),
                WasOpened = row.GetBoolean(column + 9),
                IsSpent = row.GetBoolean(column + 10),
                Because = (BoxLeaseEnd?)row.GetOptional<short>(column + 11),
            },
            (BoxNews)row.GetInt16(column + 12),
            row.GetText(column + 13)
        );

    /// <summary>Ended or not.</summary>
    /// <param name="row">Of the lease, or of a credential of it.</param>
    public static async Task<StoredLease?> FindAsync(CallerTurn turn, Guid row, CancellationToken cancel) =>
        await turn.Work.FirstAsync(
            $"""
            select {Columns} from box_lease l
            where l.tenant_id = $1 and l.lease_id in ($2, (select c.box_lease_id from credential c where c.tenant_id = $1 and c.credential_id = $2))
            """,
            found => Read(found, 0),
            [turn.Tenant.Value, row],
            cancel
        );

    /// <summary>Those of a box that live, the first to begin first.</summary>
    public static Task<List<StoredLease>> OfBoxAsync(CallerTurn turn, BoxId box, CancellationToken cancel) =>
        turn.Work.ListAsync(
            $"select {Columns} from box_lease l where l.tenant_id = $1 and l.box_id = $2 and l.ended_at is null order by l.starts_at",
            row => Read(row, 0),
            [turn.Tenant.Value, box.Value],
            cancel
        );

    public static Task<List<StoredLease>> OfLockerAsync(CallerTurn turn, LockerId locker, CancellationToken cancel) =>
        turn.Work.ListAsync(
            $"select {Columns} from box_lease l where l.tenant_id = $1 and l.locker_id = $2 and l.ended_at is null",
            row => Read(row, 0),
            [turn.Tenant.Value, locker.Value],
            cancel
        );

    /// <summary>With ended leases end their codes; with moved ones the windows of theirs move, and with another name theirs is another.</summary>
    public static async Task SaveAsync(Work work, TenantId tenant, IReadOnlyList<StoredLease> leases, DateTimeOffset now, CancellationToken cancel)
    {
        if (leases.Count == 0)
        {
            return;
        }

        await work.DoAsync(
            """
            with saved as (
                update box_lease l set starts_at = s.starts_at, ends_at = s.ends_at, during = tstzrange(s.starts_at, s.ends_at), stage = s.stage, inside = s.inside,
                    asked_at = s.asked_at, was_opened = s.was_opened, is_spent = s.is_spent, ended_because = s.because, heard = s.heard, due_at = case when s.heard <> 0 and s.stage <> 4 then $2 else s.due_at end, updated_at = $2,
                    name = s.name, ended_at = case when s.stage = 4 then coalesce(l.ended_at, $2) end
                from unnest($3::uuid[], $4::timestamptz[], $5::timestamptz[], $6::smallint[], $7::smallint[], $8::timestamptz[], $9::boolean[], $10::boolean[],
                    $11::smallint[], $12::timestamptz[], $13::text[], $14::smallint[])
                    as s (lease_id, starts_at, ends_at, stage, inside, asked_at, was_opened, is_spent, because, due_at, name, heard)
                where l.tenant_id = $1 and l.lease_id = s.lease_id
                returning l.tenant_id, l.lease_id, l.starts_at, l.ends_at, l.ended_at, l.name),
            codes as (
                update box_code c set ended_at = s.ended_at, during = tstzrange(s.starts_at, s.ends_at)
                from saved s where c.tenant_id = s.tenant_id and c.lease_id = s.lease_id and c.ended_at is null)
            update credential c set starts_at = s.starts_at, ends_at = s.ends_at, name = s.name, revoked_at = s.ended_at, updated_at = $2
            from saved s where c.tenant_id = s.tenant_id and c.box_lease_id = s.lease_id and c.revoked_at is null
            """,
            [
                tenant.Value,
                now,
                leases.Select(one => one.Id.Value).ToArray(),
                leases.Select(one => one.Lease.StartsAt.Cut()).ToArray(),
                leases.Select(one => one.Lease.EndsAt?.Cut()).ToArray(),
                leases.Select(one => (short)one.Lease.Stage).ToArray(),
                leases.Select(one => (short)one.Lease.Inside).ToArray(),
                leases.Select(one => one.Lease.AskedAt).ToArray(),
                leases.Select(one => one.Lease.WasOpened).ToArray(),
                leases.Select(one => one.Lease.IsSpent).ToArray(),
                leases.Select(one => (short?)one.Lease.Because).ToArray(),
                leases.Select(one => one.Lease.DueAfter(now)).ToArray(),
                leases.Select(one => one.Name).ToArray(),
                leases.Select(one => (short)one.News).ToArray(),
            ],
            cancel
        );
    }

    public static Task<int> AddAsync(CallerTurn turn, StoredLease lease, CancellationToken cancel) =>
        turn.Work.DoAsync(
            """
            insert into box_lease (tenant_id, lease_id, locker_id, box_id, kind, starts_at, ends_at, during, stage, inside, name, due_at, ended_at, created_by,
                created_at, updated_at)
            values ($1, $2, $3, $4, $5, $6, $7, tstzrange($6, $7), $8, $9, $10, $11, null, $12, $13, $13)
            """,
            [
                turn.Tenant.Value,
                lease.Id.Value,
                lease.Locker.Value,
                lease.Box.Value,
                (short)lease.Lease.Kind,
                lease.Lease.StartsAt.Cut(),
                lease.Lease.EndsAt?.Cut(),
                (short)lease.Lease.Stage,
                (short)lease.Lease.Inside,
                lease.Name,
                lease.Lease.DueAfter(turn.Now)?.Cut(),
                turn.By.Principal.Id,
                turn.Now,
            ],
            cancel
        );
}
