using System.Globalization;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Signing;

/// <summary>
/// The second factor (JW-10): the code, signed by the key that it was sent for, so that nobody who only reads the mail, or only has the key, gets through.
/// </summary>
public sealed class CompleteStepUp
{
    private static readonly AccessError NothingPending = new(
        AccessErrorCode.NotFound,
        "There is no code under way. Ask for another.",
        Noun.SigningKey
    );

    private static readonly AccessError Wrong = new(AccessErrorCode.ProofRefused, "That is not the signature of the code.", Noun.SigningKey);

    private readonly CallerTurns turns;
    private readonly OperationAuthority authority;
    private readonly StepUpCodes codes;
    private readonly Throttle throttle;

    internal CompleteStepUp(CallerTurns turns, OperationAuthority authority, StepUpCodes codes, Throttle throttle) =>
        (this.turns, this.authority, this.codes, this.throttle) = (turns, authority, codes, throttle);

    /// <param name="signature">Ed25519 over the digits as text.</param>
    /// <returns><see cref="AccessErrorCode.ProofRefused"/> for a wrong one; after five of them the key is dropped.</returns>
    public async Task<Outcome<CertifiedChain>> RunAsync(Caller by, ReadOnlyMemory<byte> signature, CancellationToken cancel)
    {
        // RL-2, for all codes of the person together.
        List<ThrottleSubject> subjects = [new(ThrottleKind.PrincipalCodes, by.Principal.Id.ToString("D", CultureInfo.InvariantCulture))];
        if (await throttle.RefuseAsync(subjects, cancel) is { } wait)
        {
            return wait;
        }

        var issuer = await authority.CurrentAsync(cancel);
        var done = await turns.RunAsync<Done, CertifiedChain?>(
            by,
            new TurnRules(AuditKind.SigningKeyCertified, NothingPending),
            caller => ValueTask.FromResult<Located<Done>?>(new Located<Done>(caller.Home, Done.Yes)),
            (turn, _) => CheckAsync(turn, issuer, signature, cancel),
            cancel
        );
        if (done.IsRefused(out var refusal, out var chain) || chain is not null)
        {
            return refusal is not null ? refusal : chain!;
        }

        await throttle.FailedAsync(subjects);
        return Wrong;
    }

    /// <returns>Null for a wrong signature: that it was tried is committed.</returns>
    private async Task<Outcome<CertifiedChain?>> CheckAsync(
        CallerTurn turn,
        Authority issuer,
        ReadOnlyMemory<byte> signature,
        CancellationToken cancel
    )
    {
        await SigningKeys.HoldAsync(turn, cancel);
        if (await codes.FindAsync(turn, cancel) is not { } pending)
        {
            return NothingPending;
        }

        if (!Ed25519.Verify(pending.PublicKey, pending.Code, signature.Span))
        {
            await StepUpCodes.FailedAsync(turn, pending, cancel);
            var refused = turn.Event(AuditKind.SigningKeyCertified, smartLock: null);
            turn.Told.Add(refused with { Outcome = AuditOutcome.Refused, Reason = Wrong.Code, Proof = ProofFault.WrongSignature });
            return (CertifiedChain?)null;
        }

        await StepUpCodes.UsedAsync(turn, pending, cancel);
        return await SigningKeys.CertifyAsync(turn, issuer, await SigningKeys.LiveAsync(turn, cancel), pending.PublicKey, cancel);
    }
}
