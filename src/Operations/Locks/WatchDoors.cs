using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Locks;

/// <summary>
/// Looks at doors that stand open, or were perhaps forced, when it is time (<see cref="DoorWatch"/>), and tells it. Every node runs it, and they share the
/// work; it moves nothing.
/// </summary>
public sealed class WatchDoors
{
    private const int AtOnce = 200;
    private const int MostRounds = 20;

    private readonly AccessDb db;
    private readonly TimeProvider clock;

    internal WatchDoors(AccessDb db, TimeProvider clock) => (this.db, this.clock) = (db, clock);

    /// <summary>One round: all that is due.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var now = clock.Now();
            var due = await db.ListAsync(
                TenantSet.None,
                "select tenant_id, lock_id from latchwork_doors_due($1, $2)",
                row => (Tenant: new TenantId(row.GetGuid(0)), Lock: row.GetGuid(1)),
                [now, AtOnce],
                cancel
            );
            foreach (var tenant in due.GroupBy(one => one.Tenant))
            {
                await LookAsync(tenant.Key, [.. tenant.Select(one => one.Lock)], now, cancel);
            }

            if (due.Count < AtOnce)
            {
                return;
            }
        }
    }

    private sealed record Due(Guid Lock, bool IsGone, LockWatch Watch, AjarSight Sight);

    private async Task LookAsync(TenantId tenant, Guid[] locks, DateTimeOffset now, CancellationToken cancel)
    {
        await using var work = await db.BeginAsync(TenantSet.Of(tenant), cancel);
        // The chain first: what devices tell changes the same rows, and takes it before them.
        var chain = await work.HoldChainsAsync(cancel, tenant);
        var due = await work.ListAsync(LoadSql, Read, [tenant.Value, locks, now], cancel);
        var steps = due.ConvertAll(one => (One: one, Step: one.IsGone ? new DoorStep(DoorWatch.Closed, null) : one.Watch.Door.Look(one.Sight, now)));
        await work.DoAsync(
            batch =>
                steps.ForEach(s =>
                    batch.BatchCommands.Add(WatchRow.Save(tenant.Value, s.One.Lock, s.One.Watch with { Door = s.Step.Watch }, s.Step.DueAt?.Cut()))
                ),
            cancel
        );
        foreach (var (one, step) in steps)
        {
            if (step.News is { } news)
            {
                chain.Append(tenant, Told(one.Lock, LockWatch.Of(news), step, now), now);
            }
        }

        await work.CommitAsync(chain, cancel);
    }

    private static AuditEvent Told(Guid smartLock, WatchNews news, DoorStep step, DateTimeOffset now) =>
        new AuditEvent
        {
            Kind = WatchRow.KindOf(news),
            Outcome = AuditOutcome.Reported,
            Operation = OperationId.New(now).Value,
            Lock = smartLock,
        }.With(news, report: null, step.OpenFor);

    private static Due Read(NpgsqlDataReader row) =>
        new(
            row.GetGuid(0),
            row.GetBoolean(1),
            WatchRow.Read(row, OwnWidth).Watch,
            new AjarSight(row.GetFieldValue<TimeSpan>(2), (BoltState)row.GetInt16(3), (DoorState)row.GetInt16(4), row.GetBoolean(5))
        );

    private const int OwnWidth = 6;

    private static readonly string LoadSql = $"""
        select w.lock_id, l.decommissioned_at is not null, l.ajar_after, l.bolt, l.door,
            exists (select from device_command c where c.tenant_id = l.tenant_id and c.link_id = l.link_id and c.ended_at is null
                and c.lock_id = l.lock_id and c.act = {(int)ActNumber.Unlock}),
            {WatchRow.Columns}
        from lock_watch w join smart_lock l on l.tenant_id = w.tenant_id and l.lock_id = w.lock_id
        where w.tenant_id = $1 and w.lock_id = any ($2) and w.due_at <= $3 for update of w skip locked
        """;
}
