using Latchwork.Dialects.Sifely.Credentials;
using Latchwork.Dialects.Sifely.Wire;

namespace Latchwork.Dialects.Tests.Sifely;

/// <summary>Sections 4.2 and 21: digits, kinds and dates of a custom passcode.</summary>
public sealed class PasscodeGivenTests
{
    private const long Start = 4102444800000;
    private const long End = 4102531200000;
    private const int TooSimple = -2032;
    private const int WrongLength = -3006;

    [Theory]
    [InlineData("1234")]
    [InlineData("4321")]
    [InlineData("1111")]
    [InlineData("0000")]
    [InlineData("456789")]
    [InlineData("987654")]
    public void Digits_that_run_or_repeat_are_too_simple(string digits) => Assert.Equal(TooSimple, CodeOf(digits));

    /// <summary>From 9 on to 0 is no run.</summary>
    [Theory]
    [InlineData("1212")]
    [InlineData("8080")]
    [InlineData("1123")]
    [InlineData("1233")]
    [InlineData("1357")]
    [InlineData("2468")]
    [InlineData("8901")]
    [InlineData("9012")]
    public void Digits_that_live_locks_took_are_taken(string digits) => Assert.Null(CodeOf(digits));

    [Theory]
    [InlineData("123")]
    [InlineData("1234567890")]
    [InlineData("12a4")]
    [InlineData("12 4")]
    public void What_is_not_4_to_9_digits_is_refused(string digits) => Assert.Equal(WrongLength, CodeOf(digits));

    [Theory]
    [InlineData(2L, null, 0L, 2)]
    [InlineData(2L, null, null, 2)]
    [InlineData(2L, Start, End, 3)]
    [InlineData(3L, Start, 0L, 2)]
    [InlineData(3L, Start, End, 3)]
    [InlineData(null, Start, End, 3)]
    public void The_kind_follows_from_the_end(long? asked, long? start, long? end, int kind)
    {
        var given = Given(("keyboardPwdType", asked), ("startDate", start), ("endDate", end));

        Assert.Equal(kind, given.WindowOfNew().Type);
        Assert.Null(given.Refusal);
    }

    [Theory]
    [InlineData(3L, null, null)]
    [InlineData(3L, Start, null)]
    [InlineData(3L, null, End)]
    [InlineData(null, null, null)]
    public void A_timed_code_without_both_dates_is_told_which_is_absent(long? asked, long? start, long? end)
    {
        var given = Given(("keyboardPwdType", asked), ("startDate", start), ("endDate", end));
        given.WindowOfNew();

        Assert.Equal(SifelyError.Absent(start is null ? "startDate" : "endDate", JavaType.Long), given.Refusal);
    }

    private static int? CodeOf(string digits)
    {
        var given = new SifelyParameters(new Dictionary<string, string> { ["keyboardPwd"] = digits }, new Dictionary<string, string>());
        given.Digits("keyboardPwd");
        return given.Refusal?.Code;
    }

    private static SifelyParameters Given(params (string Name, long? Value)[] parameters) =>
        new(
            parameters.Where(one => one.Value is not null).ToDictionary(one => one.Name, one => FormattableString.Invariant($"{one.Value}")),
            new Dictionary<string, string>()
        );
}
