using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Latchwork.Operations.Secrets;
using Latchwork.Server.Hosting;
using Microsoft.Extensions.Logging;

namespace Latchwork.Server.Tls;

/// <summary>
/// A certificate authority of this installation, for networks without a public name. People trust its certificate once; its key stays in
/// the data folder and signs leaves for this server only.
/// </summary>
internal sealed class OwnAuthority
{
    private const int LifeYears = 10;
    private static readonly TimeSpan LeafLife = TimeSpan.FromDays(90);
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromHours(1);

    private readonly X509Certificate2 certificate;

    private OwnAuthority(X509Certificate2 certificate) => this.certificate = certificate;

    public X509Certificate2 Certificate => certificate;

    public string CertificatePem => certificate.ExportCertificatePem() + "\n";

    public static string CertificateFile(DataFolder folder) => folder.File("ca.pem");

    public static string KeyFile(DataFolder folder) => folder.File("ca.key");

    /// <summary>The authority of the folder; made when there is none, and made anew when it would end before a new leaf does.</summary>
    public static OwnAuthority Open(DataFolder folder, DateTimeOffset now, ILogger logger)
    {
        if (File.Exists(KeyFile(folder)) && Load(folder) is { } found && found.NotAfter.ToUniversalTime() > (now + LeafLife).UtcDateTime)
            return new OwnAuthority(found);
        var made = Make(now);
        DurableFile.Write(KeyFile(folder), Encoding.ASCII.GetBytes(KeyPem(made)), replace: true);
        DurableFile.Write(CertificateFile(folder), Encoding.ASCII.GetBytes(made.ExportCertificatePem() + "\n"), replace: true);
        logger.AuthorityMade(CertificateFile(folder));
        return new OwnAuthority(made);
    }

    /// <summary>A leaf for these names, for 90 days from now.</summary>
    public X509Certificate2 Issue(LeafNames names, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Latchwork server", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(names.ToExtension());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([Oid.FromFriendlyName("TLS Web Server Authentication", OidGroup.EnhancedKeyUsage)], false)
        );
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(certificate, true, false));
        using var signed = request.Create(certificate, now - ClockTolerance, now + LeafLife, RandomNumberGenerator.GetBytes(16));
        return signed.CopyWithPrivateKey(key);
    }

    private static X509Certificate2 Make(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var name = $"CN=Latchwork authority of {Environment.MachineName.Replace(",", "", StringComparison.Ordinal)}";
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.CreateSelfSigned(now - ClockTolerance - ClockTolerance, now.AddYears(LifeYears));
    }

    /// <summary>Null when the two files do not fit together: the start was cut off between them.</summary>
    private static X509Certificate2? Load(DataFolder folder)
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(CertificateFile(folder), KeyFile(folder));
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or FileNotFoundException)
        {
            return null;
        }
    }

    private static string KeyPem(X509Certificate2 made)
    {
        using var key = made.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem() + "\n";
    }
}
