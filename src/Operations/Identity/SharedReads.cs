using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Identity;

/// <summary>
/// Reads of many callers in one round trip. A caller who comes alone is asked for at once; whoever comes while all lines are busy waits for the first that
/// is free, and those who then wait go together: most of what such a read costs is to begin a statement.
/// </summary>
internal sealed class SharedReads : IAsyncDisposable
{
    /// <summary>While the database answers on one, what the other brought is handed out.</summary>
    public const int Lines = 2;

    /// <summary>One line takes no more at a time, so that nobody waits long for others.</summary>
    private const int MostAtOnce = 64;

    private readonly Lock gate = new();
    private readonly Stack<SharedReadLine> free = new();
    private readonly Dictionary<SharedReadLine, Task> all = [];
    private List<SharedAsk> waiting = [];

    public SharedReads(AccessDb db)
    {
        for (var i = 0; i < Lines; i++)
        {
            var line = new SharedReadLine(db);
            all.Add(line, Task.CompletedTask);
            free.Push(line);
        }
    }

    public Task<SharedAnswer<T>> AskAsync<T>(SharedQuestion<T> question, Caller by, WireId id, CancellationToken cancel)
    {
        var ask = new SharedAsk<T>(question, by, id);
        lock (gate)
        {
            waiting.Add(ask);
            if (free.TryPop(out var line))
            {
                all[line] = DrainAsync(line);
            }
        }

        return ask.Answered.WaitAsync(cancel);
    }

    /// <summary>What is being asked is answered first.</summary>
    public async ValueTask DisposeAsync()
    {
        Task[] working;
        lock (gate)
        {
            working = [.. all.Values];
        }

        await Task.WhenAll(working);
        foreach (var line in all.Keys)
        {
            await line.DisposeAsync();
        }
    }

    private async Task DrainAsync(SharedReadLine line)
    {
        await Task.Yield();
        while (Take(line) is { Count: > 0 } asks)
        {
            await line.AnswerAsync(asks);
        }
    }

    /// <summary>Nobody waits any more: the line is free.</summary>
    private List<SharedAsk> Take(SharedReadLine line)
    {
        lock (gate)
        {
            var taken = waiting.Count <= MostAtOnce ? waiting : waiting.GetRange(0, MostAtOnce);
            waiting = waiting.Count <= MostAtOnce ? [] : waiting.GetRange(MostAtOnce, waiting.Count - MostAtOnce);
            if (taken.Count == 0)
            {
                free.Push(line);
            }

            return taken;
        }
    }
}
