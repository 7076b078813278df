using Latchwork.Domain;
using Latchwork.Operations.Applications.Tokens;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Signing;

namespace Latchwork.Operations.Applications;

/// <summary>The public keys that an application signs tokens with (JW-11). With a key end the sessions of the tokens that it signed.</summary>
public sealed class ApplicationKeys
{
    private const int MostKeys = 50;

    private static readonly AccessError IsTaken = new(AccessErrorCode.Taken, "The application has a key of that 'kid'.", Noun.Application);
    private static readonly AccessError NotThere = new(AccessErrorCode.NotFound, "The application has no such key.", Noun.Application);
    private static readonly AccessError TooMany = new(AccessErrorCode.LimitReached, $"An application has at most {MostKeys} keys.");

    private static readonly Outcome<ApplicationKey> NoKey = AccessError.Invalid("A key is a JSON Web Key.", Noun.Application);

    private readonly ApplicationTurns turns;
    private readonly KnownApplications known;

    internal ApplicationKeys(ApplicationTurns turns, KnownApplications known) => (this.turns, this.known) = (turns, known);

    /// <param name="jwk">A JSON Web Key (RFC 7517) in UTF-8. Of a private one only the public half is looked at and kept.</param>
    public async Task<Outcome<Done>> AddAsync(Caller by, WireId application, ReadOnlyMemory<byte> jwk, CancellationToken cancel)
    {
        var key = StrictJson.ParseObject(jwk.Span) is { } members ? ApplicationKey.Parse(members) : NoKey;
        var added = await turns.RunAsync(
            by,
            application,
            (turn, id) =>
                key.IsRefused(out var invalid, out var parsed) ? Task.FromResult<Outcome<Done>>(invalid) : AddAsync(turn, id, parsed, cancel),
            cancel,
            IsTaken
        );
        known.Forget();
        return added;
    }

    public async Task<Outcome<Done>> RemoveAsync(Caller by, WireId application, string kid, CancellationToken cancel)
    {
        var removed = await turns.RunAsync(by, application, (turn, id) => RemoveAsync(turn, id, kid, cancel), cancel);
        known.Forget();
        return removed;
    }

    private static async Task<Outcome<Done>> AddAsync(CallerTurn turn, AppId id, ApplicationKey key, CancellationToken cancel)
    {
        var added = await turn.Work.DoAsync(
            """
            insert into application_key (tenant_id, application_id, kid, algorithm, jwk)
            select $1, $2, $3, $4, $5::jsonb where (select count(*) from application_key where tenant_id = $1 and application_id = $2) < $6
            """,
            [turn.Tenant.Value, id.Value, key.Kid, key.Algorithm.Name, key.ToJson(), MostKeys],
            cancel
        );
        turn.Told.Add(ApplicationTurns.Told(turn, id, "key added", key.Kid));
        return added == 0 ? TooMany : Done.Yes;
    }

    private static async Task<Outcome<Done>> RemoveAsync(CallerTurn turn, AppId id, string kid, CancellationToken cancel)
    {
        if (
            kid.Any(char.IsControl)
            || await turn.Work.DoAsync(
                "delete from application_key where tenant_id = $1 and application_id = $2 and kid = $3",
                [turn.Tenant.Value, id.Value, kid],
                cancel
            ) == 0
        )
        {
            return NotThere;
        }

        await ApplicationRows.EndSessionsAsync(turn, id, "a.kid = $4", kid, cancel);
        turn.Told.Add(ApplicationTurns.Told(turn, id, "key removed", kid));
        return Done.Yes;
    }
}
