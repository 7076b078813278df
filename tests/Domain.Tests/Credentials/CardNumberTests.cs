using Latchwork.Domain.Credentials;

namespace Latchwork.Domain.Tests.Credentials;

public sealed class CardNumberTests
{
    /// <summary>sifely.md 21, both ways; and numbers beyond 32 bits over as many whole bytes as they need.</summary>
    [Theory]
    [InlineData("3661413478", "1723612378")]
    [InlineData("1723612378", "3661413478")]
    [InlineData("1", "16777216")]
    [InlineData("4294967295", "4294967295")]
    [InlineData("4328719365", "21542142465")]
    public void A_number_is_reversed_over_four_bytes_or_as_many_as_it_needs(string number, string reversed)
    {
        Assert.Equal(reversed, Parse(number).Reversed.Reveal());
    }

    [Theory]
    [InlineData("1", "00000001")]
    [InlineData("3661413478", "DA3CBC66")]
    [InlineData("4294967296", "0100000000")]
    [InlineData("1234605616436508552", "1122334455667788")]
    public void A_lock_gets_the_most_significant_byte_first_and_at_least_four(string number, string bytes)
    {
        Assert.Equal(bytes, Convert.ToHexString(Parse(number).ToBytes()));
        Assert.Equal(bytes.Length / 2, Parse(number).Length);
    }

    [Theory]
    [InlineData("DA3CBC66")]
    [InlineData("0000DA3CBC66")]
    public void Leading_zero_bytes_are_no_part_of_a_number(string bytes)
    {
        Assert.Equal(Parse("3661413478"), CardNumber.FromBytes(Convert.FromHexString(bytes)));
    }

    [Fact]
    public void A_longer_number_that_ends_in_a_zero_byte_loses_it_when_it_is_reversed()
    {
        Assert.Equal("04030201", Convert.ToHexString(Parse("4328719360").Reversed.ToBytes()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("DA3CBC66")]
    [InlineData("1208925819614629174706176")]
    [InlineData("99999999999999999999999999999999999999999")]
    public void What_is_no_decimal_number_of_up_to_ten_bytes_is_refused(string text)
    {
        Assert.Equal(Noun.Card, CardNumber.Parse(text).Error?.What);
    }

    [Fact]
    public void The_longest_identifier_of_ten_bytes_is_taken()
    {
        var longest = Parse("1208925819614629174706175");
        Assert.Equal(CardNumber.MostBytes, longest.Length);
        Assert.Null(CardNumber.FromBytes(new byte[CardNumber.MostBytes]));
        Assert.Null(CardNumber.FromBytes([1, .. longest.ToBytes()]));
    }

    /// <summary>KR-7.</summary>
    [Fact]
    public void A_number_shows_nothing_of_itself()
    {
        Assert.DoesNotContain("3661413478", Parse("3661413478").ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("77", FingerprintNumber.Parse("77").Value.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("18446744073709551615", true)]
    [InlineData("18446744073709551616", false)]
    [InlineData("0", false)]
    [InlineData("x", false)]
    public void The_number_of_a_fingerprint_has_up_to_64_bits(string text, bool isOne)
    {
        Assert.Equal(isOne, FingerprintNumber.Parse(text).Error is null);
    }

    private static CardNumber Parse(string number) => CardNumber.Parse(number).Value;
}
