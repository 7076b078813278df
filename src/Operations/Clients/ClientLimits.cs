using Latchwork.Operations.Identity;

namespace Latchwork.Operations.Clients;

/// <summary>What an operator sets for a client; what is null follows its plan (sifely.md 16).</summary>
public sealed record ClientLimits
{
    /// <summary>Null: the installation's usual one.</summary>
    public string? Plan { get; init; }

    public int? CallsPerMinute { get; init; }

    public long? CallsPerMonth { get; init; }

    public int? DeviceLimit { get; init; }

    public SubscriptionState Subscription { get; init; }

    /// <summary>Wires that list digits show none to this client (KR-3).</summary>
    public bool MasksCodes { get; init; }
}
