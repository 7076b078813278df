using System.Buffers.Text;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Secrets;
using Latchwork.Testing.Doordeck;
using static Latchwork.Domain.Audit.ProofFault;

namespace Latchwork.Dialects.Tests.Doordeck.Signed;

/// <summary>Well-formed tokens that prove nothing (JW-1, JW-4 to JW-6): one status, one text, and a reason of their own in the audit.</summary>
internal static class RefusedProofs
{
    public static IEnumerable<Vector> All => [.. Certificates, .. Signatures, .. Names];

    private static Vector Bad(string name, ProofFault fault, Func<VectorKit, string> make) => new(name, make) { Status = 403, Fault = fault };

    private static IEnumerable<Vector> Certificates =>
        [
            Bad("a chain of another authority", UnknownCertificate, k => k.WithChain(_ => ForeignChain(k.Phone.PublicKey))),
            Bad("a self-signed certificate", UnknownCertificate, k => k.WithChain(_ => [ForeignChain(k.Phone.PublicKey)[1]])),
            Bad("bytes that are no certificate", UnknownCertificate, k => k.WithChain(chain => ["AAAA", chain[1], chain[2]])),
            Bad("a leaf with a byte more", UnknownCertificate, k => k.WithChain(chain => [Grown(chain[0]), chain[1], chain[2]])),
            Bad("a leaf with a bit turned", UnknownCertificate, k => k.WithChain(chain => [Turned(chain[0]), chain[1], chain[2]])),
            Bad("the issuer in front", UnknownCertificate, k => k.WithChain(chain => [chain[1], chain[0], chain[2]])),
            Bad("the root in front", UnknownCertificate, k => k.WithChain(chain => [chain[2], chain[1], chain[0]])),
            Bad("the leaf under another authority", BrokenChain, k => k.WithChain(chain => [chain[0], .. ForeignChain(k.Phone.PublicKey)[1..]])),
            Bad("the leaf alone", BrokenChain, k => k.WithChain(chain => [chain[0]])),
            Bad("no root", BrokenChain, k => k.WithChain(chain => [chain[0], chain[1]])),
            Bad("no issuer", BrokenChain, k => k.WithChain(chain => [chain[0], chain[2]])),
            Bad("issuer and root the wrong way round", BrokenChain, k => k.WithChain(chain => [chain[0], chain[2], chain[1]])),
            Bad("the root twice", BrokenChain, k => k.WithChain(chain => [.. chain, chain[2]])),
            Bad("the leaf twice", BrokenChain, k => k.WithChain(chain => [chain[0], chain[0], chain[1], chain[2]])),
            Bad("an issuer with a bit turned", BrokenChain, k => k.WithChain(chain => [chain[0], Turned(chain[1]), chain[2]])),
            Bad("a root with a bit turned", BrokenChain, k => k.WithChain(chain => [chain[0], chain[1], Turned(chain[2])])),
            Bad("a leaf that is over", CertificateOver, k => k.WithChain(chain => [k.LeafThatIsOver, chain[1], chain[2]])),
            Bad("a leaf that begins tomorrow", CertificateNotYetValid, k => k.WithChain(chain => [k.LeafOfTomorrow, chain[1], chain[2]])),
            Bad("the certificate and signature of somebody else", CertificateOfAnother, k => k.Other.Sign(k.Other.Header(), k.Claims)),
            Bad("a whole token of somebody else", CertificateOfAnother, k => k.Other.Sign(k.Lock, DoordeckPhone.Unlock())),
        ];

