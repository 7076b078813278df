using Npgsql;

namespace Latchwork.Server.Hosting;

/// <summary>Asks whether the database answers. Everybody who asks meanwhile shares the answer, so that a crowd takes one connection.</summary>
internal sealed class DatabaseProbe(NpgsqlDataSource database, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private Task<bool> underWay = Task.FromResult(false);

    public Task<bool> AnswersAsync()
    {
        lock (gate)
        {
            return underWay.IsCompleted ? underWay = AskAsync() : underWay;
        }
    }

    private async Task<bool> AskAsync()
    {
        using var limit = new CancellationTokenSource(Patience, time);
        try
        {
            await using var command = database.CreateCommand("select 1");
            await command.ExecuteScalarAsync(limit.Token);
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException)
        {
            return false;
        }
    }
}
