using System.Collections.Concurrent;
using Latchwork.Domain;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Fleet;

/// <summary>What nodes tell each other.</summary>
public enum SignalTopic
{
    /// <summary>There is a new command, or a new link, for the holder of the link.</summary>
    Work = 'w',

    /// <summary>A command has ended.</summary>
    Ended = 'e',

    /// <summary>A link was left for another node to take.</summary>
    Left = 'l',
}

/// <summary>
/// Hints between nodes by LISTEN and NOTIFY. They are lost when a connection is, so whoever gets them also looks by itself now and then. Sent
/// after a commit and never inside a transaction of the Journal, at most one a topic in 20 ms (design, "Wake-ups and workers").
/// </summary>
public sealed class NodeSignals : IAsyncDisposable
{
    private const string Channel = "latchwork";

    /// <summary>A payload of PostgreSQL holds 8,000 bytes; an id takes 37.</summary>
    private const int MostIds = 200;

    private static readonly TimeSpan Coalesce = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan ReconnectAfter = TimeSpan.FromSeconds(1);

    private readonly AccessDb db;
    private readonly TimeProvider clock;
    private readonly ConcurrentDictionary<(SignalTopic Topic, Guid Id), byte> waiting = new();
    private readonly CancellationTokenSource stopping = new();
    private int isFlushing;
    private int isDisposed;
    private Task listening = Task.CompletedTask;
    private NodeId me;

    internal NodeSignals(AccessDb db, TimeProvider clock) => (this.db, this.clock) = (db, clock);

    /// <summary>Whether there is anybody to tell. A node alone sends nothing.</summary>
    public bool HasOthers { get; set; }

    /// <param name="heard">Called with what other nodes said; must return soon.</param>
    public void Start(NodeId node, Action<SignalTopic, IReadOnlyList<Guid>> heard)
    {
        me = node;
        listening = ListenAsync(heard);
    }

    public void Send(SignalTopic topic, Guid id)
    {
        if (!HasOthers || Volatile.Read(ref isDisposed) != 0)
        {
            return;
        }

        waiting[(topic, id)] = 0;
        if (Interlocked.CompareExchange(ref isFlushing, 1, 0) == 0)
        {
            _ = FlushSoonAsync();
        }
    }

    /// <summary>The same for something rare that cannot wait: it is on its way when this ends.</summary>
    public async Task TellAsync(SignalTopic topic, IReadOnlyList<Guid> ids)
    {
        if (!HasOthers || Volatile.Read(ref isDisposed) != 0)
        {
            return;
        }

        try
        {
            foreach (var some in ids.Chunk(MostIds))
            {
                await NotifyAsync(topic, some);
            }
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException or TimeoutException)
        {
            // It was a hint: the others look by themselves.
        }
    }

    /// <summary>From here on the node hears nothing and tells nothing; what it looks for by itself it finds.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref isDisposed, 1) != 0)
        {
            return;
        }

        await stopping.CancelAsync();
        await listening;
        stopping.Dispose();
    }

    private async Task FlushSoonAsync()
    {
        await Task.Delay(Coalesce, clock, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Volatile.Write(ref isFlushing, 0);
        foreach (var topic in waiting.Keys.GroupBy(key => key.Topic).ToList())
        {
            // Taken out before it is told: what is sent once more meanwhile is told once more.
            await TellAsync(topic.Key, [.. topic.Where(key => waiting.TryRemove(key, out _)).Select(key => key.Id)]);
        }
    }

    private async Task NotifyAsync(SignalTopic topic, IEnumerable<Guid> ids)
    {
        await using var command = db.Source.CreateCommand("select pg_notify($1, $2)");
        command.Parameters.Add(new() { Value = Channel });
        command.Parameters.Add(new() { Value = $"{me.Value}|{(char)topic}|{string.Join(',', ids)}" });
        await command.ExecuteNonQueryAsync(stopping.Token);
    }

    private async Task ListenAsync(Action<SignalTopic, IReadOnlyList<Guid>> heard)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await using var connection = await db.Source.OpenConnectionAsync(stopping.Token);
                connection.Notification += (_, told) => Take(told.Payload, heard);
                await using (var listen = new NpgsqlCommand($"listen {Channel}", connection))
                {
                    await listen.ExecuteNonQueryAsync(stopping.Token);
                }

                while (true)
                {
                    await connection.WaitAsync(stopping.Token);
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException)
            {
                await PauseAsync();
            }
        }
    }

    private async Task PauseAsync()
    {
        try
        {
            await Task.Delay(ReconnectAfter, clock, stopping.Token);
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private void Take(string payload, Action<SignalTopic, IReadOnlyList<Guid>> heard)
    {
        if (payload.Split('|') is [var from, [var topic], var ids] && from != me.Value.ToString())
        {
            heard((SignalTopic)topic, [.. ids.Split(',').Where(id => Guid.TryParse(id, out _)).Select(Guid.Parse)]);
        }
    }
}
