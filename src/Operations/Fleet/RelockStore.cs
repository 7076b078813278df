using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Fleet;

/// <summary>A door that is to be looked at now.</summary>
public readonly record struct DueDoor(LinkKey Link, LockId Lock);

/// <summary>What a look at doors led to, after its commit: motions to be sent, and locks to be asked where their bolt is.</summary>
public sealed record RelockTurn(IReadOnlyList<SavedCommand> Motions, IReadOnlyList<(LinkId Link, string DeviceAddress)> Questions);

/// <summary>
/// Doors that lock again, and keep their hours, by the server's doing (<see cref="RelockPlan"/>). A look is one transaction: the step, the motion that it
/// wishes and its "asked" are saved together, so a node that dies leaves a command whose end its successor finds.
/// </summary>
public sealed class RelockStore
{
    /// <summary>Doors of one look: while it is saved, its tenant's chain is held.</summary>
    private const int AtOnce = 200;

    /// <summary>So long a motion may stay unsent in a busy link; then it is withdrawn, and decided anew.</summary>
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(10);

    private readonly AccessDb db;
    private readonly TimeProvider clock;

    internal RelockStore(AccessDb db, TimeProvider clock) => (this.db, this.clock) = (db, clock);

    /// <summary>The doors behind the links that are due, the longest overdue first. Those of deleted locks too: what was begun there is to end.</summary>
    public Task<List<DueDoor>> DueAsync(IReadOnlyCollection<LinkKey> links, CancellationToken cancel) =>
        db.ListAsync(
            new TenantSet(links.Select(link => link.Tenant)),
            """
            select r.tenant_id, l.link_id, r.lock_id
            from relock r join smart_lock l on l.tenant_id = r.tenant_id and l.lock_id = r.lock_id
            where r.due_at <= $1 and r.tenant_id = any ($2) and l.link_id = any ($3)
            order by r.due_at limit $4
            """,
            row => new DueDoor(new LinkKey(new TenantId(row.GetGuid(0)), new LinkId(row.GetGuid(1))), new LockId(row.GetGuid(2))),
            [clock.Now(), links.Select(link => link.Tenant.Value).Distinct().ToArray(), links.Select(link => link.Link.Value).ToArray(), AtOnce],
            cancel
        );

    /// <summary>Looks at doors of one tenant. What is due no more, or is another holder's by now, is left alone.</summary>
    /// <param name="leases">Of the links, by whom they are held.</param>
    public async Task<RelockTurn> LookAsync(
        TenantId tenant,
        IReadOnlyCollection<LockId> locks,
        IReadOnlyCollection<GrantedLease> leases,
        NodeId node,
        CancellationToken cancel
    )
    {
        var now = clock.Now();
        await using var work = await db.BeginAsync(TenantSet.Of(tenant), cancel);
        // Before the rows: what commands and devices tell changes the same ones, and takes the chain first.
        var chain = await work.HoldChainsAsync(cancel, tenant);
        var doors = await work.ListAsync(
            LoadSql,
            row => RelockedDoor.Read(row, tenant, now),
            [
                tenant.Value,
                locks.Select(id => id.Value).ToArray(),
                now,
                leases.Select(lease => lease.Key.Link.Value).ToArray(),
                leases.Select(lease => lease.Epoch).ToArray(),
            ],
            cancel
        );
        var steps = doors.ConvertAll(door => RelockedStep.Of(door, node, Wait, now));
        steps.ForEach(step => step.Tell(chain, now));
        await work.DoAsync(batch => AddSave(batch, tenant, steps, now), cancel);
        await work.CommitAsync(chain, cancel);
        return new RelockTurn(
            [.. steps.Where(step => step.Motion is not null).Select(step => step.Motion!)],
            [.. steps.Where(step => step.Wish == RelockWish.Read).Select(step => (step.Door.Link, step.Door.Address))]
        );
    }

    private const string LoadSql = $"""
        select r.lock_id, r.opened_at, r.lock_at, r.settled_at, r.aim, r.attempts, r.command_id, r.is_in_doubt, r.is_told, l.link_id, l.device_address,
            h.epoch, l.bolt, coalesce(k.is_online, false), r.command_id is not null and c.command_id is null, c.state, {RelockRow.RuleColumns},
            l.capabilities, l.frozen_at is not null, not l.opens_remotely, l.usage_hours, l.permitted_addresses, l.decommissioned_at is not null,
            r.opened_for
        from unnest($4::uuid[], $5::bigint[]) as m (link_id, epoch)
        join link_lease h on h.tenant_id = $1 and h.link_id = m.link_id and h.epoch = m.epoch
        join smart_lock l on l.tenant_id = $1 and l.link_id = m.link_id and l.lock_id = any ($2)
        join relock r on r.tenant_id = l.tenant_id and r.lock_id = l.lock_id and r.due_at <= $3
        left join link k on k.tenant_id = l.tenant_id and k.link_id = l.link_id and k.removed_at is null
        left join device_command c on c.tenant_id = r.tenant_id and c.command_id = r.command_id
        for update of r
        """;

    private static void AddSave(NpgsqlBatch batch, TenantId tenant, List<RelockedStep> steps, DateTimeOffset now)
    {
        var by = Caller.Server(tenant) with { Surface = Surface.None };
        var (kept, over) = (steps.FindAll(step => step.DueAt is not null), steps.FindAll(step => step.DueAt is null));
        CommandRow.AddInsert(batch, [.. steps.Where(step => step.Motion is not null).Select(step => new NewCommand(step.Motion!, by))], now);
        if (over.Count > 0)
        {
            var delete = new NpgsqlBatchCommand("delete from relock where tenant_id = $1 and lock_id = any ($2)");
            delete.Parameters.Add(new NpgsqlParameter { Value = tenant.Value });
            delete.Parameters.AddArray(over, step => step.Door.Lock.Value);
            batch.BatchCommands.Add(delete);
        }

        if (kept.Count > 0)
        {
            batch.BatchCommands.Add(Update(tenant, kept));
        }
    }

    private static NpgsqlBatchCommand Update(TenantId tenant, List<RelockedStep> kept)
    {
        var update = new NpgsqlBatchCommand(
            """
            update relock r set opened_at = s.opened_at, lock_at = s.lock_at, settled_at = s.settled_at, aim = s.aim, attempts = s.attempts,
                command_id = s.command_id, is_in_doubt = s.is_in_doubt, is_told = s.is_told, due_at = s.due_at, opened_for = s.opened_for
            from unnest($2::uuid[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[], $6::smallint[], $7::integer[], $8::uuid[], $9::boolean[],
                $10::boolean[], $11::timestamptz[], $12::interval[])
                as s (lock_id, opened_at, lock_at, settled_at, aim, attempts, command_id, is_in_doubt, is_told, due_at, opened_for)
            where r.tenant_id = $1 and r.lock_id = s.lock_id
            """
        );
        var p = update.Parameters;
        p.Add(new NpgsqlParameter { Value = tenant.Value });
        p.AddArray(kept, step => step.Door.Lock.Value);
        p.AddArray(kept, step => step.State.OpenedAt);
        p.AddArray(kept, step => step.State.LockAt);
        p.AddArray(kept, step => step.State.SettledAt);
        p.AddArray(kept, step => (short)step.State.Aim);
        p.AddArray(kept, step => step.State.Attempts);
        p.AddArray(kept, step => step.CommandId);
        p.AddArray(kept, step => step.State.IsInDoubt);
        p.AddArray(kept, step => step.State.IsTold);
        p.AddArray(kept, step => step.DueAt!.Value);
        p.AddArray(kept, step => step.State.OpenedFor);
        return update;
    }
}
