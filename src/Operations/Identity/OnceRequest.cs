using System.Security.Cryptography;
using Latchwork.Domain;

namespace Latchwork.Operations.Identity;

/// <summary>
/// A request that does its act once, on whatever node and however often it comes (design, "Request once"). It is written down in the act's own transaction, with
/// what the act made or was refused with.
/// </summary>
public sealed record OnceRequest
{
    /// <param name="key">What makes it this one and no other among its caller's: at most 64 bytes.</param>
    /// <param name="hash">SHA-256 of what it asks for.</param>
    public OnceRequest(byte[] key, byte[] hash, DateTimeOffset rememberedUntil) => (Key, Hash, RememberedUntil) = (key, hash, rememberedUntil);

    internal byte[] Key { get; }

    internal byte[] Hash { get; }

    /// <summary>How long it is remembered.</summary>
    internal DateTimeOffset RememberedUntil { get; }

    /// <summary>The same again is answered from what the first one did, and not refused (HM-7).</summary>
    public bool IsAnsweredAgain { get; init; }

    /// <summary>What makes it this one is a name that the caller chose, and nothing that was made of the request.</summary>
    public bool IsNamedByCaller { get; init; }

    /// <summary>A part of it that is done, and answered again, by itself.</summary>
    internal OnceRequest Part(byte number) =>
        new(SHA256.HashData([.. Key, number]), Hash, RememberedUntil) { IsAnsweredAgain = IsAnsweredAgain, IsNamedByCaller = IsNamedByCaller };

    public override string ToString() => nameof(OnceRequest);
}

/// <summary>The first time that a request came, as it was written down.</summary>
internal sealed record FormerRequest(byte[] Hash, FormerAct Act)
{
    public static readonly AccessError Used = new(AccessErrorCode.Replayed, "This request was made before.");

    /// <summary>Its signature was made for another one.</summary>
    public static readonly AccessError Elsewhere = new(AccessErrorCode.ProofRefused, "The signature of this request was used for another one.");

    private static readonly AccessError Reused = new(AccessErrorCode.KeyReused, "This key was sent with another request before: use a new one.");

    /// <summary>Why it is not done once more.</summary>
    public AccessError Refuse(OnceRequest again) =>
        !again.IsAnsweredAgain ? Used
        : again.Hash.AsSpan().SequenceEqual(Hash) ? Used with { Former = Act }
        : again.IsNamedByCaller ? Reused
        : Elsewhere;
}
