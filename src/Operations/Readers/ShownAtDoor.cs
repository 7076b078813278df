using System.Net;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Locks;

namespace Latchwork.Operations.Readers;

/// <summary>What a reader of a lock was shown, or a telephone at its tile, in the forms that find it. Nothing of it can be read.</summary>
internal sealed record ShownAtDoor
{
    /// <summary>Nobody stands at the door any more when something shown so long ago is heard of.</summary>
    public static TimeSpan StillThere { get; } = TimeSpan.FromSeconds(10);

    /// <summary>The reader, or the tile.</summary>
    public required Caller By { get; init; }

    /// <summary>Of the lease under which a reader was heard: another node may hold the link by now. Null at a tile, which nobody holds.</summary>
    public long? Epoch { get; init; }

    public required CredentialKind Kind { get; init; }

    /// <inheritdoc cref="Presentation.At"/>
    public required DateTimeOffset At { get; init; }

    /// <summary>Of a QR; null for what cannot be one of ours.</summary>
    public byte[]? TokenHash { get; init; }

    /// <summary>Of a passcode or card at this lock, under every live key; none for what cannot be one.</summary>
    public IReadOnlyList<byte[]> ValueIndexes { get; init; } = [];

    /// <summary>What its wrong codes are counted under (RL-2).</summary>
    public byte[] AttemptsAtLock { get; init; } = [];

    /// <inheritdoc cref="AttemptsAtLock"/>
    public byte[] AttemptsAtReader { get; init; } = [];

    public Guid? Reader => By.Principal.Kind == PrincipalKind.Device ? By.Principal.Id : null;

    public Guid? Tile => By.Principal.Kind == PrincipalKind.Tile ? By.Principal.Id : null;

    // A QR holds 256 random bits: whoever shows wrong ones guesses nothing, and would only keep others out.
    private bool CanBeGuessed => Kind != CredentialKind.QrCode;

    /// <summary>Why it opens nothing; null where the lock is to be asked.</summary>
    public AccessError? Refuse(ShownFacts facts, LockFacts smartLock, DateTimeOffset now) =>
        !facts.IsHeld ? HeardByAnother
        : now - At > StillThere ? TooLate
        : CanBeGuessed && (facts.OfLock.IsBlocked(now) || facts.OfReader.IsBlocked(now)) ? TooManyWrong
        : AccessDecision.RefuseShown(facts.Credential, smartLock, now, Tile is null ? null : By.Address ?? IPAddress.None);

    /// <summary>What is to be counted after the refusal, and told where it was the last one for now.</summary>
    public WrongCode? Count(DoorAsk ask, ShownFacts facts, AccessError refusal, ChainBatch chain, DateTimeOffset now)
    {
        if (!CanBeGuessed || refusal.Code != AccessErrorCode.NotFound)
        {
            return null;
        }

        var counted = new WrongCode(
            facts.OfLock.AfterWrong(now, CodeAttempts.MostOfLock),
            facts.OfReader.AfterWrong(now, CodeAttempts.MostOfPrincipal)
        );
        if (counted.OfLock.IsBlocked(now) || counted.OfReader.IsBlocked(now))
        {
            chain.Append(ask.Chain, BurstOf(ask), now);
        }

        return counted;
    }

    public override string ToString() => $"{Kind} at {By}";

    private AuditEvent BurstOf(DoorAsk ask) =>
        new()
        {
            Kind = AuditKind.WrongCodeBurst,
            Outcome = AuditOutcome.Reported,
            Operation = ask.Operation.Value,
            By = ask.By.Audited,
            Lock = ask.Lock?.Value,
            Shown = Kind,
        };

    private static readonly AccessError HeardByAnother = new(AccessErrorCode.Conflict, "Another server looks after this reader by now.", Noun.Reader);
    private static readonly AccessError TooManyWrong = new(AccessErrorCode.TooManyAttempts, "Too many wrong codes. Try again later.", Noun.Reader);

    internal static readonly AccessError TooLate = new(AccessErrorCode.NotSentInTime, "It was shown too long ago: nothing will happen.", Noun.Reader);
}

/// <summary>What is known of something shown, and of the reader.</summary>
/// <param name="IsThere">The reader or the tile is at this very lock.</param>
/// <param name="IsHeld">The reader's link is still held under the lease under which it was heard.</param>
/// <param name="Credential">Null where nothing like it is to open this lock, ever was, or will.</param>
internal sealed record ShownFacts(bool IsThere, bool IsHeld, CodeAttempts OfLock, CodeAttempts OfReader, ShownCredential? Credential);

/// <summary>How often it was wrong by now.</summary>
internal readonly record struct WrongCode(CodeAttempts OfLock, CodeAttempts OfReader);
