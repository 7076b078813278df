using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Members;

/// <summary>A member, or somebody who is invited to be one.</summary>
internal sealed record NamedMember(UserId User, TenantRole Role, bool IsWaiting, bool IsSwitchedOff);

/// <summary>The way of every act on a member: nobody deals in more than they hold, and a tenant is never without an owner.</summary>
internal sealed class MemberTurns(CallerTurns turns, WireIdIndex index)
{
    public static readonly AccessError Missing = AccessError.NotFound(Noun.User);

    private static readonly AccessError LastOwner = new(
        AccessErrorCode.Conflict,
        "A tenant always has an owner: make somebody else one first.",
        Noun.User
    );

    public DateTimeOffset Now => turns.Now;

    public Task<Outcome<T>> RunAsync<T>(
        Caller by,
        TenantId tenant,
        WireId person,
        Func<CallerTurn, NamedMember, Task<Outcome<T>>> act,
        CancellationToken cancel
    ) =>
        turns.RunAsync<UserId?, T>(
            by,
            new TurnRules(AuditKind.MembershipChanged, Missing),
            // A person's ids are of their home: who is a member here, the turn says.
            async _ => new Located<UserId?>(tenant, await index.FindAsync(person, cancel) is { } row ? new UserId(row.Id) : null),
            (turn, user) => ActAsync(turn, user, act, cancel),
            cancel
        );

    /// <summary>In a turn under way.</summary>
    public static async Task<Outcome<T>> ActAsync<T>(
        CallerTurn turn,
        UserId? user,
        Func<CallerTurn, NamedMember, Task<Outcome<T>>> act,
        CancellationToken cancel
    ) =>
        RefuseDealing(turn, TenantRole.Auditor, anyRole: true) is { } weak ? weak
        : user is not { } known || await FindAsync(turn, known, cancel) is not { } named ? Missing
        : RefuseDealing(turn, named.Role) is { } tooHigh ? tooHigh
        : await act(turn, named);

    /// <summary>Why the caller may not make, change or take away somebody with this role.</summary>
    /// <param name="anyRole">Asked of no role in particular.</param>
    public static AccessError? RefuseDealing(CallerTurn turn, TenantRole role, bool anyRole = false) =>
        AccessDecision.Refuse(Permission.RolesWrite, turn.By.StandingIn(turn.Tenant), Noun.User)
        ?? (anyRole ? null : TenantRoles.RefuseDealing(turn.By.StandingIn(turn.Tenant)!.Value, Permission.RolesWrite, role.Permissions()));

    /// <summary>Asked before somebody is an owner no more, or is one who may do nothing.</summary>
    public static async Task<AccessError?> RefuseLastAsync(CallerTurn turn, NamedMember member, CancellationToken cancel) =>
        member.IsWaiting || member.Role != TenantRole.Owner ? null
        : await turn.Work.FirstAsync(
            $"select exists (select from membership m where m.tenant_id = $1 and m.role = $2 and m.user_id <> $3 and {SwitchedOff.MemberIsOn})",
            row => row.GetBoolean(0),
            [turn.Tenant.Value, (short)TenantRole.Owner, member.User.Value],
            cancel
        )
            ? null
        : LastOwner;

    /// <param name="role">Null: none any more.</param>
    public static void Tell(CallerTurn turn, UserId user, TenantRole? former, TenantRole? role, bool isWaiting)
    {
        turn.Raised.Add(user);
        var told = new Dictionary<string, string>(StringComparer.Ordinal) { ["role"] = role?.ToString() ?? "none" };
        if (former is { } was)
        {
            told["formerRole"] = was.ToString();
        }

        if (isWaiting)
        {
            told["invited"] = bool.TrueString;
        }

        Tell(turn, user, told);
    }

    public static void TellSwitched(CallerTurn turn, NamedMember member, bool off)
    {
        turn.Raised.Add(member.User);
        Tell(turn, member.User, new(StringComparer.Ordinal) { ["role"] = member.Role.ToString(), ["switchedOff"] = off.ToString() });
    }

    private static void Tell(CallerTurn turn, UserId user, Dictionary<string, string> told) =>
        turn.Told.Add(turn.Event(AuditKind.MembershipChanged, smartLock: null) with { On = new AuditObject(Noun.User, user.Value), Changed = told });

    /// <summary>Null for who is neither.</summary>
    public static Task<NamedMember?> FindAsync(CallerTurn turn, UserId user, CancellationToken cancel) =>
        turn.Work.FirstAsync(
            $"""
            select role, false, switched_off_at is not null from membership where tenant_id = $1 and user_id = $2
            union all
            (select i.role, true, false from invitation i where i.tenant_id = $1 and i.user_id = $2 and {MemberQueries.Invited(
                3
            )} order by i.created_at desc limit 1)
            """,
            row => new NamedMember(user, (TenantRole)row.GetInt16(0), row.GetBoolean(1), row.GetBoolean(2)),
            [turn.Tenant.Value, user.Value, turn.Now],
            cancel
        );
}
