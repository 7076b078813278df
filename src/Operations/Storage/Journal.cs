using Latchwork.Domain;
using Latchwork.Operations.Audit;
using Npgsql;

namespace Latchwork.Operations.Storage;

/// <summary>
/// Shares commits between the hot operations of a node (design, "Journal"). It takes what the callers of its lanes have waiting, holds the
/// chain ends of their tenants, loads everything their decisions need, decides each in Domain, writes all rows, commits once, and answers
/// them all. One batch is in flight a node, and at most one more that stands in line for a chain; the next fills meanwhile. Whoever changes a right also needs the chain end of its tenant to
/// commit, so a decision and a revocation never overlap (AZ-4, AZ-5).
/// </summary>
internal sealed class Journal(AccessDb db, TimeProvider clock)
{
    /// <summary>How often callers may find the chain of their tenant held by another node before they stand in line for it.</summary>
    private const int PatientRounds = 5;

    /// <summary>Of real time, between two looks at a chain that another node holds.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    // Lanes find rows by key, one by one. Told so, the planner does not fall for a table that was small when it was last counted and has grown
    // since, nor for reading all rows of a tenant (its policies offer that index) to pick a few; and it plans each statement once a connection.
    private const string Scope = """
        select set_config('latchwork.tenants', $1, true), set_config('plan_cache_mode', 'force_generic_plan', true),
            set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true), set_config('enable_material', 'off', true),
            set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)
        """;

    private readonly JournalMark mark = new(db, clock);
    private readonly JournalMark patientMark = new(db, clock);
    private readonly Lock opening = new();
    private volatile JournalLane[] lanes = [];
    private int isRunning;
    private int impatience;
    private Task patient = Task.CompletedTask;

    internal JournalLane<TAsk, TFacts, TAnswer> OpenLane<TAsk, TFacts, TAnswer>(JournalPage<TAsk, TFacts, TAnswer> page)
    {
        var lane = new JournalLane<TAsk, TFacts, TAnswer>(page, Run);
        lock (opening)
        {
            // Lanes open while others run: whoever runs them sees the old array or the new one.
            lanes = [.. lanes, lane];
        }

        return lane;
    }

    private void Run()
    {
        if (Interlocked.CompareExchange(ref isRunning, 1, 0) == 0)
        {
            _ = DrainAsync();
        }
    }

    private bool IsAnyWaiting => Array.Exists(lanes, lane => lane.IsWaiting);

    private async Task DrainAsync()
    {
        do
        {
            while (IsAnyWaiting)
            {
                List<JournalLane> taking = [.. lanes.Where(lane => lane.Take())];
                var isComplete = await RunBatchAsync(taking, waits: false, mark);
                impatience = isComplete ? 0 : impatience + 1;
                if (!isComplete)
                {
                    await StandInLineAsync();
                }
            }

            Volatile.Write(ref isRunning, 0);
        } while (IsAnyWaiting && Interlocked.CompareExchange(ref isRunning, 1, 0) == 0);
    }

    /// <summary>
    /// Callers whose chain another node keeps holding wait for it in a batch of their own, one at a time: nobody of another tenant waits with
    /// them. Before that, and meanwhile, it is looked at again after a moment.
    /// </summary>
    private Task StandInLineAsync()
    {
        if (impatience >= PatientRounds && patient.IsCompleted)
        {
            impatience = 0;
            List<JournalLane> aside = [.. lanes.Select(lane => lane.SetAside()).OfType<JournalLane>()];
            patient = RunBatchAsync(aside, waits: true, patientMark);
        }

        return Task.Delay(Pause, TimeProvider.System);
    }

