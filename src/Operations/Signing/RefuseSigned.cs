using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;

namespace Latchwork.Operations.Signing;

/// <summary>
/// Refuses a signed operation for what is wrong with the request itself, and records it. Who has no grant to the lock that holds now is told of that and of
/// nothing else, as before any look at what they sent (doordeck.md 8.4).
/// </summary>
public sealed class RefuseSigned
{
    private readonly CallerTurns turns;
    private readonly LockTurns locks;
    private readonly RefusalCounts counts;

    internal RefuseSigned(CallerTurns turns, LockTurns locks, RefusalCounts counts) => (this.turns, this.locks, this.counts) = (turns, locks, counts);

    /// <param name="by">With a proof where the request is used up by this.</param>
    /// <param name="kind">As what it is recorded.</param>
    public async Task<AccessError> RunAsync(Caller by, WireId lockId, AuditKind kind, ProofFault fault, CancellationToken cancel)
    {
        var refusal = ProofFaults.Refuse(fault);
        var refused = await turns.RunAsync<LockId, Done>(
            by,
            new TurnRules(kind, AccessError.NotFound(Noun.Lock)),
            caller => locks.LocateAsync(caller, lockId, cancel),
            async (turn, id) =>
                await NamedLock.FindAsync(turn, id, cancel) is not { } named ? AccessError.NotFound(Noun.Lock)
                : named.Refuse(AccessAct.BeAdmitted, turn) is { } none ? none
                : refusal,
            cancel
        );
        if (ProofFaults.SignOf(fault) is { } sign)
        {
            await CountAsync(by, lockId, sign, cancel);
        }

        return refused.Error ?? refusal;
    }

    /// <summary>A signed operation was shown that had been spent; the operation itself has refused and recorded it.</summary>
    public Task TellRepeatedAsync(Caller by, WireId lockId, CancellationToken cancel) =>
        CountAsync(by, lockId, ForgerySign.RepeatedOperation, cancel);

    private async Task CountAsync(Caller by, WireId lockId, ForgerySign sign, CancellationToken cancel)
    {
        var found = await locks.LocateAsync(by, lockId, cancel);
        counts.Forgery(sign, found?.Tenant ?? by.Home, by.Principal, by.Address, found?.Lock);
    }
}
