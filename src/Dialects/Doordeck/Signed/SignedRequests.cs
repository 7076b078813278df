using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Recovery;
using Latchwork.Operations.Signing;

namespace Latchwork.Dialects.Doordeck.Signed;

/// <summary>A signed operation whose signature and claims hold.</summary>
/// <param name="By">With the proof that is spent with the operation.</param>
/// <param name="IsForLater">Its token is good for longer than an opening may be (8.6).</param>
internal sealed record SignedRequest(Caller By, SignedOperation Operation, bool IsForLater);

/// <summary>
/// Looks at a signed operation in the order of 8.4. What does not hold is refused and recorded with its own reason, of which the caller learns the status alone;
/// whether the caller may do it at all, now, is asked by the operation, and first of all by the record of a refusal.
/// </summary>
internal sealed class SignedRequests(VerifySignature verify, RefuseSigned refuse, WireIdIndex ids, RecoveryState recovery, TimeProvider clock)
{
    public async Task<Outcome<SignedRequest>> AcceptAsync(Caller by, WireId lockId, ReadOnlyMemory<byte> body, CancellationToken cancel)
    {
        var (malformed, token) = SignedToken.Parse(body);
        if (token is null)
        {
            return await refuse.RunAsync(by, lockId, AuditKind.Unlock, malformed!.Value, cancel);
        }

        var type = OperationReader.TypeOf(token.Claims);
        var kind = SignedOperations.KindOf(type, OperationReader.LocksOf(token.Claims));
        var (unproven, signatory) = await verify.RunAsync(by, token.Message, cancel);
        if (signatory is null)
        {
            return await refuse.RunAsync(by, lockId, kind, unproven!.Value, cancel);
        }

        var now = clock.GetUtcNow();
        var caller = await CallerNamedAsync(by, token, cancel);
        var smartLock = Guid.TryParse(lockId.Text, out var uuid) ? uuid : Guid.Empty;
        var (wrong, claims) = SignedClaims.Read(token.Claims, caller, smartLock, type == SignedOperations.MutateLock, now);
        if (wrong is { } claim)
        {
            return await refuse.RunAsync(by, lockId, kind, claim, cancel);
        }

        if (recovery.MayHaveBeenUsed(claims.IssuedAt, SignedClaims.Ahead))
        {
            return await refuse.RunAsync(by, lockId, kind, ProofFault.MayHaveBeenUsed, cancel);
        }

        var content = token.ContentHash;
        var proven = by with { Proof = signatory.Proof(new OnceRequest(claims.RequestKey(content), content, claims.RememberedUntil(now))) };
        var (unreadable, operation) = OperationReader.Read(token.Claims);
        return operation is null
            ? await refuse.RunAsync(proven, lockId, kind, unreadable!.Value, cancel)
            : new SignedRequest(proven, operation, claims.IsForLater(now));
    }

    /// <summary>The id that the token names, where it is the caller's; else one that nobody has.</summary>
    private async ValueTask<Guid> CallerNamedAsync(Caller by, SignedToken token, CancellationToken cancel) =>
        Guid.TryParseExact(token.Claims.Text("iss"), "D", out var issuer)
        && await ids.FindAsync(WireId.Uuid(WireIdKind.UserUuid, issuer), cancel) is { } row
        && row.Id == by.Principal.Id
            ? issuer
            : Guid.Empty;
}
