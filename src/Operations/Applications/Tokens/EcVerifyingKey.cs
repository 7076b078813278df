using System.Security.Cryptography;
using System.Text.Json;
using Latchwork.Domain;
using Latchwork.Operations.Signing;

namespace Latchwork.Operations.Applications.Tokens;

/// <summary>A point of P-256, P-384 or P-521; each curve has one algorithm (RFC 7518 section 3.4).</summary>
internal sealed class EcVerifyingKey : VerifyingKey
{
    private readonly Curve curve;
    private readonly byte[] x;
    private readonly byte[] y;

    private EcVerifyingKey(Curve curve, byte[] x, byte[] y) => (this.curve, this.x, this.y) = (curve, x, y);

    private sealed record Curve(string Name, ECCurve Parameters, int Size, SigningAlgorithm Algorithm);

    private static readonly Curve[] Curves =
    [
        new("P-256", ECCurve.NamedCurves.nistP256, 32, SigningAlgorithm.Es256),
        new("P-384", ECCurve.NamedCurves.nistP384, 48, SigningAlgorithm.Es384),
        new("P-521", ECCurve.NamedCurves.nistP521, 66, SigningAlgorithm.Es512),
    ];

    public override string Type => "EC";

    public override IReadOnlyList<SigningAlgorithm> Algorithms => [curve.Algorithm];

    public static new Outcome<VerifyingKey> Parse(JsonElement jwk)
    {
        var name = jwk.Text("crv");
        if (Array.Find(Curves, known => known.Name == name) is not { } curve)
        {
            return ApplicationKey.Invalid("The curve of an EC key is P-256, P-384 or P-521.");
        }

        return
            Bytes(jwk, "x") is { } x
            && Bytes(jwk, "y") is { } y
            && x.Length == curve.Size
            && y.Length == curve.Size
            && OnCurve(new EcVerifyingKey(curve, x, y)) is { } key
            ? key
            : ApplicationKey.Invalid("'x' and 'y' of an EC key are a point of its curve, in base64url, each as long as the curve's field.");
    }

    public override bool Verify(SigningAlgorithm algorithm, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        using var key = Open();
        return key.VerifyData(signed, signature, algorithm.Hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    public override void Write(Utf8JsonWriter json)
    {
        json.WriteString("crv", curve.Name);
        Write(json, "x", x);
        Write(json, "y", y);
    }

    private ECDsa Open() =>
        ECDsa.Create(
            new ECParameters
            {
                Curve = curve.Parameters,
                Q = new ECPoint { X = x, Y = y },
            }
        );

    private static EcVerifyingKey? OnCurve(EcVerifyingKey key)
    {
        try
        {
            key.Open().Dispose();
            return key;
        }
        catch (CryptographicException)
        {
            // The library's way to say that the point is not on the curve.
            return null;
        }
    }
}
