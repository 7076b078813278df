using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;

namespace Latchwork.Operations.Users;

/// <summary>The way of every act of a person on their own account: in their home, and where else it says.</summary>
internal static class OwnAccount
{
    public static Task<Outcome<T>> RunAsync<T>(
        CallerTurns turns,
        Caller by,
        AuditKind kind,
        Func<CallerTurn, UserId, Task<Outcome<T>>> act,
        CancellationToken cancel,
        Func<Caller, IReadOnlyList<TenantId>>? also = null
    ) =>
        turns.RunAsync(
            by,
            new TurnRules(kind, CallerConfirmation.NotAuthenticated),
            caller =>
                ValueTask.FromResult<Located<UserId>?>(
                    caller.User is { } person ? new Located<UserId>(caller.Home, person) { Also = also?.Invoke(caller) } : null
                ),
            act,
            cancel
        );

    /// <summary>For what was refused before its turn: it is recorded as the act would have been (AU-1).</summary>
    public static Task<Outcome<Done>> RefuseAsync(CallerTurns turns, Caller by, AuditKind kind, AccessError refusal, CancellationToken cancel) =>
        RunAsync(turns, by, kind, (_, _) => Task.FromResult<Outcome<Done>>(refusal), cancel);

    /// <summary>Against whoever else changes the account, gives it something or issues to it at the same time.</summary>
    public static Task HoldAsync(CallerTurn turn, UserId person, CancellationToken cancel) =>
        turn.Work.DoAsync("select 1 from app_user where user_id = $1 for update", [person.Value], cancel);

    public static AuditEvent Event(CallerTurn turn, AuditKind kind, UserId person, string what) =>
        turn.Event(kind, smartLock: null) with
        {
            On = new AuditObject(Noun.User, person.Value),
            Changed = new Dictionary<string, string> { [what] = bool.TrueString },
        };
}