    /// <summary>False when another node held the chain of some caller's tenant: those callers were put back. Never throws.</summary>
    private async Task<bool> RunBatchAsync(List<JournalLane> taking, bool waits, JournalMark marked)
    {
        try
        {
            var began = clock.GetTimestamp();
            var isComplete = await TryInMonthAsync(taking, waits, marked);
            Telemetry.JournalTime.Record(clock.GetElapsedTime(began).TotalSeconds);
            Telemetry.JournalBatch.Record(taking.Sum(lane => lane.Count));
            taking.ForEach(lane => lane.Answer());
            return isComplete;
        }
        catch (Exception) when (taking.Sum(lane => lane.Count) > 1)
        {
            Telemetry.JournalRepeats.Add(1);

            // Nobody fails for another: the callers of a batch that failed are run again one by one.
            foreach (var single in taking.SelectMany(lane => lane.Split()))
            {
                await RunBatchAsync([single], waits: true, marked);
            }
        }
        catch (Exception broken)
        {
            taking.ForEach(lane => lane.Fail(broken));
        }

        return true;
    }

    private async Task<bool> TryInMonthAsync(List<JournalLane> taking, bool waits, JournalMark marked)
    {
        try
        {
            return await TryAsync(taking, waits, marked);
        }
        catch (PostgresException missing) when (AuditMonths.IsMissing(missing))
        {
            await AuditMonths.MakeAsync(db, clock.Now(), CancellationToken.None);
            return await TryAsync(taking, waits, marked);
        }
    }

    /// <summary>False when another node held the chain of some caller's tenant: those callers wait for the next batch.</summary>
    private async Task<bool> TryAsync(List<JournalLane> taking, bool waits, JournalMark marked)
    {
        HashSet<TenantId> tenants = [];
        taking.ForEach(lane => lane.AddTenants(tenants));
        await using var connection = await db.Source.OpenConnectionAsync();
        var chain = new ChainBatch();
        try
        {
            await LoadAsync(connection, taking, tenants, chain, waits);
            var isComplete = tenants.All(chain.Holds);
            if (waits && !isComplete)
            {
                throw new InvalidOperationException("A tenant without an audit chain cannot act.");
            }

            var now = clock.Now();
            taking.ForEach(lane => lane.Decide(chain, now, isComplete));
            await CommitAsync(connection, taking, chain, now, marked);
            return isComplete;
        }
        catch
        {
            await AbandonAsync(connection);
            throw;
        }
    }

    private static async Task LoadAsync(
        NpgsqlConnection connection,
        List<JournalLane> taking,
        HashSet<TenantId> tenants,
        ChainBatch chain,
        bool waits
    )
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("begin"));
        batch.BatchCommands.Add(AccessDb.Statement(Scope, [new TenantSet(tenants).Setting]));
        var hold = waits ? AuditLog.HoldEnds : AuditLog.HoldEnds + " skip locked";
        batch.BatchCommands.Add(AccessDb.Statement(hold, [tenants.Select(t => t.Value).ToArray()]));
        taking.ForEach(lane => lane.AddLoad(batch));
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        while (await reader.ReadAsync())
        {
            var (tenant, end) = AuditLog.ReadEnd(reader);
            chain.Hold(tenant, end);
        }

        foreach (var lane in taking)
        {
            await lane.ReadFactsAsync(reader);
        }
    }

    /// <summary>A commit whose answer was lost is not made again: refusals and reports would be recorded twice.</summary>
    private static async Task CommitAsync(
        NpgsqlConnection connection,
        List<JournalLane> taking,
        ChainBatch chain,
        DateTimeOffset now,
        JournalMark marked
    )
    {
        await using var batch = new NpgsqlBatch(connection);
        taking.ForEach(lane => lane.AddSave(batch, now));
        chain.AddStatements(batch);
        if (batch.BatchCommands.Count > 0)
        {
            marked.AddTo(batch, now);
        }

        batch.BatchCommands.Add(new NpgsqlBatchCommand("commit"));
        try
        {
            await batch.ExecuteNonQueryAsync();
        }
        catch (Exception)
        {
            await AbandonAsync(connection);
            if (!await marked.HoldsLastAsync())
            {
                throw;
            }
        }
    }

    private static async Task AbandonAsync(NpgsqlConnection connection)
    {
        try
        {
            await using var rollback = new NpgsqlCommand("rollback", connection);
            await rollback.ExecuteNonQueryAsync();
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
        {
            // The connection itself is gone, and the transaction with it.
        }
    }
}
