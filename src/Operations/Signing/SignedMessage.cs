using Latchwork.Operations.Identity;

namespace Latchwork.Operations.Signing;

/// <summary>What a caller signed, with the certificates of the key.</summary>
/// <param name="Content">The very bytes that were signed, as they were received.</param>
/// <param name="Chain">DER, leaf first.</param>
public readonly record struct SignedMessage(ReadOnlyMemory<byte> Content, ReadOnlyMemory<byte> Signature, IReadOnlyList<byte[]> Chain);

/// <summary>
/// A signature that was found right, to be spent in the transaction of the act that it asks for (JW-8): there its key and certificate are looked at once more,
/// and the request is written down as used, so it acts once, on whatever node and after whatever restart.
/// </summary>
public sealed record SignedProof
{
    internal SignedProof(Signatory by, OnceRequest request) => (LeafHash, Key, Request) = (by.LeafHash, by.Key, request);

    internal OnceRequest Request { get; }

    internal byte[] LeafHash { get; }

    /// <summary>The signing key.</summary>
    internal Guid Key { get; }

    public override string ToString() => nameof(SignedProof);
}
