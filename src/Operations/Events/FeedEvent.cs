using Latchwork.Domain.Audit;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Events;

/// <summary>One event of a tenant's list, as its readers know it. What was only asked is never one (AU-1).</summary>
public sealed record FeedEvent
{
    /// <summary>Names it, and is its place in the list: the sequence, permuted; below 2^48.</summary>
    public required long Number { get; init; }

    /// <summary>Its row ids are for nobody's eyes.</summary>
    public required AuditEvent Told { get; init; }

    public NamedRow? Lock { get; init; }

    /// <summary>Where it happened, as far as that is at a site.</summary>
    public NamedRow? Site { get; init; }

    /// <summary>Public UUID of who did it; null where it was the server itself.</summary>
    public string? By { get; init; }

    /// <summary>Public UUID of what it was done to, where that is no lock.</summary>
    public string? On { get; init; }

    /// <summary>Public UUID of the credential that it is about.</summary>
    public string? Credential { get; init; }

    public override string ToString() => $"event {Number}";
}

/// <param name="Id">Public UUID.</param>
/// <param name="Name">As it is called now.</param>
public sealed record NamedRow(string Id, string Name);

/// <summary>A part of the list.</summary>
/// <param name="Next">Where to go on, whether or not anything was found.</param>
/// <param name="IsMore">The list goes on after that.</param>
public sealed record FeedPage(IReadOnlyList<FeedEvent> Events, long Next, bool IsMore);

/// <summary>Which events a reader wants; what is left out filters nothing, and all of it holds at once.</summary>
public sealed record FeedFilter
{
    /// <summary>Any of these.</summary>
    public IReadOnlyList<AuditKind>? Kinds { get; init; }

    /// <summary>Any of these.</summary>
    public IReadOnlyList<WireId>? Locks { get; init; }

    /// <summary>Who did it, or to whom it was done.</summary>
    public WireId? Person { get; init; }

    public WireId? Site { get; init; }
}

/// <summary>Where reading begins, the place itself left out.</summary>
public readonly record struct FeedPlace
{
    private FeedPlace(long? number, DateTimeOffset? since, bool isEnd) => (Number, Since, IsEnd) = (number, since, isEnd);

    /// <summary>Before the oldest event.</summary>
    public static FeedPlace Beginning => default;

    /// <summary>After the newest event.</summary>
    public static FeedPlace End => new(null, null, isEnd: true);

    /// <summary>An event's number, or what a page said to go on with.</summary>
    public static FeedPlace At(long number) => new(number, null, isEnd: false);

    /// <summary>Before the first event that was received then or later.</summary>
    public static FeedPlace Before(DateTimeOffset since) => new(null, since, isEnd: false);

    /// <summary>The same place, where nothing that was received earlier is wanted.</summary>
    public FeedPlace NotBefore(DateTimeOffset? since) => new(Number, since, IsEnd);

    internal long? Number { get; }

    internal DateTimeOffset? Since { get; }

    internal bool IsEnd { get; }
}
