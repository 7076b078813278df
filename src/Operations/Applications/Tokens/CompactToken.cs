using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Latchwork.Operations.Signing;

namespace Latchwork.Operations.Applications.Tokens;

/// <summary>
/// A JSON Web Token in compact form, taken apart and not yet believed: three parts in strict base64url, header and claims strict JSON (JW-2).
/// </summary>
internal sealed record CompactToken(JsonElement Header, JsonElement Claims, byte[] Signed, byte[] Signature)
{
    private const int Longest = 8192;

    /// <summary>What would change how a token is read, or bring a key along (JW-3).</summary>
    private static readonly string[] Refused = ["crit", "jku", "jwk", "x5u", "zip", "b64"];

    private static readonly string[] Types = ["JWT", "at+jwt"];

    /// <summary>Null where it is of another form.</summary>
    public static CompactToken? Parse(string token) =>
        token.Length <= Longest
        && token.Split('.') is [var first, var second, var third]
        && StrictBase64.DecodeUrl(first) is { } header
        && StrictBase64.DecodeUrl(second) is { } claims
        && StrictBase64.DecodeUrl(third) is { Length: > 0 } signature
        && StrictJson.ParseObject(header) is { } head
        && !Refused.Any(name => head.Has(name))
        && (!head.Has("typ") || Types.Contains(head.Text("typ"), StringComparer.OrdinalIgnoreCase))
        && StrictJson.ParseObject(claims) is { } body
            ? new CompactToken(head, body, Encoding.ASCII.GetBytes($"{first}.{second}"), signature)
            : null;

    /// <summary>Of what was signed, which is the token, however its signature is written.</summary>
    public byte[] SignedHash() => SHA256.HashData(Signed);

    public bool IsSignedBy(ApplicationKey key) =>
        Header.Text("kid") == key.Kid && key.Algorithm.IsNamed(Header.Text("alg")) && key.Verify(Signed, Signature);

    public override string ToString() => nameof(CompactToken);
}
