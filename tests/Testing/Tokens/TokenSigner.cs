using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Latchwork.Testing.Tokens;

/// <summary>Signs tokens as a third party does, and as one does that means no good: header and claims are any text.</summary>
public sealed class TokenSigner(string kid) : IDisposable
{
    public const string Issuer = "https://app.example.com/auth";
    public const string Audience = "https://api.doordeck.com";

    private readonly RSA rsa = RSA.Create(2048);

    public string Kid => kid;

    /// <summary>Public, with the algorithm RS256.</summary>
    public JsonObject Jwk
    {
        get
        {
            var key = rsa.ExportParameters(includePrivateParameters: false);
            return new JsonObject
            {
                ["kty"] = "RSA",
                ["use"] = "sig",
                ["kid"] = kid,
                ["alg"] = "RS256",
                ["n"] = Base64Url.EncodeToString(key.Modulus),
                ["e"] = Base64Url.EncodeToString(key.Exponent),
            };
        }
    }

    /// <summary>What a shared secret would be in an attack that takes the public key for one.</summary>
    public byte[] PublicKeyPem => Encoding.ASCII.GetBytes(rsa.ExportSubjectPublicKeyInfoPem());

    public JsonObject Header =>
        new()
        {
            ["alg"] = "RS256",
            ["typ"] = "JWT",
            ["kid"] = kid,
        };

    /// <summary>Right ones, for a minute from then.</summary>
    public static JsonObject Claims(string sub, DateTimeOffset now) =>
        new()
        {
            ["iss"] = Issuer,
            ["sub"] = sub,
            ["aud"] = Audience,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddMinutes(10).ToUnixTimeSeconds(),
            ["email"] = $"{sub}@example.com",
            ["email_verified"] = true,
            ["name"] = $"Person {sub}",
        };

    public string Sign(JsonObject claims) => Sign(Header.ToJsonString(), claims.ToJsonString());

    public string Sign(string header, string claims) => Sign(Encoding.UTF8.GetBytes(header), Encoding.UTF8.GetBytes(claims));

    public string Sign(byte[] header, byte[] claims) =>
        Compact(header, claims, signed => rsa.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    public byte[] SignWith(byte[] signed, HashAlgorithmName hash, RSASignaturePadding padding) => rsa.SignData(signed, hash, padding);

    public static string Compact(string header, string claims, Func<byte[], byte[]> sign) =>
        Compact(Encoding.UTF8.GetBytes(header), Encoding.UTF8.GetBytes(claims), sign);

    public void Dispose() => rsa.Dispose();

    private static string Compact(byte[] header, byte[] claims, Func<byte[], byte[]> sign)
    {
        var signed = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(signed)))}";
    }
}
