using Latchwork.Domain;
using Latchwork.Domain.Drivers;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Locks;

/// <summary>Opens a lock from afar. At most once: a repeated call is a new act (DV-7).</summary>
public sealed class RemoteUnlock
{
    private readonly DoorControl doors;

    internal RemoteUnlock(DoorControl doors) => this.doors = doors;

    /// <summary>
    /// Done means that the lock reported it. <see cref="AccessErrorCode.NotSentInTime"/> and <see cref="AccessErrorCode.LinkOffline"/> mean that
    /// nothing will happen; <see cref="AccessErrorCode.OutcomeUnknown"/> that it may have.
    /// </summary>
    /// <param name="wait">How long the caller waits for the end.</param>
    /// <param name="staysOpen">How long this one opening lasts; null for the lock's own time. Hours that hold the door open last longer.</param>
    public async Task<Outcome<Done>> RunAsync(Caller by, WireId lockId, TimeSpan wait, CancellationToken cancel, TimeSpan? staysOpen = null) =>
        (await doors.RunAsync(by, lockId, new DeviceAct.Unlock(staysOpen), wait, cancel)).Then(_ => Done.Yes);
}
