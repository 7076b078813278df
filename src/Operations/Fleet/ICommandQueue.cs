using Latchwork.Domain;
using Latchwork.Domain.Devices;
using Latchwork.Domain.Drivers;

namespace Latchwork.Operations.Fleet;

/// <summary>The one way from operations to devices: a saved command is handed over, and its end comes back. Fleet implements it.</summary>
public interface ICommandQueue
{
    /// <summary>The epoch of this node's lease of the link while it may send on it; null when another node holds the link, or nobody.</summary>
    ClaimedBy? ClaimOf(LinkId link);

    /// <summary>
    /// Hands over a command that was just committed. The task ends when the command's end is committed; it never fails, and outlives the
    /// caller's interest in it.
    /// </summary>
    Task<CommandResult> HandOverAsync(SavedCommand command);

    /// <summary>There is new work for the link in the database. A hint: the sweep finds it anyway.</summary>
    void Wake(TenantId tenant, LinkId link);
}

/// <summary>Who undertakes to send a command, from the commit that saves it.</summary>
public readonly record struct ClaimedBy(NodeId Node, long Epoch);

/// <summary>A command as it was committed.</summary>
/// <param name="Claim">Null: it is pending, and the holder of its link claims it.</param>
/// <param name="Wait">How long its caller waits, from now; null where nobody does.</param>
public sealed record SavedCommand(
    TenantId Tenant,
    CommandId Id,
    OperationId Operation,
    LinkId Link,
    LockId? Lock,
    string DeviceAddress,
    DeviceAct Act,
    CommandClass Class,
    ClaimedBy? Claim,
    TimeSpan? Wait
)
{
    /// <summary>Of a cabinet, where the act is on one of its boxes.</summary>
    public BoxId? Box { get; init; }

    /// <summary>What was shown at the panel and caused it.</summary>
    public CredentialId? Credential { get; init; }

    /// <summary>Whose opening it is, for what was shown.</summary>
    public BoxLeaseId? Lease { get; init; }
}

/// <summary>How a command ended, after that was committed.</summary>
/// <param name="Error">Null for <see cref="Latchwork.Domain.Devices.CommandState.Done"/>.</param>
public sealed record CommandResult(CommandState State, AccessError? Error, DeviceReading? Reading);
