using Latchwork.Domain;
using Latchwork.Domain.Drivers;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Locks.Settings;

/// <summary>The clock inside a lock.</summary>
public sealed class LockClock
{
    private readonly DoorControl doors;

    internal LockClock(DoorControl doors) => this.doors = doors;

    /// <summary>Asks the lock what time it has.</summary>
    public async Task<Outcome<DateTimeOffset>> AskAsync(Caller by, WireId lockId, TimeSpan wait, CancellationToken cancel)
    {
        var asked = await doors.RunAsync(by, lockId, new DeviceAct.ReadClock(), wait, cancel);
        return asked.IsRefused(out var refusal, out var result) ? refusal
            : result.Reading is DeviceReading.Clock clock ? clock.At
            : new AccessError(AccessErrorCode.Unsupported, "This lock does not tell its time.", Noun.Lock);
    }

    /// <summary>Sets it to the present; answers with the instant that was asked for.</summary>
    public async Task<Outcome<Done>> SetAsync(Caller by, WireId lockId, TimeSpan wait, CancellationToken cancel) =>
        (await doors.RunAsync(by, lockId, new DeviceAct.SetClock(), wait, cancel)).Then(_ => Done.Yes);
}
