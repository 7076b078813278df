using Latchwork.Domain.Audit;
using Latchwork.Operations.Events;
using Latchwork.Operations.Webhooks.Happenings;

namespace Latchwork.Operations.Webhooks;

/// <summary>What a delivery is about, in nobody's wire words: the events, and what is known now of what they happened to.</summary>
public sealed record WebhookContent
{
    /// <summary>Of the format; 0 in a test.</summary>
    public required short Topic { get; init; }

    /// <summary>The endpoint wants a form instead of JSON, where the format has both.</summary>
    public required bool IsForm { get; init; }

    /// <summary>The account of the endpoint's person; empty for an endpoint of a whole tenant.</summary>
    public required string Account { get; init; }

    public WebhookLock? Lock { get; init; }

    public WebhookGateway? Gateway { get; init; }

    public IReadOnlyList<WebhookEvent> Events { get; init; } = [];

    /// <summary>For the form of our own: the event as every reader of the list knows it.</summary>
    public FeedEvent? Event { get; init; }

    /// <summary>For formats that tell where.</summary>
    public Happening? Happening { get; init; }
}

/// <param name="Alias">What the endpoint's person calls it.</param>
/// <param name="HasOwnNetwork">It connects by itself, without a gateway.</param>
/// <param name="Network">The name of its link.</param>
public sealed record WebhookLock(int Number, string Alias, string Mac, bool IsOnline, bool HasOwnNetwork, string Network);

public sealed record WebhookGateway(int Number, string Name, string Mac, bool IsOnline);

/// <param name="HappenedAt">By the device's clock where it has one.</param>
/// <param name="UserName">The account of who asked for it over an API.</param>
/// <param name="CredentialName">Of what was shown at the door, where it is known.</param>
/// <param name="Code">What was shown, for endpoints that are sent codes (WH-5); never of a refused entry.</param>
/// <param name="Battery">Per cent.</param>
public sealed record WebhookEvent(
    EventFacts Facts,
    DateTimeOffset HappenedAt,
    DateTimeOffset ReceivedAt,
    string? UserName,
    string? CredentialName,
    string? Code,
    int? Battery
)
{
    public override string ToString() => Facts.Kind.ToString();
}
