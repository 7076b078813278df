using Latchwork.Domain;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Locks;

/// <param name="Door"><see cref="DoorState.Unknown"/> where there is no door sensor.</param>
public sealed record OpenState(BoltState Bolt, DoorState Door);

/// <summary>Asks the lock itself whether it is open; the server's memory of it is not an answer.</summary>
public sealed class ReadOpenState
{
    private readonly DoorControl doors;

    internal ReadOpenState(DoorControl doors) => this.doors = doors;

    /// <param name="wait">How long the caller waits for the lock.</param>
    public async Task<Outcome<OpenState>> RunAsync(Caller by, WireId lockId, TimeSpan wait, CancellationToken cancel) =>
        (await doors.RunAsync(by, lockId, new DeviceAct.ReadState(), wait, cancel)).Then(result =>
            result.Reading is DeviceReading.Bolt read ? new OpenState(read.State, read.Door) : new OpenState(BoltState.Unknown, DoorState.Unknown)
        );
}
