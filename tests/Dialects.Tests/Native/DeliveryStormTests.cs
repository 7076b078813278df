using Latchwork.Domain;
using Latchwork.Testing.Webhooks;

namespace Latchwork.Dialects.Tests.Native;

public sealed class DeliveryStormTests
{
    /// <summary>WH-1, WH-4.</summary>
    [Fact]
    public async Task Every_event_is_taken_by_every_receiver_however_it_fails_and_whoever_is_killed()
    {
        var report = await DeliveryStorm.RunAsync(events: 250, kills: 3, new Seed(1));

        TestContext.Current.TestOutputHelper!.WriteLine(report.ToString());
        Assert.True(report.Faults.Count == 0, report.ToString());
        Assert.Equal((12, 3), (report.Receivers, report.Kills));
        Assert.Equal(report.Posts, report.Verified);
        // The receivers did fail.
        Assert.InRange(report.Repeats, 500, 10_000);
    }
}
