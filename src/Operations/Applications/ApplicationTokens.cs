using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Applications.Tokens;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Applications;

/// <summary>
/// Admits tokens that applications sign (doordeck.md 5.2). A right one is checked once; from then on it is a session like every other, found by its hash, until
/// it expires or what vouched for it is removed (AZ-5).
/// </summary>
public sealed class ApplicationTokens
{
    private const int MaxAttempts = 3;

    private readonly AccessDb db;
    private readonly TokenChecks checks;
    private readonly ApplicationPeople people;
    private readonly TimeProvider clock;

    internal ApplicationTokens(AccessDb db, TokenChecks checks, ApplicationPeople people, TimeProvider clock) =>
        (this.db, this.checks, this.people, this.clock) = (db, checks, people, clock);

    /// <summary>
    /// For a bearer secret that is nobody's: afterwards it is a session, and its person is known. What is no token of an application here costs at most one
    /// look-up, remembered for a moment.
    /// </summary>
    /// <returns>
    /// <see cref="AccessErrorCode.NotAuthenticated"/>, whatever is wrong with it; <see cref="AccessErrorCode.RateLimited"/> where it is right and tells of
    /// somebody new too soon.
    /// </returns>
    public async Task<Outcome<Done>> AdmitAsync(string token, RequestOrigin from, CancellationToken cancel)
    {
        if (await checks.CheckAsync(token, only: null, clock.Now(), cancel) is not { } right)
        {
            return CallerConfirmation.NotAuthenticated;
        }

        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            if (await TryAsync(token, right, from, cancel) is { } done)
            {
                return done;
            }
        }

        return new AccessError(AccessErrorCode.Unavailable, "Too many tokens of one person at once.");
    }

    /// <returns>Null: another did something of the kind at the same time.</returns>
    private async Task<Outcome<Done>?> TryAsync(string token, CheckedToken right, RequestOrigin from, CancellationToken cancel)
    {
        try
        {
            return await TryOnceAsync(token, right, from, cancel);
        }
        catch (PostgresException other) when (other.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected)
        {
            return null;
        }
    }

    private async Task<Outcome<Done>?> TryOnceAsync(string token, CheckedToken right, RequestOrigin from, CancellationToken cancel)
    {
        var now = clock.Now();
        var known = await people.FindAsync(db, right, cancel);
        var person = known ?? new PoolPerson(UserId.New(now), TenantId.New(now));
        await using var work = await db.BeginAsync(TenantSet.Of(right.Application.Tenant, person.Home), cancel);
        var chain = await work.HoldChainsAsync(cancel, known is null ? right.Application.Tenant : person.Home);
        var held = await people.HoldAsync(work, right, cancel);
        if (held?.User != known?.User)
        {
            return null;
        }

        if (held is { IsDisabled: true } || !await right.HoldGroundsAsync(work, cancel))
        {
            return CallerConfirmation.NotAuthenticated;
        }

        var session = new TokenSession(token, right, person.User, now);
        var turn = new PeopleTurn(work, chain, EventOf(person, session, now), now);
        if (await KnowAsync(turn, held, person, right, cancel) is { } tooMany)
        {
            return tooMany;
        }

        if (await session.WriteAsync(work, cancel) is var written && written != SessionWriting.Written)
        {
            return written == SessionWriting.IsThere ? Done.Yes : CallerConfirmation.NotAuthenticated;
        }

        chain.Append(person.Home, turn.Event, now, new AuditPrivate { Address = from.Address?.ToString(), UserAgent = from.UserAgent });
        await work.CommitAsync(chain, cancel);
        return Done.Yes;
    }

    /// <param name="held">Null: they are made, as <paramref name="person"/> says.</param>
    private async Task<AccessError?> KnowAsync(PeopleTurn turn, PoolPerson? held, PoolPerson person, CheckedToken right, CancellationToken cancel)
    {
        if (held is null)
        {
            return await people.MakeAsync(turn, person, right, cancel);
        }

        await people.RenewAsync(turn, held, right, cancel);
        return null;
    }

    private static AuditEvent EventOf(PoolPerson person, TokenSession session, DateTimeOffset now) =>
        new()
        {
            Kind = AuditKind.LogIn,
            Outcome = AuditOutcome.Done,
            Operation = OperationId.New(now).Value,
            By = new AuditPrincipal(PrincipalKind.User, person.User.Value, session.Id.Value, Surface.Doordeck),
        };
}
