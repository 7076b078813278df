using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;

namespace Latchwork.Operations.Sessions;

/// <summary>Log-out: ends all tokens of the caller's session, on every node (AZ-5).</summary>
public sealed class EndSession
{
    private readonly CallerTurns turns;

    internal EndSession(CallerTurns turns) => this.turns = turns;

    public Task<Outcome<Done>> RunAsync(Caller by, CancellationToken cancel) =>
        turns.RunAsync<SessionId, Done>(
            by,
            new TurnRules(AuditKind.SessionEnded, CallerConfirmation.NotAuthenticated),
            caller => ValueTask.FromResult<Located<SessionId>?>(new Located<SessionId>(caller.Home, caller.Session)),
            async (turn, session) =>
            {
                await turn.Work.DoAsync(
                    "update session set revoked_at = $2 where session_id = $1 and revoked_at is null",
                    [session.Value, turn.Now],
                    cancel
                );
                turn.Told.Add(turn.Event(AuditKind.SessionEnded, smartLock: null));
                return Done.Yes;
            },
            cancel
        );
}
