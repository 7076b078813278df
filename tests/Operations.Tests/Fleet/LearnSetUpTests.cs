using Latchwork.Operations.SetUp;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Latchwork.Operations.Tests.Fleet;

public sealed class LearnSetUpTests
{
    /// <summary>KR-6.</summary>
    [Fact]
    public async Task A_node_learns_that_another_was_set_up()
    {
        await using var house = await House.OpenAsync();
        var other = house.NewNode();
        Assert.False(other.GetRequiredService<SetUpState>().IsSetUp);

        await other.GetRequiredService<LearnSetUp>().RunAsync(default);

        Assert.True(other.GetRequiredService<SetUpState>().IsSetUp);
    }
}
