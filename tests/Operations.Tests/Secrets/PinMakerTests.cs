using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Operations.Secrets;
using Xunit;

namespace Latchwork.Operations.Tests.Secrets;

/// <summary>KR-4.</summary>
public sealed class PinMakerTests
{
    private static readonly HashSet<PinDigits> None = [];

    [Fact]
    public void A_pin_has_six_digits_unless_asked() => Assert.Equal(6, PinMaker.Make(None).Value.Length);

    [Theory]
    [InlineData(3, false)]
    [InlineData(4, true)]
    [InlineData(5, true)]
    [InlineData(7, true)]
    [InlineData(8, true)]
    [InlineData(9, false)]
    public void A_pin_has_4_to_8_digits(int length, bool isMade)
    {
        var made = PinMaker.Make(None, length);

        Assert.Equal(isMade, made.Error is null);
        Assert.True(!isMade || made.Value.Length == length);
    }

    [Theory]
    [InlineData("0000")]
    [InlineData("77777")]
    [InlineData("1212")]
    [InlineData("123123")]
    [InlineData("12341234")]
    [InlineData("1234")]
    [InlineData("456789")]
    [InlineData("7890")]
    [InlineData("9012")]
    [InlineData("4321")]
    [InlineData("321098")]
    [InlineData("2580")]
    [InlineData("1984")]
    [InlineData("112233")]
    [InlineData("159753")]
    [InlineData("8675309")]
    [InlineData("12344321")]
    public void Repeats_runs_and_common_pins_are_weak(string digits) => Assert.True(WeakPins.Contains(digits));

    [Theory]
    [InlineData("7294")]
    [InlineData("80315")]
    [InlineData("402817")]
    [InlineData("1235813")]
    [InlineData("90714362")]
    public void Other_pins_are_not(string digits) => Assert.False(WeakPins.Contains(digits));

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    public void At_least_a_hundred_common_pins_are_refused_beside_repeats_and_runs(int length)
    {
        var below = (int)Math.Pow(10, length);
        var all = Enumerable.Range(0, below).Select(number => number.ToString().PadLeft(length, '0'));

        var listed = all.Count(digits => WeakPins.Contains(digits) && !WeakPins.IsRepeat(digits) && !WeakPins.IsRun(digits));

        Assert.InRange(listed, 100, below / 50);
    }

    [Fact]
    public void A_pin_is_never_weak_and_never_taken()
    {
        HashSet<PinDigits> taken = [];
        for (var i = 0; i < 5000; i++)
        {
            var pin = PinMaker.Make(taken, length: 4).Value;

            Assert.False(WeakPins.Contains(pin.Reveal()));
            Assert.True(taken.Add(pin));
        }
    }

    [Fact]
    public void Where_no_pin_is_free_the_limit_is_reached()
    {
        var all = Enumerable.Range(0, 10_000).Select(number => PinDigits.Parse(number.ToString("0000")).Value).ToHashSet();

        Assert.Equal(AccessErrorCode.LimitReached, PinMaker.Make(all, length: 4).Error?.Code);
    }

    /// <summary>Chi-square with 9 degrees of freedom: above 45 once in a million runs. Weak PINs are too few to show.</summary>
    [Fact]
    public void Every_digit_is_equally_likely()
    {
        var counts = Enumerable
            .Range(0, 20_000)
            .SelectMany(_ => PinMaker.Make(None, 8).Value.Reveal())
            .CountBy(digit => digit)
            .Select(pair => pair.Value);

        Assert.InRange(counts.Sum(count => Math.Pow(count - 16_000, 2) / 16_000), 0, 45);
    }
}
