using Latchwork.Operations.Secrets;
using Xunit;

namespace Latchwork.Operations.Tests.Secrets;

/// <summary>KR-5, AK-5.</summary>
public sealed class PasswordRulesTests
{
    [Fact]
    public void The_blocklist_holds_well_over_ten_thousand_passwords_that_are_long_enough_to_be_set() =>
        Assert.True(PasswordBlocklist.Passwords().Where(password => password.Length >= 15).Distinct().Count() > 10_000);

    [Fact]
    public void Every_password_of_the_blocklist_is_found_plain_and_encoded()
    {
        var sample = PasswordBlocklist.Passwords().Where((_, i) => i % 97 == 0).ToList();

        Assert.True(PasswordBlocklist.Count > 100_000);
        Assert.All(sample, password => Assert.True(PasswordBlocklist.Contains(password)));
        Assert.All(sample, password => Assert.NotNull(PasswordRules.Refuse(SifelyPasswordEncoding.Encode(password))));
    }

    [Theory]
    [InlineData("password")]
    [InlineData("123456")]
    [InlineData("123456789")]
    [InlineData("qwerty123")]
    [InlineData("iloveyou")]
    [InlineData("admin123")]
    [InlineData("Summer2024")]
    [InlineData("1q2w3e4r5t")]
    [InlineData("zxcvbnm")]
    [InlineData("24121985")]
    [InlineData("P@ssw0rd")]
    [InlineData("passwordpassword")]
    [InlineData("qwertyuiopqwertyuiop")]
    [InlineData("CORRECTHORSEBATTERYSTAPLE")]
    [InlineData("111111111111111")]
    [InlineData("letmein")]
    [InlineData("dragon")]
    [InlineData("abc123")]
    [InlineData("monkey")]
    [InlineData("0000")]
    public void Passwords_that_everybody_guesses_are_refused(string password)
    {
        Assert.NotNull(PasswordRules.Refuse(password, hasSecondFactor: true));
        Assert.NotNull(PasswordRules.Refuse(SifelyPasswordEncoding.Encode(password)));
    }

    [Theory]
    [InlineData("otter paints 3k", false, true)]
    [InlineData("otter paints 3", false, false)]
    [InlineData("otter 3k", true, true)]
    [InlineData("otter 3", true, false)]
    [InlineData("aaaaaaaaaaaaaab", false, true)]
    [InlineData("鍵鍵鍵門門門窓窓窓壁壁壁床床床", false, true)]
    [InlineData("🔑🔑🔑🔑🔑🔑🔑🔒", true, true)]
    [InlineData("🔑🔑🔑🔑", true, false)]
    public void A_password_has_15_characters_or_8_with_a_second_factor(string password, bool hasSecondFactor, bool isAllowed) =>
        Assert.Equal(isAllowed, PasswordRules.Refuse(password, hasSecondFactor) is null);

    [Fact]
    public void Long_passwords_are_allowed() =>
        Assert.Null(PasswordRules.Refuse(string.Concat(Enumerable.Repeat("the quick otter ", 16)), hasSecondFactor: false));

    [Fact]
    public void A_refusal_does_not_repeat_the_password() =>
        Assert.DoesNotContain("qwerty123", PasswordRules.Refuse("qwerty123", hasSecondFactor: true)!.Detail, StringComparison.Ordinal);
}
