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
internal sealed class DoorCallers(int callers, Seed seed) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

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
    /// <param name="server">Asked before every call: a server that starts again has another address.</param>
    public async Task RunAsync(int operations, Func<ServerProcess> server)
    {
        var last = Begun + operations;
        var forks = Enumerable.Range(0, callers).Select(n => seed.Fork($"{last} {n}")).ToList();
        await Task.WhenAll(forks.Select(own => CallAsync(own, last, server)));
    }

    public void Dispose() => http.Dispose();

    private async Task CallAsync(Seed own, int last, Func<ServerProcess> server)
    {
        for (var number = Interlocked.Increment(ref begun); number <= last; number = Interlocked.Increment(ref begun))
        {
            var asked = await AskAsync(own, string.Create(CultureInfo.InvariantCulture, $"kill-run/{number}"), server());
            done.Enqueue(asked);
            if (asked.Answer is not 0)
            {
                // A server that is down refuses at once: without a pause the whole round would be over before it is back.
                await Task.Delay(Pause, TimeProvider.System);
            }
        }

        Interlocked.Decrement(ref begun);
    }

    private async Task<AskedOperation> AskAsync(Seed own, string name, ServerProcess server)
    {
        var sifely = server.Ready["sifely"]!;
        var doors = sifely["locks"]!.AsArray().Where(door => (string)door!["link"]! != "none").ToList();
        var isUnlock = own.Chance(0.5);
        var path = $"v3/lock/{(isUnlock ? "unlock" : "lock")}?lockId={(int)own.Pick(doors)!["lockId"]!}";
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.BaseUrl, path));
        request.Headers.TryAddWithoutValidation("Authorization", (string)sifely["apiKey"]!);
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
