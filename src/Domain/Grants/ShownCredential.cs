namespace Latchwork.Domain.Grants;

/// <summary>A credential that was shown at one of its locks, as the decision knows it: read in the transaction that records it (AZ-4).</summary>
public sealed record ShownCredential
{
    public required CredentialId Id { get; init; }

    /// <summary>It is to open this very lock: neither revoked nor taken off it.</summary>
    public required bool IsDesired { get; init; }

    public TimeWindow Window { get; init; }

    /// <summary>Inside the window only in these hours; null for all of it.</summary>
    public WeeklyHours? Hours { get; init; }
}