    private static IEnumerable<Vector> Signatures =>
        [
            Bad("the signature of another key", WrongSignature, k => k.WithSignature(_ => k.Other.SignBytes([1, 2, 3]))),
            Bad("another's signature over the same bytes", WrongSignature, SignedByAnother),
            Bad("a signature with a bit turned", WrongSignature, k => k.WithSignature(s => [.. s[..10], (byte)(s[10] ^ 1), .. s[11..]])),
            Bad("a signature with the last bit turned", WrongSignature, k => k.WithSignature(s => [.. s[..63], (byte)(s[63] ^ 0x20)])),
            Bad("a signature of 63 bytes", WrongSignature, k => k.WithSignature(s => s[..63])),
            Bad("a signature of 65 bytes", WrongSignature, k => k.WithSignature(s => [.. s, 0])),
            Bad("a signature of zeros", WrongSignature, k => k.WithSignature(_ => new byte[64])),
            Bad("a signature of one byte", WrongSignature, k => k.WithSignature(_ => [1])),
            Bad("S with the group's order added", WrongSignature, k => k.WithSignature(WithOrderAdded)),
            Bad("R that is not canonical", WrongSignature, k => k.WithSignature(s => [.. NotCanonical, .. s[32..]])),
            Bad("R of low order and S nought", WrongSignature, k => k.WithSignature(_ => [1, .. new byte[63]])),
            Bad("the halves of a signature exchanged", WrongSignature, k => k.WithSignature(s => [.. s[32..], .. s[..32]])),
            Bad("a signature over the claims alone", WrongSignature, k => k.Spoiled(p => $"{p[0]}.{p[1]}.{Sign(k, p[1])}")),
            Bad("a signature over the header alone", WrongSignature, k => k.Spoiled(p => $"{p[0]}.{p[1]}.{Sign(k, p[0])}")),
            Bad("a signature with the dot left out", WrongSignature, k => k.Spoiled(p => $"{p[0]}.{p[1]}.{Sign(k, p[0] + p[1])}")),
            Bad(
                "a signature over the digest",
                WrongSignature,
                k => k.Spoiled(p => $"{p[0]}.{p[1]}.{Base64Url.EncodeToString(k.Phone.SignBytes(SHA512.HashData(Ascii($"{p[0]}.{p[1]}"))))}")
            ),
            Bad("claims put under another signature", WrongSignature, k => k.Spoiled(p => $"{p[0]}.{k.Spoiled(q => q[1])}.{p[2]}")),
            Bad("a header put over another signature", WrongSignature, WithOtherHeader),
            Bad("claims written again, padded, under their signature", WrongSignature, Padded),
        ];

    private static IEnumerable<Vector> Names =>
        [
            Bad("somebody else as issuer", OtherIssuer, k => k.WithClaims(c => c["iss"] = k.Other.UserId)),
            Bad("nobody as issuer", OtherIssuer, k => k.WithClaims(c => c["iss"] = SecretMaker.Uuid4())),
            Bad("the lock as issuer", OtherIssuer, k => k.WithClaims(c => c["iss"] = k.Lock)),
        ];

    /// <summary>The prime and more, as y: a second spelling of a small number.</summary>
    private static readonly byte[] NotCanonical = Convert.FromHexString("EEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF7F");

    private static readonly BigInteger Order = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", null);

    private static byte[] WithOrderAdded(byte[] signature)
    {
        var s = new BigInteger(signature.AsSpan(32), isUnsigned: true) + Order;
        var bytes = new byte[32];
        s.TryWriteBytes(bytes, out _, isUnsigned: true);
        return [.. signature[..32], .. bytes];
    }

    private static string SignedByAnother(VectorKit kit) =>
        kit.Spoiled(p => $"{p[0]}.{p[1]}.{Base64Url.EncodeToString(kit.Other.SignBytes(Ascii($"{p[0]}.{p[1]}")))}");

    private static string WithOtherHeader(VectorKit kit)
    {
        var header = kit.Header;
        header["kid"] = "1";
        return kit.Spoiled(p => $"{Base64Url.EncodeToString(VectorKit.Utf8(header.ToJsonString()))}.{p[1]}.{p[2]}");
    }

    private static string Padded(VectorKit kit)
    {
        var claims = kit.Claims;
        while (Base64Url.EncodeToString(VectorKit.Utf8(claims.ToJsonString())).Length % 4 == 0)
        {
            claims["note"] = $"{claims["note"]}x";
        }

        var parts = kit.Phone.Sign(kit.Header, claims).Split('.');
        return $"{parts[0]}.{parts[1].PadRight((parts[1].Length + 3) / 4 * 4, '=')}.{parts[2]}";
    }

    private static string Sign(VectorKit kit, string text) => Base64Url.EncodeToString(kit.Phone.SignBytes(Ascii(text)));

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);

    private static string Grown(string certificate) => Convert.ToBase64String([.. Convert.FromBase64String(certificate), 0]);

    private static string Turned(string certificate)
    {
        var bytes = Convert.FromBase64String(certificate);
        bytes[^1] ^= 1;
        return Convert.ToBase64String(bytes);
    }

    /// <summary>As this server's own, by somebody else: leaf, issuer, root.</summary>
    private static List<string> ForeignChain(byte[] publicKey)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("O=Latchwork, CN=Latchwork operation root", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        using var root = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(1));
        var subject = new PublicKey(new Oid("1.3.101.112"), null, new AsnEncodedData(publicKey));
        var leaf = new CertificateRequest(new X500DistinguishedName("CN=leaf"), subject, HashAlgorithmName.SHA256);
        using var issued = leaf.Create(root.SubjectName, X509SignatureGenerator.CreateForECDsa(key), now.AddDays(-1), now.AddDays(20), [1, 2, 3]);
        return [.. new[] { issued, root, root }.Select(certificate => Convert.ToBase64String(certificate.RawData))];
    }
}
