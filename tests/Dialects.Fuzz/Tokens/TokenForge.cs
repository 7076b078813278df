using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Latchwork.Domain;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Signing;

namespace Latchwork.Dialects.Fuzz.Tokens;

/// <summary>A person with a certified key, and what they sign.</summary>
internal sealed class Signer
{
    private readonly Ed25519SigningKey key;
    private readonly string header;

    public Signer(Seed seed, DateTimeOffset now)
    {
        key = Ed25519SigningKey.FromSeed(SHA256.HashData(Encoding.ASCII.GetBytes(seed.Next(int.MaxValue).ToString(CultureInfo.InvariantCulture))));
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var issuerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var root = AuthorityMaker.Root(rootKey, now);
        using var issuer = AuthorityMaker.Issuer(issuerKey, root, rootKey, now);
        using var leaf = AuthorityMaker.Leaf(key.PublicKey, issuer, issuerKey, now, TimeSpan.FromDays(30));
        Certified = new CertifiedKey(
            Guid.Parse(SecretMaker.Uuid4()),
            User,
            Ed25519PublicKey.Of(key.PublicKey),
            leaf.RawData,
            SHA256.HashData(leaf.RawData),
            issuer.RawData,
            root.RawData,
            now.AddDays(-1),
            now.AddDays(30)
        );
        var chain = new[] { leaf.RawData, issuer.RawData, root.RawData }.Select(der => $"\"{Convert.ToBase64String(der)}\"");
        header = $$"""{"alg":"EdDSA","x5c":[{{string.Join(',', chain)}}],"typ":"JWT"}""";
    }

    /// <summary>As the wire names them; to the core they are the same here.</summary>
    public Guid Uuid { get; } = Guid.Parse(SecretMaker.Uuid4());

    public UserId User => new(Uuid);

    public CertifiedKey Certified { get; }

    /// <summary>A right token, in one of the forms of base64.</summary>
    public string Sign(string claims, bool isStandard) => Sign(header, claims, isStandard);

    public string Sign(string itsHeader, string claims, bool isStandard)
    {
        var input = $"{Part(Encoding.UTF8.GetBytes(itsHeader), isStandard)}.{Part(Encoding.UTF8.GetBytes(claims), isStandard)}";
        return $"{input}.{Part(key.Sign(Encoding.ASCII.GetBytes(input)), isStandard)}";
    }

    public string Header => header;

    public string Claims(Guid smartLock, string operation, DateTimeOffset now) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"iss":"{{Uuid}}","sub":"{{smartLock}}","nbf":{{now.ToUnixTimeSeconds()}},"iat":{{now.ToUnixTimeSeconds()}},"exp":{{now.ToUnixTimeSeconds() + 60}},"jti":"{{SecretMaker.Uuid4()}}","operation":{{operation}}}"""
        );

    private static string Part(byte[] bytes, bool isStandard) => isStandard ? Convert.ToBase64String(bytes) : Base64Url.EncodeToString(bytes);
}
