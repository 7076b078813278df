using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Domain.Webhooks;

namespace Latchwork.Operations.Webhooks;

/// <summary>
/// How one wire tells events to its receivers. The engine keeps the deliveries, tries them, signs them by Standard Webhooks (WH-1), and knows nothing of a
/// wire; a format knows nothing of queues. Formats are registered as services.
/// </summary>
public interface IWebhookFormat
{
    /// <summary>Stored with its endpoints: never changed.</summary>
    short Number { get; }

    RetrySchedule Schedule { get; }

    /// <summary>That of an endpoint whose owner chose how long it is tried, and whether in strict order; only for formats that let them choose.</summary>
    RetrySchedule ScheduleOf(EndpointRules rules) => Schedule;

    PauseRule PauseOf(EndpointRules rules) => PauseRule.Usual;

    /// <summary>Owners choose filters of people and sites, the order, and how long it is tried.</summary>
    bool IsOurs => false;

    /// <summary>In all, from the look-up of the name to the answer's head; never more than the installation allows.</summary>
    TimeSpan AnswerWithin { get; }

    /// <summary>Events of one subject and topic that came together may share a delivery.</summary>
    int EventsPerDelivery { get; }

    IReadOnlyList<WebhookTopic> Topics { get; }

    /// <summary>Under which operators make endpoints of it for their tenant; null where its wire alone does.</summary>
    string? Word => null;

    /// <summary>Whether an owner who names an event so means the topic.</summary>
    bool Means(string name, WebhookTopic topic) => topic.Name == name;

    /// <summary>An endpoint's deliveries go one after another, whatever they are about.</summary>
    bool IsInOneLine => false;

    /// <summary>A receiver that answers 410 has its endpoint ended.</summary>
    bool EndsWhenGone => false;

    /// <summary>It has fields for codes, which an endpoint fills where that was switched on (WH-5).</summary>
    bool TellsCodes => false;

    /// <summary>It tells where, and of which stay: <see cref="WebhookContent.Happening"/> is read for it. Then each event has a delivery of its own.</summary>
    bool TellsWhere => false;

    /// <summary>Ways of opening that an endpoint may be narrowed to.</summary>
    IReadOnlyList<short> Methods => [];

    /// <summary>Which of them it was; null for an event that is none, or whose way is not known.</summary>
    short? MethodOf(EventFacts facts) => null;

    /// <summary>The body; null where there is nothing to tell any more.</summary>
    WebhookBody? Write(WebhookContent content);

    /// <summary>The body that tries an endpoint out.</summary>
    WebhookBody WriteTest(WebhookContent content);

    /// <summary>Headers of the wire's own scheme, beside those of Standard Webhooks.</summary>
    IEnumerable<(string Name, string Value)> Headers(WebhookStamp stamp);
}

/// <summary>What a topic's events are about: order is kept within one of them.</summary>
public enum WebhookSubject
{
    Lock = 1,

    /// <summary>Each gateway of the link that the event names.</summary>
    Gateway = 2,

    /// <summary>The lock; of a box, its locker.</summary>
    Door = 3,

    Reservation = 4,

    /// <summary>The lock, or each lock behind the link that the event names.</summary>
    EachLock = 5,

    /// <summary>Whatever the event is about: each event once.</summary>
    Anything = 6,
}

/// <summary>What the owner of an endpoint chose of how it is sent to.</summary>
/// <param name="IsOrdered">Strictly one after the other: what cannot be delivered holds up everything behind it, and in the end pauses the endpoint.</param>
/// <param name="RetryFor">How long a delivery is tried at least; null: as the format has it.</param>
public readonly record struct EndpointRules(bool IsOrdered, TimeSpan? RetryFor);

/// <summary>One kind of notification. An endpoint has those of its format that were switched on.</summary>
/// <param name="DelayOf">How long an event waits before it is told; null for one that is not told. Never asked about one that is only asked (AU-1).</param>
public sealed record WebhookTopic(short Number, WebhookSubject Subject, Func<EventFacts, TimeSpan?> DelayOf)
{
    /// <summary>As operators and receivers call it, where the format has words.</summary>
    public string? Name { get; init; }

    /// <summary>What events of it can be, for looking back at the last ones.</summary>
    public IReadOnlyList<AuditKind> Kinds { get; init; } = [];

    /// <summary>What a caller needs to be told of it.</summary>
    public Permission Needs { get; init; } = Permission.LocksRead;
}

/// <param name="Event">What it tells of, where the wire says that in a header.</param>
public readonly record struct WebhookBody(byte[] Bytes, string ContentType, string? Event = null);

/// <param name="Id">The same on every try of a delivery.</param>
/// <param name="Timestamp">Seconds since 1970.</param>
/// <param name="Secret">Of the endpoint, as its owner knows it.</param>
public readonly record struct WebhookStamp(string Id, long Timestamp, byte[] Body, WebhookSecret Secret)
{
    /// <inheritdoc cref="WebhookBody.Event"/>
    public string? Event { get; init; }

    public override string ToString() => Id;
}
