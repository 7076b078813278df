using Latchwork.Domain;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Locks;

/// <param name="Door"><see cref="DoorState.Unknown"/> where there is no door sensor.</param>
public sealed record OpenState(BoltState Bolt, DoorState Door);

/// <summary>
/// Asks the lock itself whether it is open; the server's memory of it is not an answer. A door sensor that is a device of its own tells when the door moves
/// and cannot be asked, so what it told last is.
/// </summary>
public sealed class ReadOpenState
{
    private readonly DoorControl doors;

    private readonly DoorSensors sensors;

    internal ReadOpenState(DoorControl doors, DoorSensors sensors) => (this.doors, this.sensors) = (doors, sensors);

    /// <param name="wait">How long the caller waits for the lock.</param>
    public async Task<Outcome<OpenState>> RunAsync(Caller by, WireId lockId, TimeSpan wait, CancellationToken cancel)
    {
        var asked = await doors.RunAsync(by, lockId, new DeviceAct.ReadState(), wait, cancel);
        if (asked.IsRefused(out var refusal, out var result))
        {
            return refusal;
        }

        var (bolt, door) = result.Reading is DeviceReading.Bolt read ? (read.State, read.Door) : (BoltState.Unknown, DoorState.Unknown);
        return new OpenState(bolt, door == DoorState.Unknown ? await sensors.ToldAsync(by, lockId, cancel) : door);
    }
}
