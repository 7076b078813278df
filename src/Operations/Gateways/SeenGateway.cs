using Latchwork.Operations.Fleet;

namespace Latchwork.Operations.Gateways;

/// <summary>What relays for locks, as those see it who manage one behind it: a device, or the link itself where locks are behind no device.</summary>
public sealed record SeenGateway
{
    /// <summary>Its public number.</summary>
    public required int Number { get; init; }

    internal Guid Id { get; init; }

    internal Guid Link { get; init; }

    public bool IsLink => Id == Link;

    /// <summary>Virtual where the family has none.</summary>
    public string Mac => StoredMac ?? VirtualMac.Of(Id);

    public required string Name { get; init; }

    /// <summary>Of a link: its family.</summary>
    public required string Model { get; init; }

    public string? Firmware { get; init; }

    /// <summary>What it is connected to: a device to its link, a link to the network that calls itself so.</summary>
    public required string NetworkName { get; init; }

    public string NetworkMac => VirtualMac.Of(Link);

    public required bool IsOnline { get; init; }

    /// <summary>When this server first knew of it.</summary>
    public required DateTimeOffset FoundAt { get; init; }

    /// <summary>How many of the locks behind it the caller may see.</summary>
    public int LockCount { get; init; }

    internal string? StoredMac { get; init; }
}

/// <summary>A lock and the gateway in front of it.</summary>
/// <param name="Signal">How well the gateway hears it, in dBm; null where nobody measures that.</param>
public sealed record HeardGateway(SeenGateway Gateway, int? Signal, DateTimeOffset? SignalAt);

public enum RelayedKind
{
    Lock,
    DoorSensor,
}

/// <summary>Something behind a gateway.</summary>
/// <param name="Number">Its public number among those of its kind.</param>
/// <param name="Alias">What the caller calls it.</param>
/// <param name="Signal">In dBm; null where nobody measures that.</param>
public sealed record RelayedDevice(RelayedKind Kind, int Number, string Name, string Alias, string Mac, int? Signal, DateTimeOffset? SignalAt);
