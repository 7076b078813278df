using System.Text.Json;
using Latchwork.Domain;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Signing;

namespace Latchwork.Operations.Applications.Tokens;

/// <summary>Ed25519 (RFC 8037), neither of low order nor written in two ways (JW-6).</summary>
internal sealed class EdVerifyingKey : VerifyingKey
{
    private const string Curve = "Ed25519";

    private readonly byte[] point;

    private EdVerifyingKey(byte[] point) => this.point = point;

    public override string Type => "OKP";

    public override IReadOnlyList<SigningAlgorithm> Algorithms { get; } = [SigningAlgorithm.EdDsa];

    public static new Outcome<VerifyingKey> Parse(JsonElement jwk) =>
        jwk.Text("crv") != Curve ? ApplicationKey.Invalid("The curve of an OKP key is Ed25519.")
        : Bytes(jwk, "x") is { } point && Ed25519.IsAcceptableKey(point) ? new EdVerifyingKey(point)
        : ApplicationKey.Invalid("'x' of an OKP key is a point of its curve in base64url.");

    public override bool Verify(SigningAlgorithm algorithm, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature) =>
        Ed25519.Verify(point, signed, signature);

    public override void Write(Utf8JsonWriter json)
    {
        json.WriteString("crv", Curve);
        Write(json, "x", point);
    }
}
