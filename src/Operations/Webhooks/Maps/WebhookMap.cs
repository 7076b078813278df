using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Webhooks.Maps;

/// <summary>
/// What an operator wants told, and where: an endpoint of the tenant's own. What is left out means all: every event of the format, every door, every way of opening.
/// </summary>
/// <param name="Format">The word of a format.</param>
/// <param name="Secret">Null: a new one gets one of ours, another keeps what it has.</param>
/// <param name="SendsCodes">WH-5: off unless somebody who may see codes switches it on.</param>
public sealed record WebhookMapRequest(string Name, string Format, string Url, string? Secret = null, bool SendsCodes = false, bool IsEnabled = true)
{
    /// <summary>Names of events, of the format.</summary>
    public IReadOnlyList<string>? Events { get; init; }

    /// <summary>Locks and lockers.</summary>
    public IReadOnlyList<WireId> Devices { get; init; } = [];

    public IReadOnlyList<short> Methods { get; init; } = [];

    /// <summary>Only in the form of our own, like what follows.</summary>
    public IReadOnlyList<WireId> Sites { get; init; } = [];

    /// <summary>Who did it, or to whom it was done.</summary>
    public IReadOnlyList<WireId> Persons { get; init; } = [];

    public EndpointRules Rules { get; init; }

    public override string ToString() => nameof(WebhookMapRequest);
}

/// <param name="Made">The secret, where we made one: it is shown this once.</param>
public sealed record AddedWebhookMap(string Id, WebhookSecret? Made)
{
    public override string ToString() => Id;
}

/// <summary>An endpoint of the tenant's own as its operators see it (WH-4).</summary>
/// <param name="Format">Its word; null for what a service subscribed.</param>
/// <param name="Service">Which one that was.</param>
/// <param name="Events">Null: of a format that is not there.</param>
/// <param name="Devices">UUIDs of locks and lockers; none: all.</param>
/// <remarks>In the form of our own no events mean all of them, also those that a later release adds.</remarks>
public sealed record SeenWebhookMap(
    string Id,
    string Name,
    string? Format,
    string? Service,
    IReadOnlyList<string> Events,
    IReadOnlyList<string> Devices,
    IReadOnlyList<short> Methods,
    WebhookView View,
    int Waiting
)
{
    public required IReadOnlyList<string> Sites { get; init; }

    public required IReadOnlyList<string> Persons { get; init; }

    public required EndpointRules Rules { get; init; }

    /// <summary>Until when the secret before this one signs too.</summary>
    public required DateTimeOffset? FormerSecretUntil { get; init; }

    /// <summary>A part of the list is told once more, and that is not at its end.</summary>
    public required bool IsReplaying { get; init; }

    public override string ToString() => Id;
}
