using System.Diagnostics;
using Npgsql;

namespace Latchwork.Bench.Limits;

/// <summary>What the database does at most: one row of an event's size, one durable commit each, through Npgsql and nothing else.</summary>
internal sealed class BareCommits : IAsyncDisposable
{
    private const string Insert = "insert into bare_commit (id, at, what) values ($1, $2, $3)";

    private readonly NpgsqlDataSource source;
    private static long last;

    private BareCommits(NpgsqlDataSource source) => this.source = source;

    public static async Task<BareCommits> OpenAsync(string connectionString, int callers)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxPoolSize = callers + 4,
            MaxAutoPrepare = 10,
            AutoPrepareMinUsages = 1,
        };
        var source = NpgsqlDataSource.Create(settings);
        await using var command = source.CreateCommand("create table if not exists bare_commit (id bigint primary key, at timestamptz, what bytea)");
        await command.ExecuteNonQueryAsync();
        return new BareCommits(source);
    }

    /// <returns>Commits a second.</returns>
    public async Task<double> PerSecondAsync(int callers, TimeSpan time)
    {
        using var limit = new CancellationTokenSource(time);
        var began = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(() => CommitAsync(limit.Token))));
        return counts.Sum() / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    /// <summary>
    /// One commit of one caller. They stand apart as those of an unlock do: many a disk that is asked again at once answers ten times as fast.
    /// </summary>
    /// <returns>The median time, in milliseconds.</returns>
    public async Task<double> OneInMsAsync(int times, TimeSpan apart)
    {
        await using var connection = await source.OpenConnectionAsync();
        var took = new double[times];
        for (var i = 0; i < times; i++)
        {
            await Task.Delay(apart, TimeProvider.System);
            var began = Stopwatch.GetTimestamp();
            await WriteAsync(connection);
            took[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }

        return took.Order().ElementAt(times / 2);
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();

    private async Task<long> CommitAsync(CancellationToken stop)
    {
        await using var connection = await source.OpenConnectionAsync(CancellationToken.None);
        var count = 0L;
        for (; !stop.IsCancellationRequested; count++)
        {
            await WriteAsync(connection);
        }

        return count;
    }

    private static async Task WriteAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(Insert, connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = Interlocked.Increment(ref last) });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = DateTimeOffset.UnixEpoch });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = new byte[300] });
        await command.ExecuteNonQueryAsync();
    }
}
