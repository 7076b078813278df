using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Applications.Tokens;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;
using Latchwork.Operations.Users;

namespace Latchwork.Operations.Applications;

/// <summary>
/// Opens the token of another person of the caller's own application, which is encrypted to that application's key (doordeck.md 10.10): whoever it tells of is
/// known afterwards. It is no session of theirs.
/// </summary>
public sealed class IdentityTokens
{
    /// <summary>Said alike of whatever is wrong with it, and to callers who are of no application.</summary>
    private static readonly AccessError Unreadable = AccessError.Invalid("That is no identity of your application.", Noun.User);

    private readonly AccessDb db;
    private readonly CallerTurns turns;
    private readonly IdentityKeys keys;
    private readonly TokenChecks checks;
    private readonly ApplicationPeople people;
    private readonly WireIdIndex index;
    private readonly PublicKeys shown;

    internal IdentityTokens(
        AccessDb db,
        CallerTurns turns,
        IdentityKeys keys,
        TokenChecks checks,
        ApplicationPeople people,
        WireIdIndex index,
        PublicKeys shown
    ) => (this.db, this.turns, this.keys, this.checks, this.people, this.index, this.shown) = (db, turns, keys, checks, people, index, shown);

    /// <param name="identity">A JSON Web Encryption in compact form around a token as <see cref="ApplicationTokens"/> admits.</param>
    public async Task<Outcome<NamedKey>> OpenAsync(Caller by, string identity, CancellationToken cancel)
    {
        var opened = await OpenAsync(by, EncryptedToken.Parse(identity), cancel);
        var fresh = new PoolPerson(UserId.New(turns.Now), TenantId.New(turns.Now));
        var known = await turns.RunAsync<CheckedToken, PoolPerson>(
            by,
            new TurnRules(AuditKind.UserCreated, Unreadable),
            _ =>
                ValueTask.FromResult<Located<CheckedToken>?>(
                    opened is null ? null : new Located<CheckedToken>(opened.Application.Tenant, opened) { Also = [fresh.Home] }
                ),
            (turn, token) => KnowAsync(turn, token, fresh, cancel),
            cancel
        );
        return known.IsRefused(out var refusal, out var person)
            ? refusal
            : new NamedKey(
                await index.OfRowAsync(person.Home, person.User.Value, WireIdKind.UserUuid, cancel),
                (await shown.OfAsync([person.User], cancel))[person.User]
            );
    }

    private async Task<CheckedToken?> OpenAsync(Caller by, EncryptedToken? encrypted, CancellationToken cancel)
    {
        if (encrypted is null || by.User is not { } user || await ApplicationOfAsync(user, cancel) is not { } own)
        {
            return null;
        }

        using var key = await keys.PrivateAsync(own, cancel);
        return key is not null && encrypted.Open(key) is { } token ? await checks.CheckAsync(token, own.Application, turns.Now, cancel) : null;
    }

    private async Task<OwnedApplication?> ApplicationOfAsync(UserId person, CancellationToken cancel)
    {
        var found = await db.ListAsync(
            TenantSet.None,
            "select tenant_id, application_id from latchwork_application_of_person($1)",
            row => new OwnedApplication(new TenantId(row.GetGuid(0)), new AppId(row.GetGuid(1))),
            [person.Value],
            cancel
        );
        return found.Count == 0 ? null : found[0];
    }

    private async Task<Outcome<PoolPerson>> KnowAsync(CallerTurn turn, CheckedToken token, PoolPerson fresh, CancellationToken cancel)
    {
        var known = await people.HoldAsync(turn.Work, token, cancel);
        if (known is { IsDisabled: true } || !await token.HoldGroundsAsync(turn.Work, cancel))
        {
            return Unreadable;
        }

        var its = new PeopleTurn(turn.Work, turn.Chain, turn.Event(AuditKind.UserChanged, smartLock: null), turn.Now);
        if (known is null)
        {
            return await people.MakeAsync(its, fresh, token, cancel) is { } tooMany ? tooMany : fresh;
        }

        if (await people.RenewAsync(its, known, token, cancel))
        {
            turn.Tell(its.Event with { On = new AuditObject(Noun.User, known.User.Value) });
        }

        return known;
    }
}
