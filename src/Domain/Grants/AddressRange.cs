using System.Net;
using System.Numerics;

namespace Latchwork.Domain.Grants;

/// <summary>A range from one address to another as the fewest networks that make it up.</summary>
internal static class AddressRange
{
    /// <summary>Null where the entry is no range of two addresses of one family, the first not after the second.</summary>
    public static IReadOnlyList<IPNetwork>? Networks(string entry)
    {
        var dash = entry.IndexOf('-', StringComparison.Ordinal);
        return
            dash > 0
            && Single(entry[..dash]) is { } first
            && Single(entry[(dash + 1)..]) is { } last
            && first.AddressFamily == last.AddressFamily
            && Number(first) <= Number(last)
            ? [.. Between(Number(first), Number(last), first.GetAddressBytes().Length)]
            : null;
    }

    private static IPAddress? Single(string text) =>
        !text.Contains('/', StringComparison.Ordinal) && AddressList.TryParse(text.Trim(), out var one) ? one.BaseAddress : null;

    private static IEnumerable<IPNetwork> Between(BigInteger from, BigInteger last, int bytes)
    {
        var width = bytes * 8;
        while (from <= last)
        {
            var bits = 0;
            while (bits < width && (from & BigInteger.One << bits) == 0 && from + (BigInteger.One << (bits + 1)) - 1 <= last)
            {
                bits++;
            }

            yield return new IPNetwork(Address(from, bytes), width - bits);
            from += BigInteger.One << bits;
        }
    }

    private static BigInteger Number(IPAddress address) => new(address.GetAddressBytes(), isUnsigned: true, isBigEndian: true);

    private static IPAddress Address(BigInteger number, int bytes)
    {
        var shown = new byte[bytes];
        var digits = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        digits.CopyTo(shown, bytes - digits.Length);
        return new IPAddress(shown);
    }
}
