using System.Net;
using System.Numerics;
using Latchwork.Domain.Grants;

namespace Latchwork.Domain.Tests.Grants;

/// <summary>HM-9: a range from one address to another is exactly the addresses between them.</summary>
public sealed class AddressRangeTests
{
    private const int Runs = 2000;

    [Theory]
    [InlineData("192.0.2.10-192.0.2.10", "192.0.2.10/32")]
    [InlineData("192.0.2.0-192.0.2.255", "192.0.2.0/24")]
    [InlineData("192.0.2.10-192.0.2.13", "192.0.2.10/31 192.0.2.12/31")]
    [InlineData("0.0.0.0-255.255.255.255", "0.0.0.0/0")]
    [InlineData("2001:db8::1-2001:db8::2", "2001:db8::1/128 2001:db8::2/128")]
    [InlineData("::ffff:10.0.0.0-::ffff:10.0.0.1", "10.0.0.0/31")]
    public void A_range_is_the_fewest_networks(string range, string networks)
    {
        Assert.Equal(networks, string.Join(' ', AddressList.Parse([range]).Value.Ranges()));
    }

    [Theory]
    [InlineData("192.0.2.20-192.0.2.10")]
    [InlineData("192.0.2.10-2001:db8::1")]
    [InlineData("192.0.2.0/24-192.0.3.0")]
    [InlineData("-192.0.2.1")]
    [InlineData("192.0.2.1-")]
    [InlineData("192.0.2.1-192.0.2.9-192.0.2.20")]
    public void What_is_no_range_is_no_entry(string entry)
    {
        Assert.Equal(AccessErrorCode.Invalid, AddressList.Parse([entry]).Error?.Code);
    }

    /// <summary>The networks begin where the range does, follow each other without a gap or an overlap, and end where it does.</summary>
    [Theory]
    [InlineData(4)]
    [InlineData(16)]
    public void The_networks_of_any_range_cover_it_exactly(int bytes)
    {
        var seed = new Seed(bytes == 4 ? 41UL : 61UL);
        for (var run = 0; run < Runs; run++)
        {
            var (one, other) = (Draw(seed, bytes), Draw(seed, bytes));
            var (first, last) = one < other ? (one, other) : (other, one);
            var text = $"{Address(first, bytes)}-{Address(last, bytes)}";

            var expected = first;
            foreach (var network in AddressList.Parse([text]).Value.Ranges().Select(IPNetwork.Parse))
            {
                Assert.Equal(expected, Number(network.BaseAddress));
                expected += BigInteger.One << ((bytes * 8) - network.PrefixLength);
            }

            Assert.Equal(last + 1, expected);
        }
    }

    /// <summary>Often close together, or at an end: where a mistake would show. Of IPv6 the last six bytes differ, so that a list has room for the range.</summary>
    private static BigInteger Draw(Seed seed, int bytes)
    {
        const int Drawn = 6;
        var number = new byte[bytes];
        for (var i = Math.Max(0, bytes - Drawn); i < bytes; i++)
        {
            number[i] = seed.Next(4) switch
            {
                0 => 0,
                1 => byte.MaxValue,
                _ => (byte)seed.Next(256),
            };
        }

        // Global unicast: addresses of IPv4 inside IPv6 are read as IPv4.
        number[0] = bytes == 16 ? (byte)0x20 : number[0];
        return new BigInteger(number, isUnsigned: true, isBigEndian: true);
    }

    private static BigInteger Number(IPAddress address) => new(address.GetAddressBytes(), isUnsigned: true, isBigEndian: true);

    private static IPAddress Address(BigInteger number, int bytes)
    {
        var digits = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return new IPAddress([.. new byte[bytes - digits.Length], .. digits]);
    }
}
