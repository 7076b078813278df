using System.Data;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Identity;

/// <summary>
/// A connection that shared reads keep, for one batch at a time. Callers of the same tenants who ask the same share a statement; it sees the rows of
/// those tenants and no others (TN-2).
/// </summary>
internal sealed class SharedReadLine(AccessDb db) : IAsyncDisposable
{
    private NpgsqlConnection? kept;

    private bool IsOpen => kept is { State: ConnectionState.Open };

    /// <summary>Every ask gets its answer, or what broke. Never throws.</summary>
    public async Task AnswerAsync(List<SharedAsk> asks)
    {
        try
        {
            await ReadAsync(asks);
            Telemetry.ReadBatch.Record(asks.Count);
            asks.ForEach(ask => ask.Answer());
        }
        catch (Exception broken) when (asks.Count > 1 && Outage.Of(broken) is null)
        {
            // Nobody fails for another: they are asked for one by one.
            foreach (var ask in asks)
            {
                await AnswerAsync([ask]);
            }
        }
        catch (Exception broken)
        {
            asks.ForEach(ask => ask.Fail(broken));
        }
    }

    public ValueTask DisposeAsync() => kept?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task ReadAsync(List<SharedAsk> asks)
    {
        if (IsOpen)
        {
            try
            {
                await ReadOnAsync(kept!, asks);
                return;
            }
            catch (Exception e) when (e is NpgsqlException or InvalidOperationException && !IsOpen)
            {
                // It broke, most likely while nobody used it.
            }
        }

        await DisposeAsync();
        kept = await db.Source.OpenConnectionAsync();
        await ReadOnAsync(kept, asks);
    }

    private static async Task ReadOnAsync(NpgsqlConnection connection, List<SharedAsk> asks)
    {
        var groups = asks.GroupBy(ask => (ask.Statement, ask.By.Tenants.Setting), (_, of) => of.ToList()).ToList();
        await using var batch = new NpgsqlBatch(connection);
        groups.ForEach(group => Add(batch, group));
        await using var reader = await batch.ExecuteReaderAsync();
        foreach (var group in groups)
        {
            group.ForEach(ask => ask.Begin());
            await reader.NextResultAsync();
            while (await reader.ReadAsync())
            {
                group[(int)reader.GetInt64(0) - 1].Read(reader);
            }

            await reader.NextResultAsync();
        }
    }

    private static void Add(NpgsqlBatch batch, List<SharedAsk> group)
    {
        batch.BatchCommands.Add(AccessDb.Statement(AccessDb.SetTenantsByKey, [group[0].By.Tenants.Setting]));
        var command = new NpgsqlBatchCommand(group[0].Statement);
        command.Parameters.AddArray(group, ask => ask.By.CredentialHash);
        command.Parameters.AddArray(group, ask => ask.By.User?.Value);
        command.Parameters.AddArray(group, ask => (short)ask.Id.Kind);
        command.Parameters.AddArray(group, ask => ask.Id.Text);
        batch.BatchCommands.Add(command);
    }
}
