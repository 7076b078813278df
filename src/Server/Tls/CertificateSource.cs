using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Latchwork.Server.Hosting;
using Microsoft.Extensions.Logging;

namespace Latchwork.Server.Tls;

/// <summary>The certificate to show on the next connection. A new one takes over without a restart.</summary>
internal abstract class CertificateSource(TimeProvider time, TimeSpan interval)
{
    protected TimeProvider Time => time;

    private readonly Lock refreshing = new();
    private long lookedAt = long.MinValue;
    private SslStreamCertificateContext? current;

    /// <summary>The operator's files, or a leaf of an authority of our own.</summary>
    /// <exception cref="StartRefusedException">The files cannot be read or do not belong together.</exception>
    public static CertificateSource For(ServerOptions options, DataFolder folder, TimeProvider time, ILogger logger)
    {
        CertificateSource source = options is { Certificate: { } certificate, Key: { } key }
            ? new PemFiles(Path.GetFullPath(certificate), Path.GetFullPath(key), time, logger)
            : new OwnLeaf(OwnAuthority.Open(folder, time.GetUtcNow(), logger), options.PublicUrl?.DnsSafeHost, time, logger);
        source.Current();
        return source;
    }

    /// <summary>Our authority's certificate for download, where there is one.</summary>
    public virtual string? AuthorityPem => null;

    public SslStreamCertificateContext Current()
    {
        lock (refreshing)
        {
            if (current is not null && time.GetElapsedTime(lookedAt) < interval)
                return current;
            lookedAt = time.GetTimestamp();
            return current = Refresh(current);
        }
    }

    /// <summary>The same context when nothing has changed.</summary>
    protected abstract SslStreamCertificateContext Refresh(SslStreamCertificateContext? current);

    protected static SslStreamCertificateContext Context(X509Certificate2 leaf, X509Certificate2Collection issuers) =>
        SslStreamCertificateContext.Create(leaf, issuers, offline: true);
}
