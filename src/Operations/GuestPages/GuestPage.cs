using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;

namespace Latchwork.Operations.GuestPages;

/// <summary>What a guest sees of their code, and nothing of whose it is.</summary>
public sealed record GuestPage
{
    /// <summary>What the site is called.</summary>
    public required string Place { get; init; }

    /// <summary>IANA zone of the site.</summary>
    public required string Zone { get; init; }

    /// <summary>The site's language.</summary>
    public required string Locale { get; init; }

    public required TimeWindow Window { get; init; }

    /// <summary>Null where there are none, or they were erased.</summary>
    public PinDigits? Digits { get; init; }

    /// <summary>What the QR says; null where the code has none.</summary>
    public string? QrText { get; init; }

    public required IReadOnlyList<GuestDoor> Doors { get; init; }

    public override string ToString() => nameof(GuestPage);
}

/// <summary>A door, or a box.</summary>
/// <param name="At">When the code is to be set, of <see cref="GuestDoorState.Planned"/> and <see cref="GuestDoorState.PlannedOutOfReach"/>.</param>
/// <param name="AsksServer">A reader or a panel there asks the server, so that the QR opens it.</param>
/// <param name="HasTile">A plate is there, for a telephone on which this page was opened.</param>
public sealed record GuestDoor(string Name, GuestDoorState State, DateTimeOffset? At, bool AsksServer, bool HasTile);

/// <summary>What is known of the code at a door: never more than the evidence says.</summary>
public enum GuestDoorState
{
    /// <summary>The lock has it, as far as it can prove, or somebody has opened the door with it.</summary>
    Ready,

    /// <summary>It will be set before it is needed.</summary>
    Planned,

    /// <summary>The same, and the lock cannot be reached at the moment.</summary>
    PlannedOutOfReach,

    /// <summary>The lock has said yes, and that has not been verified.</summary>
    Acknowledged,

    /// <summary>The lock has not confirmed it.</summary>
    NotConfirmed,

    /// <summary>It gets there in a way that this server does not see.</summary>
    Unverified,

    /// <summary>Nothing has to be set: the server is asked, and it can be.</summary>
    Asked,

    /// <summary>The server is to be asked, and cannot be at the moment.</summary>
    AskedOutOfReach,
}
