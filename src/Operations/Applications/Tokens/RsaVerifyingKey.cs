using System.Security.Cryptography;
using System.Text.Json;
using Latchwork.Domain;

namespace Latchwork.Operations.Applications.Tokens;

/// <summary>RSA of 2048 to 4096 bits with an odd exponent from 3 to 2^32: what a signature costs to check has a bound.</summary>
internal sealed class RsaVerifyingKey : VerifyingKey
{
    private const int LeastBits = 2048;
    private const int MostBits = 4096;
    private const int LongestExponent = 4;

    private readonly byte[] modulus;
    private readonly byte[] exponent;

    private RsaVerifyingKey(byte[] modulus, byte[] exponent) => (this.modulus, this.exponent) = (modulus, exponent);

    public override string Type => "RSA";

    public override IReadOnlyList<SigningAlgorithm> Algorithms { get; } =
    [SigningAlgorithm.Rs256, SigningAlgorithm.Rs384, SigningAlgorithm.Rs512, SigningAlgorithm.Ps256];

    public static new Outcome<VerifyingKey> Parse(JsonElement jwk)
    {
        if (Bytes(jwk, "n") is not { } n || Bytes(jwk, "e") is not { } e)
        {
            return ApplicationKey.Invalid("An RSA key has 'n' and 'e' in base64url.");
        }

        var (modulus, exponent) = (Trimmed(n), Trimmed(e));
        var bits = modulus.Length == 0 ? 0 : (modulus.Length * 8) - byte.LeadingZeroCount(modulus[0]);
        return bits is < LeastBits or > MostBits || (modulus[^1] & 1) == 0 ? ApplicationKey.Invalid($"An RSA key has {LeastBits} to {MostBits} bits.")
            : exponent.Length is 0 or > LongestExponent || (exponent[^1] & 1) == 0 || exponent is [1]
                ? ApplicationKey.Invalid("The exponent of an RSA key is odd, from 3 to 2^32.")
            : new RsaVerifyingKey(modulus, exponent);
    }

    public override bool Verify(SigningAlgorithm algorithm, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        using var rsa = RSA.Create(new RSAParameters { Modulus = modulus, Exponent = exponent });
        var padding = algorithm == SigningAlgorithm.Ps256 ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        return rsa.VerifyData(signed, signature, algorithm.Hash, padding);
    }

    public override void Write(Utf8JsonWriter json)
    {
        Write(json, "n", modulus);
        Write(json, "e", exponent);
    }

    private static byte[] Trimmed(byte[] number) => number.AsSpan().TrimStart((byte)0).ToArray();
}
