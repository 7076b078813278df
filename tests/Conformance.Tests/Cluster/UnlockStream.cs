using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Latchwork.Domain;
using Latchwork.Testing.Kills;

namespace Latchwork.Conformance.Tests.Cluster;

/// <summary>Callers that unlock doors again and again. Each has a server of its own, and goes to the other while its own does not answer.</summary>
internal sealed class UnlockStream : IAsyncDisposable
{
    private static readonly TimeSpan PauseAfterTrouble = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private readonly ConcurrentQueue<AskedOperation> done = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly string key;
    private readonly IReadOnlyList<Door> doors;
    private readonly IReadOnlyList<Uri> servers;
    private readonly Task calling;
    private int begun;

    /// <param name="key">Of the Sifely wire.</param>
    public UnlockStream(string key, IReadOnlyList<Door> doors, IReadOnlyList<Uri> servers, int callers)
    {
        (this.key, this.doors, this.servers) = (key, doors, servers);
        calling = Task.WhenAll(Enumerable.Range(0, callers).Select(CallAsync));
    }

    /// <summary>Each with its answer; null where none came.</summary>
    public IReadOnlyCollection<AskedOperation> Done => done;

    public int Opened => done.Count(asked => asked.Answer == 0);

    /// <summary>Begins no more, and returns when the last has ended.</summary>
    public async Task EndAsync()
    {
        await stopping.CancelAsync();
        await calling;
    }

    /// <summary>How often it was answered what.</summary>
    public override string ToString() =>
        string.Join(
            ", ",
            done.CountBy(asked => asked.Answer?.ToString(CultureInfo.InvariantCulture) ?? "nothing").Select(pair => $"{pair.Key}: {pair.Value}")
        );

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        stopping.Dispose();
        http.Dispose();
    }

    private async Task CallAsync(int caller)
    {
        var seed = new Seed((ulong)caller);
        var server = servers[caller % servers.Count];
        while (!stopping.IsCancellationRequested)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"stream/{Interlocked.Increment(ref begun)}");
            var answer = await AskAsync(server, seed.Pick(doors), name);
            done.Enqueue(new AskedOperation(name, IsUnlock: true, answer));
            if (answer is null)
            {
                server = servers.First(other => other != server);
                await Task.Delay(PauseAfterTrouble, TimeProvider.System);
            }
        }
    }

    private async Task<int?> AskAsync(Uri server, Door door, string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server, $"/v3/lock/unlock?lockId={door.Number}"));
        request.Headers.TryAddWithoutValidation("Authorization", key);
        request.Headers.TryAddWithoutValidation("User-Agent", name);
        try
        {
            using var answer = await http.SendAsync(request);
            return (int)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errcode"]!;
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or TaskCanceledException)
        {
            return null;
        }
    }
}
