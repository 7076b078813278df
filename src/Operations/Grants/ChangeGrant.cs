using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks.Settings;

namespace Latchwork.Operations.Grants;

/// <summary>What is to be another; null leaves it as it is.</summary>
public sealed record GrantEdit
{
    /// <summary>The lock that the grant is said to be of.</summary>
    public WireId? Of { get; init; }

    public string? Name { get; init; }

    public string? Remarks { get; init; }

    public bool? CanUnlockRemotely { get; init; }

    public TimeWindow? Window { get; init; }

    public WantedWeeklyHours? Hours { get; init; }

    /// <summary>Just this role; a manager is a deputy where <see cref="IsDeputy"/> says so.</summary>
    public GrantRole? Role { get; init; }

    public bool IsDeputy { get; init; }

    /// <summary>Where <see cref="Role"/> is null. True: at least a deputy (AZ-7). False: a common holder.</summary>
    public bool? RunsTheLock { get; init; }
}

/// <summary>Changes another person's grant, and with it what derives from it. The window of a frozen one cannot be changed.</summary>
public sealed class ChangeGrant
{
    private static readonly AccessError NotWhileFrozen = new(AccessErrorCode.Conflict, "The grant is frozen.", Noun.Grant);

    private readonly GrantTurns turns;

    internal ChangeGrant(GrantTurns turns) => this.turns = turns;

    public async Task<Outcome<Done>> RunAsync(Caller by, WireId grantId, GrantEdit edit, CancellationToken cancel) =>
        RefuseInput(edit) is { } invalid
            ? invalid
            : await turns.RunAsync(by, grantId, edit.Of, AuditKind.GrantChanged, (turn, named) => ChangeAsync(turn, named, edit, cancel), cancel);

    private AccessError? RefuseInput(GrantEdit edit) =>
        edit.Window is { } window && (window.IsEmpty || window.IsOver(turns.Now))
            ? AccessError.Invalid("The grant would end before it starts, or has ended.", Noun.Grant)
        : edit.Name?.Length > 200 ? AccessError.Invalid("A name has at most 200 characters.", Noun.Grant)
        : edit.Remarks?.Length > 1000 ? AccessError.Invalid("Remarks have at most 1000 characters.", Noun.Grant)
        : null;

    private static async Task<Outcome<Done>> ChangeAsync(CallerTurn turn, NamedGrant named, GrantEdit edit, CancellationToken cancel)
    {
        var hours = named.Grant.Hours;
        if (edit.Hours is not null && (await HoursAtLock.ReadAsync(turn, named.Lock.Id, edit.Hours, cancel)).IsRefused(out var invalid, out hours))
        {
            return invalid;
        }

        var changed = await GrantChanges.ChangeAsync(turn, named, Edited(named.Grant, edit) with { Hours = hours }, cancel);
        if (changed.Error is null && edit.Window is not null && named.Grant.IsFrozen)
        {
            return NotWhileFrozen;
        }

        if (changed.Error is null && (edit.Name ?? edit.Remarks) is not null)
        {
            await turn.Work.DoAsync(
                """
                update access_grant set name = coalesce($3::text, name), remarks = coalesce($4::text, remarks), updated_at = $5
                where tenant_id = $1 and grant_id = $2
                """,
                [turn.Tenant.Value, named.Grant.Id.Value, edit.Name, edit.Remarks, turn.Now],
                cancel
            );
        }

        return changed;
    }

    private static AccessGrant Edited(AccessGrant grant, GrantEdit edit)
    {
        var (role, isDeputy) = RoleOf(grant, edit);
        return grant with
        {
            Role = role,
            IsDeputy = isDeputy,
            Window = edit.Window is { } window ? new TimeWindow(window.StartsAt?.Cut(), window.EndsAt?.Cut()) : grant.Window,
            CanUnlockRemotely = edit.CanUnlockRemotely ?? grant.CanUnlockRemotely,
        };
    }

    private static (GrantRole Role, bool IsDeputy) RoleOf(AccessGrant grant, GrantEdit edit)
    {
        if (edit.Role is { } asked)
        {
            return (asked, asked == GrantRole.Manager && edit.IsDeputy);
        }

        var runs = edit.RunsTheLock ?? grant.Role == GrantRole.Manager;
        var role =
            grant.Role == GrantRole.Owner ? GrantRole.Owner
            : runs ? GrantRole.Manager
            : GrantRole.Holder;
        return (role, runs && (grant.Role != GrantRole.Manager || grant.IsDeputy));
    }
}
