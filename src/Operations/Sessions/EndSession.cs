using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Signing;

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
                // A renewal of the same session holds the account too: its tokens are there to be ended, or it comes too late (AZ-5).
                await SigningKeys.HoldAsync(turn, cancel);
                if (!await CanEndAsync(turn, cancel))
                {
                    return NoName;
                }

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

    private static readonly AccessError NoName = AccessError.Invalid("The token has no 'sid', so it names no session to end.");

    /// <summary>A token of an application names its session or has none (doordeck.md 5.3).</summary>
    private static async Task<bool> CanEndAsync(CallerTurn turn, CancellationToken cancel) =>
        turn.By.SessionKind != SessionKind.ApplicationToken
        || await turn.Work.FirstAsync(
            "select foreign_sid is not null from session where token_hash = $1",
            row => row.GetBoolean(0),
            [turn.By.CredentialHash],
            cancel
        );
}
