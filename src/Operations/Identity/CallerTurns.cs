using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Signing;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Identity;

/// <summary>What an act works with, while it holds the chains of its tenant and of its caller's home.</summary>
/// <param name="Told">What goes into the tenant's audit with the commit.</param>
/// <param name="Woken">Links that have something to do after it.</param>
internal sealed record CallerTurn(
    Work Work,
    Caller By,
    TenantId Tenant,
    OperationId Operation,
    DateTimeOffset Now,
    List<AuditEvent> Told,
    HashSet<LinkId> Woken
)
{
    /// <summary>The ends of the chains that are held.</summary>
    public required ChainBatch Chain { get; init; }

    /// <summary>People whose grants or tenants are others after it: every node reads them again (AZ-5).</summary>
    public HashSet<UserId> Raised { get; } = [];

    /// <summary>The row that the act made, for a repeated request that is answered from it (HM-7).</summary>
    public Guid? Made { get; set; }

    /// <summary>Numbers of the act's answer that no row tells afterwards, for the same.</summary>
    public IReadOnlyList<int>? Counts { get; set; }

    /// <summary>Nothing of it stays, so it holds nobody up where it need not.</summary>
    public bool IsRehearsal { get; init; }

    /// <summary>The same turn in another tenant, one that the act located as well.</summary>
    public CallerTurn In(TenantId tenant) => this with { Tenant = tenant, Told = [], Woken = [] };

    /// <summary>Into the audit of this turn's tenant with the commit: for acts in several.</summary>
    public void Tell(AuditEvent told) => Chain.Append(Tenant, told, Now, By.AuditedDetail);

    /// <summary>A tenant that this turn has made: nobody else holds its chain.</summary>
    public Task HoldNewAsync(TenantId made, CancellationToken cancel) => Work.HoldAlsoAsync(Chain, made, cancel);

    public AuditEvent Event(AuditKind kind, LockId? smartLock, CredentialId? credential = null) =>
        new()
        {
            Kind = kind,
            Outcome = AuditOutcome.Done,
            Operation = Operation.Value,
            By = By.Audited,
            Lock = smartLock?.Value,
            Credential = credential?.Value,
        };
}

/// <summary>What an act is about, and whose it is.</summary>
/// <param name="Lock">For the record of a refusal, where it is known.</param>
internal readonly record struct Located<T>(TenantId Tenant, T What, LockId? Lock = null)
{
    /// <summary>For the record of a refusal, where it is about something else than a lock.</summary>
    public AuditObject? On { get; init; }

    /// <summary>Further tenants in which the act writes; their chains are held too. None: null.</summary>
    public IReadOnlyList<TenantId>? Also { get; init; }
}

/// <param name="Kind">Of the record of a refusal.</param>
/// <param name="WhenMissing">The refusal where nothing is found that the caller may see.</param>
/// <param name="WhenTaken">What it means that the database found something taken: it has the last word. Null: it cannot be.</param>
internal sealed record TurnRules(AuditKind Kind, AccessError WhenMissing, AccessError? WhenTaken = null);

/// <summary>
/// The way of every act of a caller outside the Journal's lanes: find what is meant, confirm the caller, decide, write what is desired, audit, commit, and
/// wake the links. The chains are held from the start, so no revocation and no other act of the tenant overlaps with it (AZ-5). A refusal undoes
/// everything and is recorded by itself (AU-1).
/// </summary>
internal sealed class CallerTurns(AccessDb db, Callers callers, TurnGates gates, ICommandQueue queue, TimeProvider clock)
{
    private const int MaxAttempts = 3;

    private static readonly AccessError AtThisMoment = new(AccessErrorCode.RateLimited, "Somebody changes the same at this moment: ask again.")
    {
        RetryAfter = TimeSpan.FromSeconds(2),
    };

    public DateTimeOffset Now => clock.Now();

