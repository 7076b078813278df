using System.Globalization;
using Latchwork.Operations.Ids;
using Npgsql;

namespace Latchwork.Testing.Recovery;

/// <summary>The operator's commands, and what a restored database is asked.</summary>
/// <param name="dataFolder">With the root key and the journal.</param>
internal sealed class BackupChecks(TestCluster cluster, string dataFolder)
{
    /// <summary>The database that the server works on.</summary>
    public const string Lived = "latchwork";

    private const string Restored = "restored";

    public long Kept { get; private set; }

    public long AtTheEnd { get; private set; }

    public async Task<string> BackUpAsync(int number, List<string> faults)
    {
        var file = Path.Combine(dataFolder, string.Create(CultureInfo.InvariantCulture, $"{number}.backup"));
        var (exitCode, said) = await ShortProgram.OperatorAsync("backup", file, "--quiet", "--connection", cluster.ConnectionTo(Lived));
        if (exitCode != 0)
        {
            faults.Add($"backup {number} ended with {exitCode}: {said}");
        }

        return file;
    }

    /// <returns>What is not as it should be.</returns>
    public async Task<List<string>> RestoreAsync(string file, AcknowledgedActs before, AcknowledgedActs all, bool wasKilled)
    {
        await cluster.ExecuteAsync($"create database {Restored} template template0");
        try
        {
            var target = cluster.ConnectionTo(Restored);
            var (exitCode, said) = await ShortProgram.OperatorAsync("restore", file, "--quiet", "--connection", target, "--data", dataFolder);
            if (exitCode != 0)
            {
                return [$"the restore ended with {exitCode}: {said}"];
            }

            var verified = await ShortProgram.OperatorAsync(
                "verify-audit",
                "--connection",
                target,
                "--heads",
                Path.Combine(dataFolder, "audit-heads")
            );
            List<string> wrong = verified.ExitCode == 0 ? [] : [$"the audit is not sound: {verified.Said}"];
            wrong.AddRange(await LookAsync(before, all, wasKilled));
            if (wasKilled && said.Contains("clean stop: sessions", StringComparison.Ordinal))
            {
                wrong.Add($"the end was a kill, and the restore said: {said}");
            }

            return wrong;
        }
        finally
        {
            NpgsqlConnection.ClearAllPools();
            await cluster.ExecuteAsync($"drop database {Restored} with (force)");
        }
    }

    private async Task<List<string>> LookAsync(AcknowledgedActs before, AcknowledgedActs all, bool wasKilled)
    {
        await using var restored = NpgsqlDataSource.Create(cluster.ConnectionTo(Restored));
        var pending = await PendingAsync();
        if (!wasKilled && pending.Count > 0)
        {
            return [$"{pending.Count} changes were not in the journal of a server that stopped"];
        }

        List<string> wrong = [];
        await ThereAsync("code made before the backup", before.Codes, "credential", "credential_id", "true", []);
        await ThereAsync("key made before the backup", before.Clients, "api_client", "api_client_id", "true", []);
        await ThereAsync("stay booked before the backup", before.Stays, "reservation", "reservation_id", "true", []);
        await ThereAsync("code made at any time", all.Codes, "credential", "credential_id", "true", pending);
        await ThereAsync("code ended at any time", all.EndedCodes, "credential", "credential_id", "t.revoked_at is not null", pending);
        await ThereAsync(
            "key ended at any time",
            Both(before.Clients, all.EndedClients),
            "api_client",
            "api_client_id",
            "t.revoked_at is not null",
            pending
        );
        await ThereAsync(
            "stay cancelled at any time",
            Both(before.Stays, all.EndedStays),
            "reservation",
            "reservation_id",
            "t.cancelled_at is not null",
            pending
        );
        return wrong;

        // Keys and stays that were made after the backup are lost with whatever became of them.
        static List<string> Both(IReadOnlyList<string> made, IReadOnlyList<string> ended) => [.. ended.Intersect(made, StringComparer.Ordinal)];

        async Task ThereAsync(string what, IReadOnlyList<string> ids, string table, string key, string isSo, HashSet<string> unless)
        {
            await using var command = restored.CreateCommand(
                $"""
                select w.id from unnest($1::text[]) as w (id)
                where not exists (select from public_id p join {table} t on t.tenant_id = p.tenant_id and t.{key} = p.row_id where p.wire_id = w.id and {isSo})
                """
            );
            command.Parameters.Add(new() { Value = ids.ToArray() });
            var missing = await ReadAsync(command);
            Kept += ids.Count;
            AtTheEnd += missing.Count(unless.Contains);
            wrong.AddRange(missing.Where(id => !unless.Contains(id)).Take(3).Select(id => $"no {what}: {id}"));
        }
    }

    /// <summary>Public ids of the rows whose changes the journal had not yet: the lost database still stands here, and says which.</summary>
    private async Task<HashSet<string>> PendingAsync()
    {
        await using var lived = NpgsqlDataSource.Create(cluster.ConnectionTo(Lived));
        await using var command = lived.CreateCommand(
            $"""
            select distinct p.wire_id from recovery_entry e
            join public_id p on p.row_id = coalesce(e.row_key ->> 'credential_id', e.noted ->> 'credential_id', e.row_key ->> 'api_client_id', e.row_key ->> 'reservation_id', e.noted ->> 'row_id')::uuid
            where p.kind = any (array[{(int)WireIdKind.CredentialUuid}, {(int)WireIdKind.ApiClientUuid}, {(int)WireIdKind.ReservationUuid}])
            """
        );
        return [.. await ReadAsync(command)];
    }

    private static async Task<List<string>> ReadAsync(NpgsqlCommand command)
    {
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<string>();
        while (await reader.ReadAsync())
        {
            found.Add(reader.GetString(0));
        }

        return found;
    }
}
