using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Latchwork.Server.Hosting;
using Microsoft.Extensions.Logging;

namespace Latchwork.Server.Tls;

/// <summary>
/// Certificate and key of the operator, looked at again once a second while connections come in. By content: tools that renew
/// certificates swap links, whose dates say nothing.
/// </summary>
internal sealed class PemFiles(string certificateFile, string keyFile, TimeProvider time, ILogger logger)
    : CertificateSource(time, TimeSpan.FromSeconds(1))
{
    private (string Certificate, string Key) seen;

    protected override SslStreamCertificateContext Refresh(SslStreamCertificateContext? current)
    {
        try
        {
            var now = (File.ReadAllText(certificateFile), File.ReadAllText(keyFile));
            if (current is not null && now == seen)
                return current;
            var loaded = Load(now.Item1, now.Item2);
            seen = now;
            logger.CertificateLoaded(certificateFile, loaded.TargetCertificate.NotAfter);
            return loaded;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            if (current is null)
                throw new StartRefusedException($"The certificate {certificateFile} with the key {keyFile} cannot be used: {e.Message}", e);
            // A renewal writes two files, one after the other. The former pair serves until the new one fits together.
            logger.CertificateNotLoaded(certificateFile, e.Message);
            return current;
        }
    }

    private static SslStreamCertificateContext Load(string certificate, string key)
    {
        var leaf = X509Certificate2.CreateFromPem(certificate, key);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(certificate);
        return Context(leaf, [.. chain.Skip(1)]);
    }
}
