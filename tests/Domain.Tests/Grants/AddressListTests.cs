using System.Net;
using Latchwork.Domain.Grants;

namespace Latchwork.Domain.Tests.Grants;

public sealed class AddressListTests
{
    [Theory]
    [InlineData("10.0.0.0/8", "10.255.255.255", true)]
    [InlineData("10.0.0.0/8", "11.0.0.0", false)]
    [InlineData("10.0.0.0/8", "::ffff:10.0.0.1", true)]
    [InlineData("::ffff:10.0.0.1", "10.0.0.1", true)]
    [InlineData("2001:db8::/32", "2001:db8:ffff::1", true)]
    [InlineData("2001:db8::/32", "2001:db9::1", false)]
    [InlineData("0.0.0.0/0", "2001:db8::1", false)]
    [InlineData("0.0.0.0/0", "192.0.2.1", true)]
    public void An_address_is_in_the_list_when_a_range_holds_it(string range, string address, bool isIn)
    {
        Assert.Equal(isIn, AddressList.Parse([range]).Value.Contains(IPAddress.Parse(address)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("example.test")]
    [InlineData("10.1")]
    [InlineData("010.0.0.1")]
    [InlineData("167837953")]
    [InlineData("10.0.0.1/8")]
    [InlineData("10.0.0.0/33")]
    [InlineData("fe80::1%eth0")]
    [InlineData("[::1]")]
    [InlineData("::ffff:10.0.0.0/104")]
    public void What_people_could_misread_is_no_entry(string entry)
    {
        Assert.Equal(AccessErrorCode.Invalid, AddressList.Parse([entry]).Error?.Code);
    }

    [Fact]
    public void No_address_is_in_no_list()
    {
        Assert.False(AddressList.Parse(["0.0.0.0/0", "::/0"]).Value.Contains(null));
    }

    [Fact]
    public void A_list_reads_back_and_has_a_limit()
    {
        var many = Enumerable.Range(0, AddressList.MaxEntries).Select(i => $"10.0.{i}.0/24").ToArray();

        Assert.Equal(many, AddressList.Parse(many).Value.Ranges());
        Assert.NotNull(AddressList.Parse([.. many, "192.0.2.1"]).Error);
    }
}
