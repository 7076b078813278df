using Latchwork.Domain.Devices;
using Latchwork.Domain.Drivers;
using Latchwork.Operations.Fleet;

namespace Latchwork.Fleet;

/// <summary>Commands of the database as a queue takes them. Their times are wall time there and monotonic here: what is left of a wait is the same span in both.</summary>
internal static class QueuedCommands
{
    /// <summary>One that was just committed by this node.</summary>
    public static QueuedCommand Queued(this SavedCommand command, Moment now) =>
        new(
            command.Id,
            command.Tenant,
            command.DeviceAddress,
            command.Act,
            command.Class,
            now,
            command.Wait is { } wait ? now + wait : null,
            command.Claim is not null
        );

    /// <summary>One that was found, for another node committed it.</summary>
    public static QueuedCommand Queued(this OpenCommand command, DeviceAct act, DateTimeOffset now, Moment moment) =>
        new(
            command.Id,
            command.Link.Tenant,
            command.DeviceAddress,
            act,
            command.Class,
            moment - Positive(now - command.SubmittedAt),
            moment + Positive(command.DeadlineAt - now),
            IsClaimed: false
        );

    private static TimeSpan Positive(TimeSpan span) => span > TimeSpan.Zero ? span : TimeSpan.Zero;
}
