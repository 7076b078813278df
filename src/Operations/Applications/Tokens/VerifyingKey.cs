using System.Buffers.Text;
using System.Text.Json;
using Latchwork.Domain;
using Latchwork.Operations.Signing;

namespace Latchwork.Operations.Applications.Tokens;

/// <summary>The public half of a key by its type. Safe for any number of threads.</summary>
internal abstract class VerifyingKey
{
    /// <summary><c>kty</c>.</summary>
    public abstract string Type { get; }

    /// <summary>That fit it; the usual one first.</summary>
    public abstract IReadOnlyList<SigningAlgorithm> Algorithms { get; }

    public static Outcome<VerifyingKey> Parse(JsonElement jwk) =>
        jwk.Text("kty") switch
        {
            "RSA" => RsaVerifyingKey.Parse(jwk),
            "EC" => EcVerifyingKey.Parse(jwk),
            "OKP" => EdVerifyingKey.Parse(jwk),
            _ => ApplicationKey.Invalid("The key's 'kty' must be RSA, EC or OKP."),
        };

    /// <param name="algorithm">One of <see cref="Algorithms"/>.</param>
    public abstract bool Verify(SigningAlgorithm algorithm, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature);

    /// <summary>Its own members of a JSON Web Key.</summary>
    public abstract void Write(Utf8JsonWriter json);

    /// <summary>A member's bytes, in any form of base64 (doordeck.md 3).</summary>
    protected static byte[]? Bytes(JsonElement jwk, string name) => jwk.Text(name) is { } text ? StrictBase64.Decode(text) : null;

    protected static void Write(Utf8JsonWriter json, string name, byte[] bytes) => json.WriteString(name, Base64Url.EncodeToString(bytes));
}
