namespace Latchwork.Domain.Credentials.Offline;

/// <summary>What a lock knows besides the secret. It gets both at once.</summary>
/// <param name="Zone">IANA name of the lock's zone, for all that is told in local time.</param>
/// <param name="HasFirstUseLimits">
/// The tenant's switch (18): a one-time code ends 6 hours after its start instead of 24, and a period code that was not used in the first 24 hours
/// never opens.
/// </param>
public sealed record OfflineRules(string Zone, bool HasFirstUseLimits = false)
{
    /// <summary>How far a lock's clock may be off: so much before and after its window a code still opens. It counts towards the bound of KR-4.</summary>
    public static TimeSpan Tolerance { get; } = TimeSpan.FromMinutes(5);

    /// <summary>How many epochs an erase code may be ahead of the lock; any other code may be one ahead.</summary>
    public const int MostEpochsAhead = 16;

    internal static TimeSpan FirstUseWithin { get; } = TimeSpan.FromHours(24);

    internal TimeSpan OneTimeLasts => TimeSpan.FromHours(HasFirstUseLimits ? 6 : 24);
}

/// <summary>All that a lock is told over its link, or by somebody's telephone. It replaces what was told before.</summary>
/// <param name="Epoch">Codes of older epochs open no more. A lock never goes back.</param>
/// <param name="Denied">Codes that were revoked and would still open.</param>
public sealed record OfflineOrders(OfflineSecret Secret, OfflineRules Rules, int Epoch, IReadOnlyList<OfflineMark> Denied);
