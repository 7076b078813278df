using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Applications;

/// <summary>
/// The issuers that an application signs as: each is one application's, compared to the letter. With an issuer end the sessions of the tokens that named it.
/// </summary>
public sealed class ApplicationIssuers
{
    private const int MostIssuers = 100;

    private static readonly AccessError IsTaken = new(AccessErrorCode.Taken, "That issuer is another application's.", Noun.Application);
    private static readonly AccessError NotThere = new(AccessErrorCode.NotFound, "The application has no such issuer.", Noun.Application);
    private static readonly AccessError TooMany = new(AccessErrorCode.LimitReached, $"An application has at most {MostIssuers} issuers.");
    private static readonly AccessError NoAddress = AccessError.Invalid("An issuer is an http or https address.", Noun.Application);

    private readonly ApplicationTurns turns;
    private readonly KnownApplications known;

    internal ApplicationIssuers(ApplicationTurns turns, KnownApplications known) => (this.turns, this.known) = (turns, known);

    /// <summary>One that is there already changes nothing.</summary>
    public async Task<Outcome<Done>> AddAsync(Caller by, WireId application, string url, CancellationToken cancel)
    {
        var added = await turns.RunAsync(by, application, (turn, id) => AddAsync(turn, id, url, cancel), cancel, IsTaken);
        known.Forget();
        return added;
    }

    public async Task<Outcome<Done>> RemoveAsync(Caller by, WireId application, string url, CancellationToken cancel)
    {
        var removed = await turns.RunAsync(by, application, (turn, id) => RemoveAsync(turn, id, url, cancel), cancel);
        known.Forget();
        return removed;
    }

    private static async Task<Outcome<Done>> AddAsync(CallerTurn turn, AppId id, string url, CancellationToken cancel)
    {
        if (!ApplicationRules.IsWebAddress(url))
        {
            return NoAddress;
        }

        await turn.Work.DoAsync(
            """
            insert into application_issuer (tenant_id, application_id, url) values ($1, $2, $3)
            on conflict (tenant_id, application_id, url) do nothing
            """,
            [turn.Tenant.Value, id.Value, url],
            cancel
        );
        var number = await turn.Work.FirstAsync(
            "select count(*) from application_issuer where tenant_id = $1 and application_id = $2",
            row => row.GetInt64(0),
            [turn.Tenant.Value, id.Value],
            cancel
        );
        turn.Told.Add(ApplicationTurns.Told(turn, id, "issuer added", url));
        return number > MostIssuers ? TooMany : Done.Yes;
    }

    private static async Task<Outcome<Done>> RemoveAsync(CallerTurn turn, AppId id, string url, CancellationToken cancel)
    {
        if (
            url.Any(char.IsControl)
            || await turn.Work.DoAsync(
                "delete from application_issuer where tenant_id = $1 and application_id = $2 and url = $3",
                [turn.Tenant.Value, id.Value, url],
                cancel
            ) == 0
        )
        {
            return NotThere;
        }

        await ApplicationRows.EndSessionsAsync(turn, id, "a.issuer = $4", url, cancel);
        turn.Told.Add(ApplicationTurns.Told(turn, id, "issuer removed", url));
        return Done.Yes;
    }
}
