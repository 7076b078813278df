using System.Text.Json;
using Latchwork.Drivers.Simulator;
using Latchwork.Operations.Audit;
using Npgsql;

namespace Latchwork.Testing.Kills;

/// <summary>Compares what callers were told, what the audit says and what the doors did.</summary>
/// <param name="worlds">By the address of the link that leads there.</param>
internal sealed class KillChecks(string connection, IReadOnlyDictionary<string, SimulatedWorld> worlds)
{
    private readonly List<string> faults = [];
    private readonly OwnerReads database = new(connection);

    /// <summary>How many acts were asked and have no end yet.</summary>
    public Task<long> MissingEndsAsync() =>
        database.CountAsync(
            """
            select count(*) from audit_event a where a.stage = 1
                and not exists (select from audit_event e where e.tenant_id = a.tenant_id and e.operation_id = a.operation_id and e.stage = 2)
            """
        );

    /// <summary>How many acts ended as unknown: the kills that hit one.</summary>
    public Task<long> UnknownEndsAsync() => database.CountAsync("select count(*) from audit_event where stage = 2 and outcome = 5");

    public async Task<IReadOnlyList<string>> RunAsync(IReadOnlyCollection<AskedOperation> told, string headFolder)
    {
        await CheckAcknowledgedAsync(told);
        await CheckStagesAsync();
        await CheckDoorsAsync();
        await CheckChainsAsync(headFolder);
        return faults;
    }

    /// <summary>What was told as done is in the audit, asked and ended as done.</summary>
    private async Task CheckAcknowledgedAsync(IReadOnlyCollection<AskedOperation> told)
    {
        var asked = await database.ListAsync(
            """
            select p.bytes, a.kind, e.outcome from audit_event a
            join audit_private p on p.tenant_id = a.tenant_id and p.sequence = a.sequence and p.received_at = a.received_at
            left join audit_event e on e.tenant_id = a.tenant_id and e.operation_id = a.operation_id and e.stage = 2
            where a.stage = 1
            """,
            row => (Name: NameOf(row.GetFieldValue<byte[]>(0)), Kind: row.GetInt16(1), Outcome: row.IsDBNull(2) ? 0 : row.GetInt16(2))
        );
        var byName = asked.ToLookup(row => row.Name, StringComparer.Ordinal);
        foreach (var operation in told)
        {
            var found = byName[operation.Name].ToList();
            if (found.Count > 1)
            {
                faults.Add($"{operation.Name} was asked {found.Count} times");
            }

            if (operation.Answer == 0 && found is not [{ Outcome: Done }])
            {
                faults.Add(
                    $"{operation.Name} was acknowledged, and the audit has {found.Count} of it with the outcome {found.FirstOrDefault().Outcome}"
                );
            }

            if (found.Any(row => row.Kind != (operation.IsUnlock ? Unlock : Lock)))
            {
                faults.Add($"{operation.Name} is another act in the audit");
            }
        }
    }

    private async Task CheckStagesAsync()
    {
        var twice = await database.ListAsync(
            "select operation_id, stage, count(*) from audit_event where stage in (1, 2) group by tenant_id, operation_id, stage having count(*) > 1",
            row => $"operation {row.GetGuid(0)} has {row.GetInt64(2)} records of stage {row.GetInt16(1)}"
        );
        var alone = await database.ListAsync(
            """
            select e.operation_id from audit_event e where e.stage = 2
                and not exists (select from audit_event a where a.tenant_id = e.tenant_id and a.operation_id = e.operation_id and a.stage = 1)
            """,
            row => $"operation {row.GetGuid(0)} ended and was never asked"
        );
        faults.AddRange([.. twice, .. alone]);
        var missing = await MissingEndsAsync();
        if (missing > 0)
        {
            faults.Add($"{missing} acts have no end");
        }
    }

    /// <summary>A door received each command at most once, and every command that was done.</summary>
    private async Task CheckDoorsAsync()
    {
        var commands = await database.ListAsync(
            """
            select k.address, c.device_address, c.act, count(*) filter (where c.state = 4), count(*) filter (where c.state <> 7)
            from device_command c join link k on k.tenant_id = c.tenant_id and k.link_id = c.link_id
            where c.act in (1, 2) and k.address like 'simulator://%' group by k.address, c.device_address, c.act
            """,
            row => (Link: row.GetString(0), Address: row.GetString(1), Act: row.GetInt16(2), Done: row.GetInt64(3), Possible: row.GetInt64(4))
        );
        foreach (var (link, address, act, done, possible) in commands)
        {
            var motions = worlds[link].Control(new WorldControl.Look(address)).Value.Motions;
            var received = act == Unlock ? motions.Unlock.Received : motions.Lock.Received;
            if (received > possible)
            {
                faults.Add($"{address} received {received} motions of act {act} for {possible} commands: one was sent twice");
            }

            if (received < done)
            {
                faults.Add($"{address} received {received} motions of act {act}, and {done} are told as done");
            }
        }
    }

    private async Task CheckChainsAsync(string headFolder)
    {
        await using var owner = NpgsqlDataSource.Create(connection);
        await foreach (var report in new VerifyAudit(owner).RunAsync(null, HeadArchive.Load(headFolder), CancellationToken.None))
        {
            faults.AddRange(report.Faults.Select(fault => $"chain of {report.Tenant.Value}, record {fault.Sequence}: {fault.What}"));
        }
    }

    private static string NameOf(byte[] detail) =>
        JsonDocument.Parse(detail).RootElement.TryGetProperty("userAgent", out var agent) ? agent.GetString()! : "";

    private const int Unlock = 1;
    private const int Lock = 2;
    private const int Done = 3;
}
