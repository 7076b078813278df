using Latchwork.Domain.Alerts;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Alerts;

/// <summary>By which of their addresses somebody is told. The numbers are stored: only add.</summary>
public enum AlertChannel
{
    Mail = 1,
    Sms = 2,
}

/// <summary>What somebody wants to be told of, and how. What is null is as for a new one, or stays as it is.</summary>
public sealed record AlertRequest
{
    public AlertChannel? Channel { get; init; }

    /// <summary>Null for a new one: all that the person may know of.</summary>
    public IReadOnlyList<AlertTopic>? Topics { get; init; }

    /// <summary>These, and <see cref="Locks"/>; none of both: everywhere.</summary>
    public IReadOnlyList<WireId>? Sites { get; init; }

    public IReadOnlyList<WireId>? Locks { get; init; }

    /// <summary>By the clocks of the site; an end like the beginning: none.</summary>
    public QuietHours? Quiet { get; init; }

    /// <summary>Whether urgent topics are told in quiet hours too (<see cref="AlertTopics.IsUrgent"/>).</summary>
    public bool? UrgentPasses { get; init; }

    /// <summary>Messages an hour; the rest comes in one after it.</summary>
    public int? MostAnHour { get; init; }
}

/// <summary>A subscription as those who look after them see it.</summary>
/// <param name="Id">Public, as those of person, sites and locks.</param>
/// <param name="PersonName">What they are called; null where they never said.</param>
/// <param name="IsDefault">Nobody asked for it.</param>
public sealed record SeenAlert(
    string Id,
    string PersonId,
    string? PersonName,
    AlertChannel Channel,
    IReadOnlyList<AlertTopic> Topics,
    IReadOnlyList<string> Sites,
    IReadOnlyList<string> Locks,
    QuietHours? Quiet,
    bool UrgentPasses,
    int MostAnHour,
    bool IsDefault,
    DateTimeOffset CreatedAt
)
{
    public override string ToString() => $"alert {Id}";
}
