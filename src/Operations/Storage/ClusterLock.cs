namespace Latchwork.Operations.Storage;

/// <summary>Work that one node does at a time: who does not get the lock has nothing to do (design, "Wake-ups and workers").</summary>
internal static class ClusterLock
{
    public const int SignHeads = 10;
    public const int TellTallies = 11;
    public const int Forecasts = 14;
    public const int Recovery = 15;

    private const int Ours = 7301;

    /// <summary>Held until the transaction ends.</summary>
    public static async Task<bool> TryTakeAsync(Work work, int number, CancellationToken cancel) =>
        (await work.ListAsync("select pg_try_advisory_xact_lock($1, $2)", row => row.GetBoolean(0), [Ours, number], cancel))[0];
}
