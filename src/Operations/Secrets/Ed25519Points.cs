using System.Buffers.Binary;
using System.Numerics;

namespace Latchwork.Operations.Secrets;

/// <summary>What may stand in a key or a signature (RFC 8032 §5.1). Nothing here is secret, so nothing runs in constant time.</summary>
internal static class Ed25519Points
{
    private static readonly BigInteger Prime = BigInteger.Pow(2, 255) - 19;
    private static readonly BigInteger CurveD = BigInteger.Remainder(-121665 * BigInteger.ModPow(121666, Prime - 2, Prime), Prime) + Prime;

    /// <summary>The prime order of the base point, 2^252 + 27742317777372353535851937790883648493, little-endian.</summary>
    private static readonly ulong[] GroupOrder = [0x5812631A5CF5D3ED, 0x14DEF9DEA2F79CD6, 0, 0x1000000000000000];

    private static readonly ulong[] PrimeWords = [0xFFFFFFFFFFFFFFED, ulong.MaxValue, ulong.MaxValue, 0x7FFFFFFFFFFFFFFF];

    /// <summary>y of the points of order 1, 2, 4, 8 and 8, as encoded. The points at y = ±1 have x = 0; the others occur with both signs of x.</summary>
    private static readonly byte[][] LowOrderY =
    [
        Convert.FromHexString("0100000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        Convert.FromHexString("0000000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
        Convert.FromHexString("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
    ];

    public static bool IsStrict(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> signature) =>
        publicKey.Length == Ed25519.PublicKeySize && IsStrictSignature(signature) && IsCanonical(publicKey) && !IsLowOrder(publicKey);

    /// <summary>What can be said without the key: S below the group order, R canonical.</summary>
    public static bool IsStrictSignature(ReadOnlySpan<byte> signature) =>
        signature.Length == Ed25519.SignatureSize && IsBelow(signature[32..], GroupOrder, mask: ulong.MaxValue) && IsCanonical(signature[..32]);

    /// <summary>One point has one encoding: y is below the prime, and x = 0 has no sign.</summary>
    public static bool IsCanonical(ReadOnlySpan<byte> point) =>
        IsBelow(point, PrimeWords, mask: long.MaxValue) && !(point[31] >> 7 == 1 && (HasY(point, LowOrderY[0]) || HasY(point, LowOrderY[1])));

    /// <summary>Asked of canonical points only.</summary>
    public static bool IsLowOrder(ReadOnlySpan<byte> point)
    {
        foreach (var y in LowOrderY)
        {
            if (HasY(point, y))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>x² = (y² − 1) / (d·y² + 1) has a root just when the product of the two sides of the fraction is zero or a square.</summary>
    public static bool IsOnCurve(ReadOnlySpan<byte> point)
    {
        Span<byte> bytes = stackalloc byte[32];
        point.CopyTo(bytes);
        bytes[31] &= 0x7F;
        var ySquared = BigInteger.ModPow(new BigInteger(bytes, isUnsigned: true), 2, Prime);
        var product = (ySquared - 1) * ((CurveD * ySquared) + 1) % Prime;
        return product.IsZero || BigInteger.ModPow(product + Prime, (Prime - 1) / 2, Prime).IsOne;
    }

    private static bool HasY(ReadOnlySpan<byte> point, ReadOnlySpan<byte> y) => (point[31] & 0x7F) == y[31] && point[..31].SequenceEqual(y[..31]);

    /// <param name="mask">What counts of the highest word: in a point its top bit is the sign of x.</param>
    private static bool IsBelow(ReadOnlySpan<byte> number, ulong[] limit, ulong mask)
    {
        for (var i = limit.Length - 1; i >= 0; i--)
        {
            var word = BinaryPrimitives.ReadUInt64LittleEndian(number[(i * 8)..]) & (i == limit.Length - 1 ? mask : ulong.MaxValue);
            if (word != limit[i])
            {
                return word < limit[i];
            }
        }

        return false;
    }
}
