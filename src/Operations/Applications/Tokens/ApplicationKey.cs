using System.Buffers;
using System.Text;
using System.Text.Json;
using Latchwork.Domain;
using Latchwork.Operations.Signing;

namespace Latchwork.Operations.Applications.Tokens;

/// <summary>
/// A public key that an application signs with, from a JSON Web Key. Members of a private key are never looked at, so they are in nothing that is kept, shown
/// or said (JW-11).
/// </summary>
internal sealed class ApplicationKey
{
    private const int LongestKid = 200;

    private readonly VerifyingKey key;

    private ApplicationKey(string kid, SigningAlgorithm algorithm, VerifyingKey key) => (Kid, Algorithm, this.key) = (kid, algorithm, key);

    public string Kid { get; }

    /// <summary>The only one that its signatures are checked with.</summary>
    public SigningAlgorithm Algorithm { get; }

    /// <param name="jwk">An object: RSA of 2048 to 4096 bits, EC on P-256, P-384 or P-521, or OKP Ed25519; meant for signatures.</param>
    public static Outcome<ApplicationKey> Parse(JsonElement jwk)
    {
        if (jwk.Text("kid") is not { Length: >= 1 and <= LongestKid } kid || kid.Any(char.IsControl))
        {
            return Invalid($"A key needs a 'kid' of at most {LongestKid} characters.");
        }

        if (jwk.Has("use") && jwk.Text("use") is not (null or "sig"))
        {
            return Invalid("The key's 'use' must be 'sig'.");
        }

        return VerifyingKey.Parse(jwk).IsRefused(out var refusal, out var key) ? refusal
            : AlgorithmOf(jwk, key) is not { } algorithm ? Invalid("The key's 'alg' does not fit its type.")
            : new ApplicationKey(kid, algorithm, key);
    }

    public bool Verify(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature) => key.Verify(Algorithm, signed, signature);

    /// <summary>Its public JSON Web Key, with the algorithm that is pinned.</summary>
    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("kty", key.Type);
            json.WriteString("use", "sig");
            json.WriteString("kid", Kid);
            json.WriteString("alg", Algorithm.Name);
            key.Write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public override string ToString() => Kid;

    internal static AccessError Invalid(string detail) => AccessError.Invalid(detail, Noun.Application);

    private static SigningAlgorithm? AlgorithmOf(JsonElement jwk, VerifyingKey key) =>
        !jwk.TryGetProperty("alg", out var named) || named.ValueKind == JsonValueKind.Null
            ? key.Algorithms[0]
            : key.Algorithms.FirstOrDefault(algorithm => algorithm.IsNamed(named.Text()));
}
