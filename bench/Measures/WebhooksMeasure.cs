using System.Diagnostics;
using Latchwork.Bench.Limits;
using Latchwork.Bench.Load;
using Latchwork.Operations.Webhooks;

namespace Latchwork.Bench.Measures;

/// <summary>
/// Webhooks of one endpoint, from the list of events to the receiver: planned, claimed, signed, posted and written down, against a bare client that posts
/// the same body to the same receiver. They wait while the endpoint is off, so that none is kept by what the doors do.
/// </summary>
internal static class WebhooksMeasure
{
    private static readonly int AtOnce = new WebhookOptions().AtOncePerEndpoint;

    /// <summary>More than the events that are planned at a time, so that no two of one lock share a delivery, and none waits for an earlier one.</summary>
    private const int Doors = 800;

    /// <summary>How often each door is opened for a round.</summary>
    private const int Times = 4;

    public static async Task RunAsync(Effort effort, CancellationToken cancel)
    {
        await using var server = await MeasuredServer.StartAsync(Doors, cancel);
        using var receiver = new CheapReceiver();
        using var caller = server.NewClient();
        using var bare = new HttpClient();
        var ratio = new Ratio("webhook deliveries", "a bare client's posts", hold: 0.5);
        var began = Stopwatch.GetTimestamp();
        do
        {
            await DeliverAsync(server, caller, receiver, cancel);
            await BarePosts.PerSecondAsync(bare, receiver, Doors * Times, AtOnce, receiver.LastBody);
        } while (Stopwatch.GetElapsedTime(began) < effort.WarmUp);

        for (var round = 0; round < effort.Rounds; round++)
        {
            var ours = await DeliverAsync(server, caller, receiver, cancel);
            ratio.Add(ours, await BarePosts.PerSecondAsync(bare, receiver, Doors * Times, AtOnce, receiver.LastBody));
        }

        ratio.Print(Console.Out, "posts/s");
    }

    private static async Task<double> DeliverAsync(MeasuredServer server, HttpClient caller, CheapReceiver receiver, CancellationToken cancel)
    {
        await SetAsync(caller, receiver, isOn: false, cancel);
        for (var i = 0; i < Times; i++)
        {
            await Parallel.ForEachAsync(
                server.Locks,
                new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = cancel },
                async (number, stop) => (await caller.PostAsync($"/v3/lock/unlock?lockId={number}", null, stop)).Dispose()
            );
        }

        var perSecond = receiver.PerSecondAsync(Doors * Times);
        await SetAsync(caller, receiver, isOn: true, cancel);
        return await perSecond.WaitAsync(cancel);
    }

    private static async Task SetAsync(HttpClient caller, CheapReceiver receiver, bool isOn, CancellationToken cancel)
    {
        var body = new Dictionary<string, string> { ["url"] = receiver.Address.AbsoluteUri, ["enabled"] = isOn ? "true" : "false" };
        using var content = new FormUrlEncodedContent(body);
        using var answer = await caller.PostAsync("/client/webhook", content, cancel);
        answer.EnsureSuccessStatusCode();
    }
}