    /// <param name="find">
    /// Asked again where the caller's rights turned out to be others than remembered, or nothing was where the node remembered it to be.
    /// </param>
    public async Task<Outcome<T>> RunAsync<TWhat, T>(
        Caller by,
        TurnRules rules,
        Func<Caller, ValueTask<Located<TWhat>?>> find,
        Func<CallerTurn, TWhat, Task<Outcome<T>>> act,
        CancellationToken cancel
    )
    {
        var operation = OperationId.New(clock.GetUtcNow());
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            var found = await find(by);
            var tenant = found?.Tenant ?? by.Home;
            var (check, done) = await TryAsync(
                by,
                [tenant, by.Home, .. found?.Also ?? []],
                operation,
                turn => found is { } located ? act(turn, located.What) : Task.FromResult<Outcome<T>>(rules.WhenMissing),
                rules.WhenTaken,
                cancel
            );
            switch (check)
            {
                case CallerCheck.Confirmed when done.Error?.Code == AccessErrorCode.NotFound && await HasMovedAsync(by, found, find):
                    continue;
                case CallerCheck.Confirmed when done.Error is { } refusal:
                    await RecordAsync(by, tenant, rules.Kind, (found?.Lock, found?.On), operation, refusal);
                    return refusal;
                case CallerCheck.Confirmed:
                    return done;
                case CallerCheck.Gone:
                    return CallerConfirmation.NotAuthenticated;
            }

            if ((await callers.ReadAgainAsync(by, cancel)).IsRefused(out var gone, out by!))
            {
                return gone;
            }
        }

