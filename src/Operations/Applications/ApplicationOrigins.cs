using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Applications;

/// <summary>The web origins whose pages may call this server for an application (doordeck.md 2). Several applications may have one.</summary>
public sealed class ApplicationOrigins
{
    private const int MostOrigins = 100;

    private static readonly AccessError NotThere = new(AccessErrorCode.NotFound, "The application has no such origin.", Noun.Application);
    private static readonly AccessError TooMany = new(AccessErrorCode.LimitReached, $"An application has at most {MostOrigins} origins.");

    private static readonly AccessError NoOrigin = AccessError.Invalid(
        "An origin is written as browsers send it: scheme, host and perhaps a port, in lower case, and no slash after them.",
        Noun.Application
    );

    private readonly ApplicationTurns turns;
    private readonly KnownApplications known;

    internal ApplicationOrigins(ApplicationTurns turns, KnownApplications known) => (this.turns, this.known) = (turns, known);

    /// <summary>Whether it is any application's. A node knows of a change elsewhere within seconds.</summary>
    public ValueTask<bool> IsRegisteredAsync(string origin, CancellationToken cancel) => known.IsOriginAsync(origin, cancel);

    /// <summary>One that is there already changes nothing.</summary>
    public async Task<Outcome<Done>> AddAsync(Caller by, WireId application, string origin, CancellationToken cancel)
    {
        var added = await turns.RunAsync(by, application, (turn, id) => AddAsync(turn, id, origin, cancel), cancel);
        known.Forget();
        return added;
    }

    public async Task<Outcome<Done>> RemoveAsync(Caller by, WireId application, string origin, CancellationToken cancel)
    {
        var removed = await turns.RunAsync(by, application, (turn, id) => RemoveAsync(turn, id, origin, cancel), cancel);
        known.Forget();
        return removed;
    }

    private static async Task<Outcome<Done>> AddAsync(CallerTurn turn, AppId id, string origin, CancellationToken cancel)
    {
        if (!ApplicationRules.IsOrigin(origin))
        {
            return NoOrigin;
        }

        var number = await turn.Work.FirstAsync(
            """
            update application set cors_origins = array_append(array_remove(cors_origins, $3), $3)
            where tenant_id = $1 and application_id = $2 returning cardinality(cors_origins)
            """,
            row => row.GetInt32(0),
            [turn.Tenant.Value, id.Value, origin],
            cancel
        );
        turn.Told.Add(ApplicationTurns.Told(turn, id, "origin added", origin));
        return number > MostOrigins ? TooMany : Done.Yes;
    }

    private static async Task<Outcome<Done>> RemoveAsync(CallerTurn turn, AppId id, string origin, CancellationToken cancel)
    {
        if (!ApplicationRules.IsOrigin(origin))
        {
            return NotThere;
        }

        var removed = await turn.Work.DoAsync(
            """
            update application set cors_origins = array_remove(cors_origins, $3)
            where tenant_id = $1 and application_id = $2 and $3 = any (cors_origins)
            """,
            [turn.Tenant.Value, id.Value, origin],
            cancel
        );
        turn.Told.Add(ApplicationTurns.Told(turn, id, "origin removed", origin));
        return removed == 0 ? NotThere : Done.Yes;
    }
}
