namespace Latchwork.Domain.Users;

/// <summary>How long people stay logged in at the console, and what some of them need besides a password (CO-1, CO-4).</summary>
public static class SessionRules
{
    /// <summary>Without anything being done.</summary>
    public static TimeSpan Idle { get; } = TimeSpan.FromMinutes(30);

    /// <summary>From the log-in, however busy it was.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromHours(12);

    /// <summary>How long it counts that somebody has shown who they are, for what asks for it anew.</summary>
    public static TimeSpan Proven { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Who has such a role in any tenant does nothing at the console without a second factor. A home of their own does not count.</summary>
    public static bool NeedsSecondFactor(TenantRole role) => role is TenantRole.Owner or TenantRole.Administrator;

    /// <param name="provenAt">When they last showed who they are; null: not in this session.</param>
    public static bool IsProven(DateTimeOffset? provenAt, DateTimeOffset now) => provenAt is { } at && now < at + Proven;
}
