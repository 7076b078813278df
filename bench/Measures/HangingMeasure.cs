using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Latchwork.Bench.Load;

namespace Latchwork.Bench.Measures;

/// <summary>
/// Webhooks of which half go to receivers that take the connection and never answer, while doors are opened at a steady rate: how long the others wait,
/// from the time that an event was recorded with to its arrival. The same is measured first with all of them answering.
/// </summary>
internal static class HangingMeasure
{
    private const int Endpoints = 20;
    private const int Doors = 20;
    private const double HoldMs = 2000;

    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(100);

    public static async Task RunAsync(Effort effort, CancellationToken cancel)
    {
        await using var server = await MeasuredServer.StartAsync(Doors, cancel);
        using var healthy = new CheapReceiver();
        using var silent = new SilentReceiver();
        using var caller = server.NewClient();
        using var owner = new HttpClient { BaseAddress = server.Address };
        owner.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.NativeKey);
        var waits = new ConcurrentQueue<double>();
        healthy.Arrived = body => waits.Enqueue((TimeProvider.System.GetUtcNow() - RecordedAt(body)).TotalMilliseconds);
        var half = Endpoints / 2;
        await AddAsync(owner, healthy.Address, half, cancel);
        var warm = await OpenDoorsAsync(server, caller, effort.WarmUp, cancel);
        await ArriveAsync(waits, warm * half, cancel);
        var alone = await WaitsAsync("all answer");
        await AddAsync(owner, silent.Address, half, cancel);
        var beside = await WaitsAsync("half of them hang");
        Console.Out.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"webhooks beside as many that hang: p99 {beside:N0} ms, {alone:N0} ms alone (hold ≤ {HoldMs:N0} ms): {(beside <= HoldMs ? "held" : "NOT held")}"
            )
        );

        async Task<double> WaitsAsync(string what)
        {
            waits.Clear();
            var opened = await OpenDoorsAsync(server, caller, effort.Time * effort.Rounds, cancel);
            await ArriveAsync(waits, opened * half, cancel);
            double[] sorted = [.. waits.Order()];
            var text =
                $"    {what}: {opened:N0} events, {sorted.Length:N0} of {opened * half:N0} arrived, p50 {At(sorted, 0.5):N0} ms, p99 {At(sorted, 0.99):N0} ms, worst {At(sorted, 1):N0} ms";
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{text}"));
            // What did not arrive waits without end.
            return sorted.Length < opened * half ? double.PositiveInfinity : At(sorted, 0.99);
        }
    }

    private static async Task AddAsync(HttpClient owner, Uri target, int count, CancellationToken cancel)
    {
        for (var i = 0; i < count; i++)
        {
            var body = new JsonObject
            {
                ["name"] = $"{target.Port}-{i}",
                ["format"] = "latchwork",
                ["url"] = target.AbsoluteUri,
                ["events"] = new JsonArray("lock.unlock"),
            };
            using var answer = await owner.PostAsJsonAsync("/api/v1/webhooks", body, cancel);
            answer.EnsureSuccessStatusCode();
        }
    }

    /// <returns>How many openings there were.</returns>
    private static async Task<int> OpenDoorsAsync(MeasuredServer server, HttpClient caller, TimeSpan time, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        using var beat = new PeriodicTimer(Apart);
        var opened = 0;
        while (Stopwatch.GetElapsedTime(began) < time && await beat.WaitForNextTickAsync(cancel))
        {
            using var answer = await caller.PostAsync($"/v3/lock/unlock?lockId={server.Locks[opened++ % server.Locks.Count]}", null, cancel);
            answer.EnsureSuccessStatusCode();
        }

        return opened;
    }

    /// <summary>As long as more come.</summary>
    private static async Task ArriveAsync(ConcurrentQueue<double> waits, int expected, CancellationToken cancel)
    {
        using var beat = new PeriodicTimer(TimeSpan.FromSeconds(5));
        int before;
        do
        {
            before = waits.Count;
        } while (waits.Count < expected && await beat.WaitForNextTickAsync(cancel) && waits.Count > before);
    }

    private static DateTimeOffset RecordedAt(ReadOnlyMemory<byte> body)
    {
        var reader = new Utf8JsonReader(body.Span);
        return JsonElement.ParseValue(ref reader).GetProperty("timestamp").GetDateTimeOffset();
    }

    private static double At(double[] sorted, double part) => sorted.Length == 0 ? 0 : sorted[(int)((sorted.Length - 1) * part)];
}
