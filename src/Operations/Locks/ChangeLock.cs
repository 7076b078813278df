using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks.Settings;

namespace Latchwork.Operations.Locks;

/// <summary>What of a lock is to be another; what is null stays.</summary>
public sealed record LockEdit
{
    public string? Name { get; init; }

    /// <summary>Another site of the same tenant. A lock of a unit is where the unit is.</summary>
    public WireId? Site { get; init; }

    /// <summary>How long it stays open before it locks again; zero for ever.</summary>
    public TimeSpan? RelockAfter { get; init; }

    /// <summary>When it stays open; without windows never.</summary>
    public WantedWeeklyHours? OpenHours { get; init; }

    /// <summary>With <see cref="OpenHours"/>: the bolt is drawn when they begin; else the first opening in them lasts to their end.</summary>
    public bool OpensByItself { get; init; }

    /// <summary>It opens only inside one of them; none for always.</summary>
    public IReadOnlyList<WantedWeeklyHours>? UsageHours { get; init; }

    /// <summary>Addresses and ranges from which it opens; none for anywhere.</summary>
    public IReadOnlyList<string>? PermittedAddresses { get; init; }
}

/// <summary>
/// Changes what a lock is called, where it is and what it is set to, all of it or nothing. Nothing is sent to the lock for it: what follows is done by the lock where it
/// can, else by the server (<see cref="RelockPlan"/>).
/// </summary>
public sealed class ChangeLock
{
    private static readonly AccessError OfAUnit = new(
        AccessErrorCode.Conflict,
        "The lock is a door of a unit, and where the unit is: take it out of the unit first.",
        Noun.Lock
    );

    private static readonly AccessError CannotDoThat = new(AccessErrorCode.Unsupported, "This lock cannot do that.", Noun.Lock);

    private readonly LockTurns turns;
    private readonly WireIdIndex index;

    internal ChangeLock(LockTurns turns, WireIdIndex index) => (this.turns, this.index) = (turns, index);

    public Task<Outcome<Done>> RunAsync(Caller by, WireId lockId, LockEdit edit, CancellationToken cancel) =>
        turns.RunAsync(by, lockId, AuditKind.LockChanged, AccessAct.ChangeSettings, (turn, named) => ChangeAsync(turn, named, edit, cancel), cancel);

    private async Task<Outcome<Done>> ChangeAsync(CallerTurn turn, NamedLock named, LockEdit edit, CancellationToken cancel)
    {
        if (Refuse(named, edit) is { } unable)
        {
            return unable;
        }

        if ((edit.Site is { } site ? await MoveAsync(turn, named.Id, site, cancel) : null) is { } nowhere)
        {
            return nowhere;
        }

        // The zone of hours is that of the site where the lock is by now.
        var refusal = await ChangePropertiesAsync(turn, named.Id, edit, cancel) ?? await KeepOpenAsync(turn, named.Id, edit, cancel);
        if (refusal is not null)
        {
            return refusal;
        }

        if (edit.RelockAfter is { } after)
        {
            await SetAutoLock.SaveAsync(turn, named.Id, after == TimeSpan.Zero ? null : after, cancel);
        }

        return Done.Yes;
    }

    private static AccessError? Refuse(NamedLock named, LockEdit edit)
    {
        var able = LockAbilities.Of(named.Facts.Capabilities, named.Link is not null, places: null);
        return edit.RelockAfter is { } after && after != TimeSpan.Zero && SetAutoLock.RefuseTime(after) is { } odd ? odd
            : (edit.RelockAfter is not null && !able.HasRelockTime) || (edit.OpenHours is not null && !able.HasOpenHours) ? CannotDoThat
            : null;
    }

    private async Task<AccessError?> MoveAsync(CallerTurn turn, LockId id, WireId site, CancellationToken cancel)
    {
        if (await index.FindAsync(turn.Work, site, turn.By.Tenants, cancel) is not { } row || row.Tenant != turn.Tenant)
        {
            return AccessError.NotFound(Noun.Site);
        }

        var moved = await turn.Work.DoAsync(
            """
            update smart_lock set site_id = $3, updated_at = $4, place_x = case when site_id = $3 then place_x end,
                place_y = case when site_id = $3 then place_y end
            where tenant_id = $1 and lock_id = $2 and (unit_id is null or site_id = $3)
            """,
            [turn.Tenant.Value, id.Value, row.Id, turn.Now],
            cancel
        );
        if (moved == 0)
        {
            return OfAUnit;
        }

        turn.Tell(
            turn.Event(AuditKind.LockChanged, id) with
            {
                On = new AuditObject(Noun.Site, row.Id),
                Changed = new Dictionary<string, string> { ["site"] = row.Id.ToString() },
            }
        );
        return null;
    }

    private static async Task<AccessError?> ChangePropertiesAsync(CallerTurn turn, LockId id, LockEdit edit, CancellationToken cancel)
    {
        List<WeeklyHours>? usage = edit.UsageHours is null ? null : [];
        foreach (var wanted in edit.UsageHours ?? [])
        {
            if ((await HoursAtLock.ReadAsync(turn, id, wanted, cancel)).IsRefused(out var invalid, out var hours))
            {
                return invalid;
            }

            if (hours is not null)
            {
                usage!.Add(hours);
            }
        }

        var properties = new PropertyEdit
        {
            Name = edit.Name,
            PermittedAddresses = edit.PermittedAddresses,
            UsageHours = usage,
        };
        if (ChangeLockProperties.RefuseLock(properties) is { } refusal)
        {
            return refusal;
        }

        await ChangeLockProperties.ChangeAsync(turn, id, properties, cancel);
        return null;
    }

    private static async Task<AccessError?> KeepOpenAsync(CallerTurn turn, LockId id, LockEdit edit, CancellationToken cancel)
    {
        if (edit.OpenHours is null)
        {
            return null;
        }

        var hours = await HoursAtLock.ReadAsync(turn, id, edit.OpenHours, cancel);
        if (hours.Error is null)
        {
            await SetOpenHours.SaveAsync(turn, id, hours.Value, hours.Value is not null && edit.OpensByItself, cancel);
        }

        return hours.Error;
    }
}
