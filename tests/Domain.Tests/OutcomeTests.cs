namespace Latchwork.Domain.Tests;

public sealed class OutcomeTests
{
    [Fact]
    public void A_refused_outcome_has_no_value()
    {
        Outcome<int> refused = AccessError.NotFound(Noun.Lock);

        Assert.True(refused.IsRefused(out var error, out _));
        Assert.Equal(AccessErrorCode.NotFound, error.Code);
        Assert.Throws<InvalidOperationException>(() => refused.Value);
    }

    [Fact]
    public void An_outcome_with_a_value_is_not_refused()
    {
        Outcome<int> granted = 7;

        Assert.False(granted.IsRefused(out _, out var value));
        Assert.Equal(7, value);
    }
}
