using Latchwork.Domain.Audit;

namespace Latchwork.Domain.Explanations;

/// <summary>A value as it stood at a place in the list of events.</summary>
public readonly record struct ToldValue
{
    private ToldValue(string? text, DateTimeOffset? unknownSince, bool isAsNow) => (Text, UnknownSince, IsAsNow) = (text, unknownSince, isAsNow);

    /// <summary>As an event told it; null where it is as now, or not known.</summary>
    public string? Text { get; }

    /// <summary>It was changed then, and nothing says what it was before.</summary>
    public DateTimeOffset? UnknownSince { get; }

    /// <summary>Nothing changed it since.</summary>
    public bool IsAsNow { get; }

    public static ToldValue AsNow => new(null, null, isAsNow: true);

    public static ToldValue Unknown(DateTimeOffset since) => new(null, since, isAsNow: false);

    public static ToldValue Told(string text) => new(text, null, isAsNow: false);
}

/// <summary>What events told of the values of one thing, before and after the moment that is asked for.</summary>
/// <param name="Before">Oldest first, up to the moment.</param>
/// <param name="After">Oldest first, after it.</param>
public sealed record ToldValues(IReadOnlyList<AuditEvent> Before, IReadOnlyList<AuditEvent> After)
{
    public static ToldValues None { get; } = new([], []);

    /// <summary>When it was first told after the moment; null where it was not.</summary>
    public DateTimeOffset? FirstAfter(string name) => ChangeOf(name)?.ReceivedAt;

    private AuditEvent? ChangeOf(string name) => After.FirstOrDefault(told => told.Changed?.ContainsKey(name) == true);

    /// <param name="former">By which name a change tells what it was before, where it does.</param>
    public ToldValue Of(string name, string? former = null)
    {
        if (ChangeOf(name) is not { } change)
        {
            return ToldValue.AsNow;
        }

        return Before.LastOrDefault(told => told.Changed?.ContainsKey(name) == true) is { } last ? ToldValue.Told(last.Changed![name])
            : former is not null && change.Changed!.TryGetValue(former, out var was) ? ToldValue.Told(was)
            : ToldValue.Unknown(change.ReceivedAt);
    }
}
