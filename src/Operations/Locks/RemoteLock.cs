using Latchwork.Domain;
using Latchwork.Domain.Drivers;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Locks;

/// <summary>Locks from afar; answers as <see cref="RemoteUnlock"/> does.</summary>
public sealed class RemoteLock
{
    private readonly DoorControl doors;

    internal RemoteLock(DoorControl doors) => this.doors = doors;

    /// <param name="wait">How long the caller waits for the end.</param>
    public async Task<Outcome<Done>> RunAsync(Caller by, WireId lockId, TimeSpan wait, CancellationToken cancel) =>
        (await doors.RunAsync(by, lockId, new DeviceAct.Lock(), wait, cancel)).Then(_ => Done.Yes);
}
