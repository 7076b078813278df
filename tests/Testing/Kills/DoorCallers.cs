using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Latchwork.Domain;

namespace Latchwork.Testing.Kills;

/// <summary>An unlock or lock that was asked over HTTP, and what was answered.</summary>
/// <param name="Name">Its own, sent as the user agent, which the audit keeps with the record.</param>
/// <param name="Answer">Zero for done, the wire's code for anything else, null when no answer came.</param>
internal sealed record AskedOperation(string Name, bool IsUnlock, int? Answer);

/// <summary>Asks doors to open and close over the Sifely wire, many callers at a time.</summary>
/// <param name="doors">Their numbers.</param>
internal sealed class DoorCallers(int callers, IReadOnlyList<int> doors, Seed seed) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { PooledConnectionIdleTimeout = TimeSpan.FromSeconds(1) })
    {
        Timeout = TimeSpan.FromSeconds(30),
    };
    private readonly ConcurrentQueue<AskedOperation> done = new();
    private int begun;

    public IReadOnlyCollection<AskedOperation> Done => done;

    /// <summary>How many were begun since the run began.</summary>
    public int Begun => Volatile.Read(ref begun);

    /// <summary>Returns when <paramref name="operations"/> more were asked.</summary>
    public async Task RunAsync(int operations, KillHouse house)
    {
        var last = Begun + operations;
        var forks = Enumerable.Range(0, callers).Select(n => seed.Fork($"{last} {n}")).ToList();
        await Task.WhenAll(forks.Select(own => CallAsync(own, last, house)));
    }

    public void Dispose() => http.Dispose();

    private async Task CallAsync(Seed own, int last, KillHouse house)
    {
        for (var number = Interlocked.Increment(ref begun); number <= last; number = Interlocked.Increment(ref begun))
        {
            var asked = await AskAsync(own, string.Create(CultureInfo.InvariantCulture, $"kill-run/{number}"), house.Server);
            done.Enqueue(asked);
            if (asked.Answer is not 0)
            {
                // A server that is down refuses at once: without a pause the whole round would be over before it is back.
                await Task.Delay(KillHouse.Pause, TimeProvider.System);
            }
        }

        Interlocked.Decrement(ref begun);
    }

    private async Task<AskedOperation> AskAsync(Seed own, string name, ServerProcess server)
    {
        var isUnlock = own.Chance(0.5);
        var path = $"v3/lock/{(isUnlock ? "unlock" : "lock")}?lockId={own.Pick(doors)}";
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.BaseUrl, path));
        request.Headers.TryAddWithoutValidation("Authorization", (string)server.Ready["sifely"]!["apiKey"]!);
        request.Headers.TryAddWithoutValidation("User-Agent", name);
        try
        {
            using var answer = await http.SendAsync(request);
            var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync());
            return new AskedOperation(name, isUnlock, (int)body!["errcode"]!);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or TaskCanceledException)
        {
            return new AskedOperation(name, isUnlock, null);
        }
    }
}
