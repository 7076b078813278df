using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Applications;

/// <summary>
/// Ends an application: its owners, issuers, keys and web origins count no more, and the sessions of its tokens end on every node with the answer (AZ-5).
/// Its people and what they were given stay, but nothing vouches for them any more.
/// </summary>
public sealed class RemoveApplication
{
    private static readonly string[] Belongings = ["application_issuer", "application_key", "application_logo", "application_owner"];

    private readonly ApplicationTurns turns;
    private readonly KnownApplications known;

    internal RemoveApplication(ApplicationTurns turns, KnownApplications known) => (this.turns, this.known) = (turns, known);

    public async Task<Outcome<Done>> RunAsync(Caller by, WireId application, CancellationToken cancel)
    {
        var removed = await turns.RunAsync(by, application, (turn, id) => RemoveAsync(turn, id, cancel), cancel);
        known.Forget();
        return removed;
    }

    private static async Task<Outcome<Done>> RemoveAsync(CallerTurn turn, AppId id, CancellationToken cancel)
    {
        object[] which = [turn.Tenant.Value, id.Value];
        foreach (var table in Belongings)
        {
            await turn.Work.DoAsync($"delete from {table} where tenant_id = $1 and application_id = $2", which, cancel);
        }

        await turn.Work.DoAsync(
            """
            update application set removed_at = $3, cors_origins = '{}', identity_key_sealed = null, identity_public_key = null
            where tenant_id = $1 and application_id = $2
            """,
            [.. which, turn.Now],
            cancel
        );
        await ApplicationRows.EndSessionsAsync(turn, id, "$4::text is not null", "", cancel);
        turn.Told.Add(ApplicationTurns.Told(turn, id, "removed"));
        return Done.Yes;
    }
}
