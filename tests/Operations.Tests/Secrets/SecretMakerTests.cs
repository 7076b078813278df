using Latchwork.Operations.Secrets;
using Xunit;

namespace Latchwork.Operations.Tests.Secrets;

/// <summary>AK-1, AK-2, AZ-8, HM-8, KR-6.</summary>
public sealed class SecretMakerTests
{
    public static TheoryData<Func<string>, string> Forms =>
        new()
        {
            { SecretMaker.SifelyKey, "^sk-[0-9a-zA-Z]{32}$" },
            { SecretMaker.SifelyClientId, "^cli_[0-9a-z]{8}$" },
            { SecretMaker.NativeKey, "^lw_[0-9a-zA-Z]{32}$" },
            { SecretMaker.HmacKey, "^[0-9a-zA-Z]{40}$" },
            { SecretMaker.HmacSecret, "^[0-9a-zA-Z]{44}$" },
            { SecretMaker.Hex24, "^[0-9a-f]{24}$" },
            { SecretMaker.UpperHex16, "^[0-9A-F]{16}$" },
            { SecretMaker.Upper9, "^[0-9A-Z]{9}$" },
            { SetupToken.Make, "^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){6}$" },
        };

    [Theory]
    [MemberData(nameof(Forms), DisableDiscoveryEnumeration = true)]
    public void Every_secret_has_its_form_and_none_comes_twice(Func<string> make, string form)
    {
        var made = Enumerable.Range(0, 1000).Select(_ => make()).ToList();

        Assert.All(made, secret => Assert.Matches(form, secret));
        Assert.Equal(made.Count, made.Distinct().Count());
    }

    /// <summary>Chi-square with 61 degrees of freedom: above 130 once in a million runs.</summary>
    [Fact]
    public void Every_base62_character_is_equally_likely()
    {
        const int Drawn = 62 * 2000;
        var counts = SecretMaker.Base62(Drawn).CountBy(c => c).Select(pair => pair.Value).ToList();

        Assert.Equal(62, counts.Count);
        Assert.InRange(counts.Sum(count => Math.Pow(count - 2000, 2) / 2000), 0, 130);
    }

    [Fact]
    public void A_setup_token_may_be_typed_carelessly()
    {
        var hash = SetupToken.Hash("0123-4567-89AB-CDEF-GHJK-MNPQ-1011");

        Assert.NotNull(hash);
        Assert.Equal(hash, SetupToken.Hash("oI23 4567 89ab cdefghjkmnpq-lO11"));
        Assert.NotEqual(hash, SetupToken.Hash("0123-4567-89AB-CDEF-GHJK-MNPQ-1012"));
        Assert.Null(SetupToken.Hash("0123-4567-89AB-CDEF-GHJK-MNPQ-101"));
        Assert.Null(SetupToken.Hash("0123-4567-89AB-CDEF-GHJK-MNPQ-101U"));
    }

    /// <summary>FIPS 180: SHA-256 of "abc".</summary>
    [Fact]
    public void A_token_is_stored_as_its_sha256()
    {
        var hash = TokenHash.Of("abc");

        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Convert.ToHexStringLower(hash));
        Assert.True(TokenHash.Matches("abc", hash));
        Assert.False(TokenHash.Matches("abd", hash));
    }
}
