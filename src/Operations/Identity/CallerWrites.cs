using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Identity;

/// <summary>
/// Transactions of a caller outside the Journal's lanes. The chains are held first, as everybody takes them before people, clients and what devices
/// report on; then the credential and its holder are confirmed and held until the commit, so a revocation comes wholly before or wholly after (AZ-5).
/// A refusal is recorded as the act would have been (AU-1), and a request that counts once is written down with either.
/// </summary>
internal sealed class CallerWrites(AccessDb db, Callers callers, TimeProvider clock)
{
    private const int MaxAttempts = 3;

    /// <param name="tenant">Where it is to happen; one that is not the caller's does not exist for them.</param>
    /// <param name="kind">As what the act, or its refusal, is recorded.</param>
    public async Task<Outcome<CallerWork>> BeginAsync(
        Caller by,
        TenantId tenant,
        Permission needed,
        Noun on,
        AuditKind kind,
        CancellationToken cancel
    )
    {
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            var (check, begun) = await TryAsync(by, tenant, needed, on, kind, cancel);
            switch (check)
            {
                case CallerCheck.Confirmed:
                    return begun;
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

    /// <summary>The transaction lives on only where the caller may go on with it; on every other way out it gives its connection back.</summary>
    private async Task<(CallerCheck Check, Outcome<CallerWork> Begun)> TryAsync(
        Caller by,
        TenantId tenant,
        Permission needed,
        Noun on,
        AuditKind kind,
        CancellationToken cancel
    )
    {
        var work = await db.BeginAsync(TenantSet.Of(tenant, by.Home), cancel);
        try
        {
            var now = clock.Now();
            var chain = await work.HoldChainsAsync(cancel, tenant, by.Home);
            var check = await CheckAsync(work, by, now, cancel);
            if (check != CallerCheck.Confirmed)
            {
                await work.DisposeAsync();
                return (check, default);
            }

            var begun = new CallerWork(work, chain, by, tenant, kind, now);
            var refusal =
                await RequestsOnce.RefuseAsync(work, by, cancel)
                ?? AccessDecision.Refuse(needed, by.StandingIn(tenant), on)
                ?? await ExpectedState.RefuseAsync(work, by, cancel);
            if (refusal is null)
            {
                return (check, begun);
            }

            await begun.RefuseAsync(refusal);
            await begun.DisposeAsync();
            return (check, refusal);
        }
        catch
        {
            await work.DisposeAsync();
            throw;
        }
    }

    private static async Task<CallerCheck> CheckAsync(Work work, Caller by, DateTimeOffset now, CancellationToken cancel)
    {
        if (by.Principal.Kind == PrincipalKind.Server)
        {
            return CallerCheck.Confirmed;
        }

        var holder = by.User is null
            ? "api_client where tenant_id = $2 and api_client_id = $1"
            : "app_user where user_id = $1 and $2::uuid is not null";
        await work.DoAsync($"select 1 from {holder} for share", [by.Principal.Id, by.Home.Value], cancel);
        await work.DoAsync("select 1 from session where token_hash = $1 for share", [by.CredentialHash], cancel);
        var found = await work.ListAsync(
            $"select {CallerConfirmation.Columns} from (values ($1::bytea)) as a (token_hash) {CallerConfirmation.Joins}",
            row => CallerConfirmation.Read(row, 0),
            [by.CredentialHash],
            cancel
        );
        return found[0].Check(by, now);
    }
}

/// <summary>A confirmed caller's transaction under way; it ends with <see cref="CommitAsync"/> or <see cref="RefuseAsync"/>, else without a trace.</summary>
internal sealed class CallerWork(Work work, ChainBatch chain, Caller by, TenantId tenant, AuditKind kind, DateTimeOffset now) : IAsyncDisposable
{
    public Work Work => work;

    /// <summary>As the database knows them: what a node remembers of their rights may be out of date (AZ-4).</summary>
    public Caller By => by;

    private readonly OperationId operation = OperationId.New(now);

    public DateTimeOffset Now => now;

    /// <summary>Numbers of the act's answer that no row tells afterwards, for a repeated request.</summary>
    public IReadOnlyList<int>? Counts { get; set; }

    /// <summary>Records what was done and commits.</summary>
    /// <param name="on">What it was done to; a repeated request is answered from that row.</param>
    /// <param name="changed">Names of what was changed, with values that are no secret and nothing personal.</param>
    /// <param name="led">What it led to, recorded after it.</param>
    public Task CommitAsync(
        AuditObject on,
        IReadOnlyDictionary<string, string>? changed,
        CancellationToken cancel,
        params IEnumerable<AuditEvent> led
    )
    {
        chain.Append(tenant, Told(AuditOutcome.Done) with { On = on, Changed = changed }, now, by.AuditedDetail);
        foreach (var told in led)
        {
            chain.Append(tenant, told, now);
        }

        RequestsOnce.Write(work, new SpentRequest(by, operation, on.Id, Counts: Counts));
        return work.CommitAsync(chain, cancel);
    }

    /// <summary>Records that it was refused, and commits that alone: call it before anything was written. Who hangs up does not undo the record (AU-1).</summary>
    public async Task<AccessError> RefuseAsync(AccessError refusal)
    {
        var where = by.StandingIn(tenant) is null ? by.Home : tenant;
        chain.Append(where, Told(AuditOutcome.Refused) with { Reason = refusal.Code }, now, by.AuditedDetail);
        RequestsOnce.Write(work, new SpentRequest(by, operation, Refusal: refusal));
        await work.CommitAsync(chain, CancellationToken.None);
        return refusal;
    }

    public ValueTask DisposeAsync() => work.DisposeAsync();

    private AuditEvent Told(AuditOutcome outcome) =>
        new()
        {
            Kind = kind,
            Outcome = outcome,
            Operation = operation.Value,
            By = by.Audited,
        };
}
