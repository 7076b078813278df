namespace Latchwork.Operations.Storage;

/// <summary>
/// Shares commits between the hot operations of a node (design, "Journal"). It takes what the callers of its lanes have waiting, holds the
/// chain ends of their tenants, loads everything their decisions need, decides each in Domain, writes all rows, commits once, and answers
/// them all. One batch is in flight a node, and at most one more that stands in line for a chain; the next fills meanwhile. Whoever changes a
/// right also needs the chain end of its tenant to commit, so a decision and a revocation never overlap (AZ-4, AZ-5).
/// </summary>
internal sealed class Journal(AccessDb db, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>How often callers may find the chain of their tenant held by another node before they stand in line for it.</summary>
    private const int PatientRounds = 5;

    /// <summary>Of real time, between two looks at a chain that another node holds.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    /// <summary>Of real time, for the last batches at a stop.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);

    private readonly JournalConnection common = new(db, clock);
    private readonly JournalConnection apart = new(db, clock);
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

    /// <summary>After those who wait are answered, or cannot be: a database that is away keeps no server from stopping.</summary>
    public async ValueTask DisposeAsync()
    {
        var began = TimeProvider.System.GetTimestamp();
        while (Volatile.Read(ref isRunning) != 0 || !patient.IsCompleted)
        {
            if (TimeProvider.System.GetElapsedTime(began) > StopLimit)
            {
                return;
            }

            await Task.Delay(Pause, TimeProvider.System);
        }

        await common.DisposeAsync();
        await apart.DisposeAsync();
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
                var isComplete = await RunBatchAsync(taking, waits: false, common);
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
            patient = RunBatchAsync(aside, waits: true, apart);
        }

        return Task.Delay(Pause, TimeProvider.System);
    }

    /// <summary>False when another node held the chain of some caller's tenant: those callers were put back. Never throws.</summary>
    private async Task<bool> RunBatchAsync(List<JournalLane> taking, bool waits, JournalConnection connection)
    {
        try
        {
            var began = clock.GetTimestamp();
            var isComplete = await connection.RunAsync(taking, waits);
            Telemetry.JournalTime.Record(clock.GetElapsedTime(began).TotalSeconds);
            Telemetry.JournalBatch.Record(taking.Sum(lane => lane.Count));
            taking.ForEach(lane => lane.Answer());
            return isComplete;
        }
        catch (Exception broken) when (broken is not CommitUnknownException && taking.Sum(lane => lane.Count) > 1)
        {
            Telemetry.JournalRepeats.Add(1);

            // Nobody fails for another: the callers of a batch that failed are run again one by one.
            foreach (var single in taking.SelectMany(lane => lane.Split()))
            {
                await RunBatchAsync([single], waits: true, connection);
            }
        }
        catch (Exception broken)
        {
            taking.ForEach(lane => lane.Fail(broken));
        }

        return true;
    }
}
