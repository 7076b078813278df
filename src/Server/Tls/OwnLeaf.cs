using System.Net.Security;
using Microsoft.Extensions.Logging;

namespace Latchwork.Server.Tls;

/// <summary>
/// A leaf of our own authority. It lives in memory; a new one is made at start, when a third of its life is left, and when the machine's
/// names or addresses have changed.
/// </summary>
internal sealed class OwnLeaf(OwnAuthority authority, string? publicHost, TimeProvider time, ILogger logger)
    : CertificateSource(time, TimeSpan.FromMinutes(1))
{
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    private LeafNames? issuedFor;

    public override string AuthorityPem => authority.CertificatePem;

    protected override SslStreamCertificateContext Refresh(SslStreamCertificateContext? current)
    {
        var now = Time.GetUtcNow();
        var names = LeafNames.OfThisMachine(publicHost);
        if (
            current is not null
            && issuedFor!.IsSameAs(names)
            && current.TargetCertificate.NotAfter.ToUniversalTime() > (now + RenewBefore).UtcDateTime
        )
            return current;
        issuedFor = names;
        var leaf = authority.Issue(names, now);
        logger.LeafIssued(leaf.NotAfter);
        return Context(leaf, [authority.Certificate]);
    }
}
