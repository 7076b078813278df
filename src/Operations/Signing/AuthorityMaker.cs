using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Signing;

/// <summary>Makes the certificates behind signed operations (doordeck.md 6). Small, since a client sends the whole chain with each of them.</summary>
internal static class AuthorityMaker
{
    private const string UniqueIdentifier = "2.5.4.45";
    private const string DnQualifier = "2.5.4.46";
    private const string Ed25519 = "1.3.101.112";
    private const int RootYears = 40;
    private const int IssuerYears = 10;
    private const int SerialSize = 16;

    /// <summary>How much a clock may be behind ours and still find a certificate valid that was just made.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(10);

    public static X509Certificate2 Root(ECDsa key, DateTimeOffset now)
    {
        var request = new CertificateRequest("O=Latchwork, CN=Latchwork operation root", key, HashAlgorithmName.SHA256);
        AddAuthority(request, pathLength: 1);
        return request.CreateSelfSigned(now - ClockTolerance - ClockTolerance, now.AddYears(RootYears));
    }

    public static X509Certificate2 Issuer(ECDsa key, X509Certificate2 root, ECDsa rootKey, DateTimeOffset now)
    {
        var request = new CertificateRequest(Name(DnQualifier, UniversalTagNumber.PrintableString), key, HashAlgorithmName.SHA256);
        AddAuthority(request, pathLength: 0);
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(root, includeKeyIdentifier: true, false));
        return request.Create(
            root.SubjectName,
            X509SignatureGenerator.CreateForECDsa(rootKey),
            now - ClockTolerance,
            now.AddYears(IssuerYears),
            Serial()
        );
    }

    /// <summary>For a signing key: 32 bytes of Ed25519.</summary>
    public static X509Certificate2 Leaf(ReadOnlySpan<byte> publicKey, X509Certificate2 issuer, ECDsa issuerKey, DateTimeOffset now, TimeSpan life)
    {
        var subjectKey = new PublicKey(new Oid(Ed25519), null, new AsnEncodedData(publicKey));
        var request = new CertificateRequest(Name(UniqueIdentifier, UniversalTagNumber.UTF8String), subjectKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(subjectKey, critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, includeKeyIdentifier: true, false));
        return request.Create(issuer.SubjectName, X509SignatureGenerator.CreateForECDsa(issuerKey), now - ClockTolerance, now + life, Serial());
    }

    private static void AddAuthority(CertificateRequest request, int pathLength)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, pathLength, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
    }

    private static X500DistinguishedName Name(string oid, UniversalTagNumber form)
    {
        var name = new X500DistinguishedNameBuilder();
        name.Add(oid, SecretMaker.Uuid4(), form);
        return name.Build();
    }

    /// <summary>Random, positive and of full length.</summary>
    private static byte[] Serial()
    {
        var serial = RandomNumberGenerator.GetBytes(SerialSize);
        serial[0] = (byte)((serial[0] & 0x7F) | 0x40);
        return serial;
    }
}
