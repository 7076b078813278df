using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;

namespace Latchwork.Operations.Signing;

/// <summary>
/// Registers a phone's key, or certifies one that is registered anew (doordeck.md 7). A person's first key needs nothing more than their log-in; any further
/// one needs a second factor (JW-10), unless the application whose person it is does without.
/// </summary>
public sealed class RegisterSigningKey
{
    private static readonly AccessError NeedsStepUp = new(AccessErrorCode.StepUpNeeded, "Secondary authentication required", Noun.SigningKey);

    private readonly CallerTurns turns;
    private readonly OperationAuthority authority;

    internal RegisterSigningKey(CallerTurns turns, OperationAuthority authority) => (this.turns, this.authority) = (turns, authority);

    /// <summary>Why these bytes could never be registered; null: they could.</summary>
    public static AccessError? Refuse(ReadOnlyMemory<byte> publicKey) => SigningKeys.Parse(publicKey.Span) is null ? SigningKeys.NotAKey : null;

    /// <param name="publicKey">32 bytes of Ed25519, or a SubjectPublicKeyInfo of them (RFC 8410).</param>
    /// <returns><see cref="AccessErrorCode.StepUpNeeded"/>: a second factor comes first.</returns>
    public async Task<Outcome<CertifiedChain>> RunAsync(Caller by, ReadOnlyMemory<byte> publicKey, CancellationToken cancel)
    {
        if (SigningKeys.Parse(publicKey.Span) is not { } key)
        {
            return SigningKeys.NotAKey;
        }

        var issuer = await authority.CurrentAsync(cancel);
        return await turns.RunAsync<byte[], CertifiedChain>(
            by,
            new TurnRules(AuditKind.SigningKeyCertified, CallerConfirmation.NotAuthenticated),
            caller => ValueTask.FromResult<Located<byte[]>?>(new Located<byte[]>(caller.Home, key)),
            (turn, wanted) => RegisterAsync(turn, issuer, wanted, cancel),
            cancel
        );
    }

    private static async Task<Outcome<CertifiedChain>> RegisterAsync(CallerTurn turn, Authority issuer, byte[] publicKey, CancellationToken cancel)
    {
        await SigningKeys.HoldAsync(turn, cancel);
        var live = await SigningKeys.LiveAsync(turn, cancel);
        var isKnown = live.Exists(key => key.PublicKey.AsSpan().SequenceEqual(publicKey));
        return isKnown || live.Count == 0 || !await StepsUpAsync(turn, cancel)
            ? await SigningKeys.CertifyAsync(turn, issuer, live, publicKey, cancel)
            : NeedsStepUp;
    }

    private static Task<bool> StepsUpAsync(CallerTurn turn, CancellationToken cancel) =>
        turn.Work.FirstAsync(
            "select latchwork_steps_up(pool) from app_user where user_id = $1",
            row => row.GetBoolean(0),
            [turn.By.Principal.Id],
            cancel
        );
}
