using Latchwork.Domain.Grants;
using static Latchwork.Domain.Tests.Grants.Given;

namespace Latchwork.Domain.Tests.Grants;

public sealed class TimeWindowTests
{
    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(59, true)]
    [InlineData(60, false)]
    public void AZ_6_A_window_includes_its_start_and_excludes_its_end(int minute, bool isIn)
    {
        Assert.Equal(isIn, new TimeWindow(Now, Now.AddHours(1)).Contains(Now.AddMinutes(minute)));
    }

    [Fact]
    public void A_window_that_ends_where_it_starts_contains_nothing()
    {
        Assert.False(new TimeWindow(Now, Now).Contains(Now));
        Assert.True(new TimeWindow(Now, Now).IsEmpty);
    }

    [Fact]
    public void The_part_within_another_is_in_both()
    {
        var seed = new Seed(3);
        DateTimeOffset? Any() => seed.Chance(0.3) ? null : Now.AddMinutes(seed.Next(10));
        for (var i = 0; i < 5_000; i++)
        {
            var (one, two, at) = (new TimeWindow(Any(), Any()), new TimeWindow(Any(), Any()), Now.AddMinutes(seed.Next(12) - 1));

            Assert.Equal(one.Contains(at) && two.Contains(at), one.Within(two).Contains(at));
            Assert.False(one.IsInside(two, Now) && at >= Now && one.Contains(at) && !two.Contains(at));
        }
    }
}
