using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;

namespace Latchwork.Operations.Signing;

/// <summary>Whose signature it is that came with a request (JW-4, JW-6). It reads nothing but certificates, and decides nothing about doors.</summary>
public sealed class VerifySignature
{
    private readonly CertifiedKeys certified;
    private readonly TimeProvider clock;

    internal VerifySignature(CertifiedKeys certified, TimeProvider clock) => (this.certified, this.clock) = (certified, clock);

    /// <returns>The fault; or null and, in the other value, by which key and certificate the caller signed.</returns>
    public async ValueTask<(ProofFault? Fault, Signatory? By)> RunAsync(Caller by, SignedMessage message, CancellationToken cancel)
    {
        if (by.User is not { } caller || message.Chain.Count == 0)
        {
            return (ProofFault.UnknownCertificate, null);
        }

        return await certified.FindAsync(message.Chain[0], cancel) is not { } key ? (ProofFault.UnknownCertificate, null)
            : key.Refuse(message, caller, clock.GetUtcNow()) is { } fault ? (fault, null)
            : (null, new Signatory(key.Key, key.LeafHash));
    }
}

/// <summary>The key that signed, and its certificate.</summary>
public sealed record Signatory
{
    internal Signatory(Guid key, byte[] leafHash) => (Key, LeafHash) = (key, leafHash);

    internal Guid Key { get; }

    internal byte[] LeafHash { get; }

    /// <summary>To be spent with the act.</summary>
    public SignedProof Proof(OnceRequest request) => new(this, request);

    public override string ToString() => $"signatory {Key}";
}
