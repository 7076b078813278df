using Latchwork.Dialects.Edge;
using Latchwork.Domain.Audit;

namespace Latchwork.Dialects.Tests.Edge;

/// <summary>RL-5 and section 16 of the Sifely wire.</summary>
public sealed class CallRatesTests
{
    private readonly Clock clock = new();
    private readonly RateSubject account = new(Surface.Sifely, Guid.Parse("00000000-0000-0000-0000-00000000000a"), RateClass.Calls);

    [Fact]
    public void In_no_stretch_of_a_minute_are_there_more_calls_than_the_limit()
    {
        var rates = new CallRates(clock, new Nodes(1));
        var admitted = new List<DateTimeOffset>();
        for (var i = 0; i < 2000; i++)
        {
            if (rates.Take(account, 30).IsAdmitted)
            {
                admitted.Add(clock.GetUtcNow());
            }

            clock.Advance(TimeSpan.FromMilliseconds(37 * (i % 50)));
        }

        Assert.All(admitted, from => Assert.InRange(admitted.Count(at => at >= from && at < from + CallRates.Window), 1, 30));
        Assert.True(admitted.Count > 60);
    }

    [Fact]
    public void A_refused_call_is_told_when_the_oldest_leaves_the_window()
    {
        var rates = new CallRates(clock, new Nodes(1));
        rates.Take(account, 2);
        clock.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal(new RateStanding(true, 2, 0, TimeSpan.FromSeconds(40)), rates.Take(account, 2));
        Assert.Equal(new RateStanding(false, 2, 0, TimeSpan.FromSeconds(40)), rates.Take(account, 2));
        clock.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(new RateStanding(true, 2, 0, TimeSpan.FromSeconds(20)), rates.Take(account, 2));
    }

    [Fact]
    public void Reads_use_up_neither_the_motions_of_an_account_nor_the_calls_of_another()
    {
        var rates = new CallRates(clock, new Nodes(1));
        rates.Take(account, 1);

        Assert.False(rates.Take(account, 1).IsAdmitted);
        Assert.True(rates.Take(account with { Class = RateClass.Motions }, 1).IsAdmitted);
        Assert.True(rates.Take(account with { Of = Guid.Empty }, 1).IsAdmitted);
    }

    [Theory]
    [InlineData(30, 3, 10)]
    [InlineData(2, 3, 1)]
    public void A_node_counts_against_its_share(int limit, int nodes, int share) =>
        Assert.Equal(share, new CallRates(clock, new Nodes(nodes)).Take(account, limit).Limit);

    private sealed record Nodes(int Count) : ILiveNodes;
}
