using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Lockers;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;

namespace Latchwork.Operations.Lockers;

/// <summary>
/// Says how it stands with a box (keyvox.md 7.8). Free ends who has it now, and their codes; who has reserved it for later keeps that. In use holds it, by who has it
/// now or for nobody, until the next one begins; who is overdue has it no more. Overdue ends the time of who has it now. Broken keeps all of them, and takes the box out of what can be had.
/// </summary>
public sealed class SetBoxStatus
{
    private readonly LockerTurns turns;

    internal SetBoxStatus(LockerTurns turns) => this.turns = turns;

    public Task<Outcome<Done>> RunAsync(Caller by, BoxName box, BoxStatus status, CancellationToken cancel) =>
        turns.OnBoxAsync(
            by,
            box,
            AuditKind.BoxChanged,
            Permission.CredentialsWrite,
            (turn, named) => ConstraintErrors.AskAsync(() => SetAsync(turn, named, status, cancel)),
            cancel
        );

    private static async Task<Outcome<Done>> SetAsync(CallerTurn turn, NamedBox box, BoxStatus status, CancellationToken cancel)
    {
        var live = await LeaseRows.OfBoxAsync(turn, box.Id, cancel);
        var having = live.FindAll(lease => StageOf(lease, turn) is BoxLeaseStage.InUse or BoxLeaseStage.Overdue);
        var refusal = status switch
        {
            BoxStatus.Free => await FreeAsync(turn, having, cancel),
            BoxStatus.InUse => await UseAsync(turn, box, having, live, cancel),
            BoxStatus.Overdue => await HoldAsync(turn, box, having, live, new BoxLeaseEvent.Expired(), cancel),
            BoxStatus.Broken => null,
        };
        if (refusal is not null)
        {
            return refusal;
        }

        await turn.Work.DoAsync(
            "update locker_box set is_broken = $3, is_jammed = is_jammed and $3, changed_at = $4 where tenant_id = $1 and box_id = $2",
            [turn.Tenant.Value, box.Id.Value, status == BoxStatus.Broken, turn.Now],
            cancel
        );
        turn.Told.Add(
            turn.Event(AuditKind.BoxChanged, null) with
            {
                On = box.Audited,
                Changed = new Dictionary<string, string> { ["status"] = $"{status}" },
            }
        );
        return Done.Yes;
    }

    private static async Task<AccessError?> FreeAsync(CallerTurn turn, List<StoredLease> having, CancellationToken cancel)
    {
        await EndLease.EndAsync(turn, having, cancel);
        return null;
    }

    /// <summary>One that is overdue does not become one in use: more time only a change of its window gives it.</summary>
    private static async Task<AccessError?> UseAsync(
        CallerTurn turn,
        NamedBox box,
        List<StoredLease> having,
        List<StoredLease> live,
        CancellationToken cancel
    )
    {
        var overdue = having.FindAll(lease => StageOf(lease, turn) == BoxLeaseStage.Overdue);
        await EndLease.EndAsync(turn, overdue, cancel);
        return await HoldAsync(turn, box, [.. having.Except(overdue)], [.. live.Except(overdue)], new BoxLeaseEvent.CheckedIn(), cancel);
    }

    /// <summary>As it is now, whether the clock has looked or not.</summary>
    private static BoxLeaseStage StageOf(StoredLease lease, CallerTurn turn) => lease.Lease.Take(new BoxLeaseEvent.Looked(), turn.Now).Lease.Stage;

    private static async Task<AccessError?> HoldAsync(
        CallerTurn turn,
        NamedBox box,
        List<StoredLease> having,
        List<StoredLease> live,
        BoxLeaseEvent said,
        CancellationToken cancel
    )
    {
        if (having.Count == 0)
        {
            having = [Hold(turn, box, live)];
            await LeaseRows.AddAsync(turn, having[0], cancel);
        }

        foreach (var lease in having)
        {
            var step = lease.Lease.Take(said, turn.Now);
            if (step.Refusal is { } refusal)
            {
                return refusal;
            }

            var saved = lease with { Lease = step.Lease };
            var told = turn.Event(AuditKind.BoxOverdue, null);
            await LeaseRows.SaveAsync(turn.Work, turn.Tenant, [saved], turn.Now, cancel);
            turn.Told.AddRange(step.Told(lease, told));
            turn.Told.AddRange(await FollowedLeases.EndAsync(turn.Work, turn.Tenant, [(lease, saved)], told, turn.Now, cancel));
        }

        return null;
    }

    /// <summary>Nobody's, from a moment ago until the next one begins.</summary>
    private static StoredLease Hold(CallerTurn turn, NamedBox box, List<StoredLease> live)
    {
        // Those that began are over, and the clock has not looked at them yet.
        var next = live.Select(lease => lease.Lease.StartsAt)
            .Where(startsAt => startsAt > turn.Now)
            .Select(startsAt => (DateTimeOffset?)startsAt)
            .Min();
        return new(
            BoxLeaseId.New(turn.Now),
            box.Locker.Id,
            box.Id,
            new BoxLease(BoxLeaseKind.Hold, turn.Now - TimeSpan.FromMicroseconds(1), next) { Inside = box.Inside, Stage = BoxLeaseStage.InUse },
            BoxNews.None,
            Name: null
        );
    }
}
