using Latchwork.Operations.SetUp;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Latchwork.Operations.Tests.Fleet;

public sealed class SetUpStateTests
{
    /// <summary>KR-6.</summary>
    [Fact]
    public async Task A_node_knows_of_a_set_up_on_another_with_the_next_request()
    {
        await using var house = await House.OpenAsync();
        var other = house.NewNode().GetRequiredService<SetUpState>();

        Assert.True(await other.IsDoneAsync(default));
    }
}
