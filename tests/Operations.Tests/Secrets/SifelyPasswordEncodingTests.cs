using Latchwork.Domain;
using Latchwork.Operations.Secrets;
using Xunit;

namespace Latchwork.Operations.Tests.Secrets;

/// <summary>AK-4; vectors of sifely.md §21 and RFC 1321.</summary>
public sealed class SifelyPasswordEncodingTests
{
    [Theory]
    [InlineData("password", "5f4dcc3b5aa765d61d8327deb882cf99")]
    [InlineData("", "d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData("message digest", "f96b697d7cb7938d525a2f31aaf161d0")]
    public void A_password_is_encoded_as_lower_case_hex_md5(string password, string expected) =>
        Assert.Equal(expected, SifelyPasswordEncoding.Encode(password).Reveal());

    [Fact]
    public void A_password_is_encoded_by_its_utf8_bytes() =>
        Assert.Equal("d9756785d9a869153a6a679525ef971c", SifelyPasswordEncoding.Encode("鍵").Reveal());

    [Fact]
    public void A_field_is_folded_to_lower_case() =>
        Assert.Equal("5f4dcc3b5aa765d61d8327deb882cf99", SifelyPasswordEncoding.Parse("5F4DCC3B5AA765D61d8327deb882cf99").Value.Reveal());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("password")]
    [InlineData("5f4dcc3b5aa765d61d8327deb882cf9")]
    [InlineData("5f4dcc3b5aa765d61d8327deb882cf990")]
    [InlineData(" f4dcc3b5aa765d61d8327deb882cf99")]
    [InlineData("5f4dcc3b5aa765d61d8327deb882cf9g")]
    [InlineData("5f4dcc3b5aa765d61d8327deb882cf9９")]
    public void A_field_that_is_not_32_hex_digits_is_refused(string? field) =>
        Assert.Equal(AccessErrorCode.Invalid, SifelyPasswordEncoding.Parse(field).Error?.Code);
}