        return new AccessError(AccessErrorCode.Unavailable, "Rights are changing too fast.");
    }

    /// <summary>
    /// The act as it would be, and nothing of it stays: for whoever asks what would come of it. It holds no chain, so nobody waits for it and it may see others'
    /// acts half way through their own; nothing is recorded, as of any read.
    /// </summary>
    public async Task<Outcome<T>> RehearseAsync<TWhat, T>(
        Caller by,
        Func<Caller, ValueTask<Located<TWhat>>> find,
        Func<CallerTurn, TWhat, Task<Outcome<T>>> act,
        CancellationToken cancel
    )
    {
        var operation = OperationId.New(clock.GetUtcNow());
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            var found = await find(by);
            var (check, done) = await RehearseOnceAsync(
                by,
                [found.Tenant, by.Home, .. found.Also ?? []],
                operation,
                turn => act(turn, found.What),
                cancel
            );
            switch (check)
            {
                case CallerCheck.Confirmed:
                    return done;
                case CallerCheck.Gone:
                    return CallerConfirmation.NotAuthenticated;
            }

            if ((await callers.ReadAgainAsync(by, cancel)).IsRefused(out var gone, out by!))
            {
                return gone;
            }
        }

        return new AccessError(AccessErrorCode.Unavailable, "Rights are changing too fast.");
    }

    private async Task<(CallerCheck Check, Outcome<T> Done)> RehearseOnceAsync<T>(
        Caller by,
        TenantId[] tenants,
        OperationId operation,
        Func<CallerTurn, Task<Outcome<T>>> act,
        CancellationToken cancel
    )
    {
        var now = clock.Now();
        await using var work = await db.BeginAsync(TenantSet.Of(tenants), cancel);
        var confirmation = await work.FirstAsync(Confirm, row => CallerConfirmation.Read(row, 0), [by.CredentialHash], cancel);
        if (confirmation.Check(by, now) is not CallerCheck.Confirmed and var check)
        {
            return (check, default);
        }

        work.DoLater("set local lock_timeout to '2s'");
        var chain = new ChainBatch();
        Array.ForEach(tenants, tenant => chain.Hold(tenant, new ChainEnd(0, new byte[AuditHash.Size], DateTimeOffset.MinValue)));
        try
        {
            return (
                CallerCheck.Confirmed,
                await act(new CallerTurn(work, by, tenants[0], operation, now, [], []) { Chain = chain, IsRehearsal = true })
            );
        }
        catch (PostgresException deadlock) when (deadlock.SqlState == PostgresErrorCodes.DeadlockDetected)
        {
            return (CallerCheck.Stale, default);
        }
        catch (PostgresException held) when (held.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return (CallerCheck.Confirmed, AtThisMoment);
        }
    }

    /// <summary>A lock that came from another tenant of the caller's is looked for there by a node that has not heard of it.</summary>
    private static async ValueTask<bool> HasMovedAsync<TWhat>(Caller by, Located<TWhat>? found, Func<Caller, ValueTask<Located<TWhat>?>> find)
    {
        var now = await find(by with { Tenants = by.Tenants.AskedAnew() });
        return now?.Tenant != found?.Tenant || now?.Lock != found?.Lock;
    }

    /// <summary>A deadlock undid everything, so it is asked anew like a right that changed meanwhile.</summary>
    private async Task<(CallerCheck Check, Outcome<T> Done)> TryAsync<T>(
        Caller by,
        TenantId[] tenants,
        OperationId operation,
        Func<CallerTurn, Task<Outcome<T>>> act,
        AccessError? whenTaken,
        CancellationToken cancel
    )
    {
        try
        {
            return await TryOnceAsync(by, tenants, operation, act, whenTaken, cancel);
        }
        catch (PostgresException deadlock) when (deadlock.SqlState == PostgresErrorCodes.DeadlockDetected)
        {
            return (CallerCheck.Stale, default);
        }
    }

    private async Task<(CallerCheck Check, Outcome<T> Done)> TryOnceAsync<T>(
        Caller by,
        TenantId[] tenants,
        OperationId operation,
        Func<CallerTurn, Task<Outcome<T>>> act,
        AccessError? whenTaken,
        CancellationToken cancel
    )
    {
        var now = clock.Now();
        var tenant = tenants[0];
        using var entered = await gates.EnterAsync(tenants, cancel);
        await using var work = await db.BeginAsync(TenantSet.Of(tenants), cancel);
        var chain = await work.HoldChainsAsync(cancel, tenants);
        var confirmation = await work.FirstAsync(Confirm, row => CallerConfirmation.Read(row, 0), [by.CredentialHash], cancel);
        if (confirmation.Check(by, now) is not CallerCheck.Confirmed and var check)
        {
            return (check, default);
        }

        var turn = new CallerTurn(work, by, tenant, operation, now, [], []) { Chain = chain };
        Outcome<T> done;
        try
        {
            var refusal =
                await SpendProof.RefuseAsync(work, by, cancel)
                ?? await RequestsOnce.RefuseAsync(work, by, cancel)
                ?? await ExpectedState.RefuseAsync(work, by, cancel);
            done = refusal is not null ? refusal : await act(turn);
            if (done.Error is null)
            {
                await work.DoWaitingAsync(cancel);
            }
        }
        catch (PostgresException taken)
            when (whenTaken is not null && taken.SqlState is PostgresErrorCodes.ExclusionViolation or PostgresErrorCodes.UniqueViolation)
        {
            done = whenTaken;
        }

        if (done.Error is null)
        {
            await RaiseVersionsAsync(turn, cancel);
            RequestsOnce.Write(work, new SpentRequest(by, operation, turn.Made, Counts: turn.Counts));
            turn.Told.ForEach(told => chain.Append(tenant, told, now, by.AuditedDetail));
            await work.CommitAsync(chain, cancel);
            foreach (var link in turn.Woken)
            {
                queue.Wake(tenant, link);
            }
        }

        return (CallerCheck.Confirmed, done);
    }

    /// <summary>In one order for all, and late: these rows are of no tenant, so no chain keeps two turns apart.</summary>
    public static async ValueTask RaiseVersionsAsync(CallerTurn turn, CancellationToken cancel)
    {
        if (turn.Raised.Count > 0)
        {
            await turn.Work.DoAsync(
                """
                update app_user u set version = u.version + 1
                from (select user_id from app_user where user_id = any ($1) order by user_id for update) as held where u.user_id = held.user_id
                """,
                [turn.Raised.Select(user => user.Value).ToArray()],
                cancel
            );
        }
    }

    /// <summary>Who hangs up does not undo the record of their refusal.</summary>
    private async Task RecordAsync(
        Caller by,
        TenantId tenant,
        AuditKind kind,
        (LockId? Lock, AuditObject? Object) on,
        OperationId operation,
        AccessError refusal
    )
    {
        var refused = new AuditEvent
        {
            Kind = kind,
            Outcome = AuditOutcome.Refused,
            Reason = refusal.Code,
            Proof = refusal.Fault,
            Operation = operation.Value,
            By = by.Audited,
            Lock = on.Lock?.Value,
            On = on.Object,
        };
        using var entered = await gates.EnterAsync([tenant, by.Home], CancellationToken.None);
        await using var work = await db.BeginAsync(TenantSet.Of(tenant, by.Home), CancellationToken.None);
        // The chains first, as every turn takes them: who waits for the same request holds them.
        var chain = await work.HoldChainsAsync(CancellationToken.None, tenant, by.Home);
        if (refusal != SpendProof.Refused)
        {
            RequestsOnce.Write(work, new SpentRequest(by, operation, Refusal: refusal));
        }

        chain.Append(tenant, refused, clock.Now(), by.AuditedDetail);
        await work.CommitAsync(chain, CancellationToken.None);
    }

    private const string Confirm = $"select {CallerConfirmation.Columns} from (values ($1::bytea)) as a (token_hash) {CallerConfirmation.Joins}";
}
