using Latchwork.Domain;

namespace Latchwork.Operations.Storage;

/// <summary>Work that one node does at a time: who does not get the lock has nothing to do (design, "Wake-ups and workers").</summary>
internal static class ClusterLock
{
    public const int SignHeads = 10;
    public const int TellTallies = 11;
    public const int Forecasts = 14;
    public const int Recovery = 15;

    /// <summary>Of each tenant by itself.</summary>
    public const int ImportPreview = 16;

    private const int Ours = 7301;

    /// <summary>Held until the transaction ends.</summary>
    public static async Task<bool> TryTakeAsync(Work work, int number, CancellationToken cancel) =>
        (await work.ListAsync("select pg_try_advisory_xact_lock($1, $2)", row => row.GetBoolean(0), [Ours, number], cancel))[0];

    /// <summary>The same for something that each tenant has: two in 2^64 might share one, and then one of them has nothing to do either.</summary>
    public static async Task<bool> TryTakeAsync(Work work, int number, TenantId tenant, CancellationToken cancel) =>
        (
            await work.ListAsync(
                "select pg_try_advisory_xact_lock(hashtextextended($1::uuid::text, $2))",
                row => row.GetBoolean(0),
                [tenant.Value, (long)number],
                cancel
            )
        )[0];
}
