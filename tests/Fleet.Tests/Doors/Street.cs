using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Devices;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Drivers.Simulator;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Locks.Settings;
using Latchwork.Testing;

namespace Latchwork.Fleet.Tests.Doors;

/// <summary>The front door of a simulated house, told to lock again or to keep hours.</summary>
internal sealed class Street : IAsyncDisposable
{
    public const string Door = SimulatedHouse.FrontDoor;
    public const string Pin = "482916";

    /// <summary>Tokyo, where the clocks never change.</summary>
    private static readonly TimeSpan Zone = TimeSpan.FromHours(9);

    private static readonly string UnderWay = $"select count(*) from device_command where state < {(int)CommandState.Done}";

    private Street(SimulatedHouse doors, WireId number) => (Doors, Number) = (doors, number);

    public SimulatedHouse Doors { get; }

    public House House => Doors.House;

    public WireId Number { get; }

    public DeviceTruth Truth => Doors.Do(new WorldControl.Look(Door));

    public static async Task<Street> BuildAsync()
    {
        var doors = await SimulatedHouse.BuildAsync();
        return new Street(doors, await doors.House.LockAsync(Door));
    }

    public async Task RelockAfterAsync(int? seconds, Carriage carriage = Carriage.Link)
    {
        TimeSpan? after = seconds is { } given ? TimeSpan.FromSeconds(given) : null;
        Assert.Null((await House.First.Get<SetAutoLock>().RunAsync(House.Desk, Number, after, carriage, CancellationToken.None)).Error);
    }

    /// <summary>Hours that begin and end so long from now, to the minute.</summary>
    public async Task OpenHoursAsync(TimeSpan from, TimeSpan until, bool byItself = true)
    {
        var now = House.Clock.GetUtcNow().ToOffset(Zone).DateTime;
        var window = new LocalWindow(WeekDays.All, MinuteOf(now + from), MinuteOf(now + until));
        var set = House.First.Get<SetOpenHours>();
        Assert.Null((await set.RunAsync(House.Desk, Number, new WantedHours([window], byItself), Carriage.Link, CancellationToken.None)).Error);
    }

    public async Task NoHoursAsync() =>
        Assert.Null((await House.First.Get<SetOpenHours>().RunAsync(House.Desk, Number, null, Carriage.Link, CancellationToken.None)).Error);

    public async Task<AccessErrorCode?> UnlockAsync(TimeSpan? staysOpen = null) =>
        (await House.First.Get<RemoteUnlock>().RunAsync(House.Desk, Number, TimeSpan.FromSeconds(9), CancellationToken.None, staysOpen)).Error?.Code;

    /// <summary>From here on the server takes the lock for one that counts no time by itself.</summary>
    public Task CountsNoTimeAsync() => House.AskAsync($"update smart_lock set capabilities = capabilities & ~{(int)Capabilities.AutoLock}");

    /// <summary>By hand, from inside.</summary>
    public void Turn(BoltState to) => Doors.Do(new WorldControl.TurnBolt(Door, to));

    public Task UntilAsync(BoltState bolt) => Poll.UntilAsync(() => Truth.Bolt == bolt);

    public Task UntilShownAsync(BoltState bolt) =>
        Poll.UntilAsync(async () => await House.AskAsync($"select bolt from smart_lock where device_address = '{Door}'") == $"{(int)bolt}");

    /// <summary>
    /// Puts the wall clock ahead, so much at every look, until it is so; but not over a command that is under way, which the server would give up.
    /// </summary>
    public Task ForwardUntilAsync(TimeSpan step, Func<Task<bool>> holds) =>
        Poll.UntilAsync(async () =>
        {
            if (await House.AskAsync(UnderWay) == "0")
            {
                House.Clock.Forward(step);
            }

            return await holds();
        });

    /// <summary>What is remembered of the door: due, aim, attempts; empty for nothing.</summary>
    public Task<string> RowAsync() => House.AskAsync("select 'aim ' || aim || ', attempts ' || attempts from relock");

    public async Task<int> ToldAsync(AuditKind kind, AuditStage stage = AuditStage.Whole) =>
        int.Parse(
            await House.AskAsync($"select count(*) from audit_event where kind = {(int)kind} and stage = {(int)stage}"),
            System.Globalization.CultureInfo.InvariantCulture
        );

    public async Task SetLinkAsync(bool isUp)
    {
        Doors.Do(new WorldControl.SetLink(isUp));
        await Poll.UntilAsync(async () => await House.AskAsync("select is_online from link") == $"{isUp}");
    }

    /// <summary>Long enough for the server to look at its doors, several times.</summary>
    public async Task RoundsAsync()
    {
        var clock = TimeProvider.System;
        var began = clock.GetTimestamp();
        await Poll.UntilAsync(() => clock.GetElapsedTime(began) > TimeSpan.FromSeconds(3));
    }

    public ValueTask DisposeAsync() => Doors.DisposeAsync();

    private static int MinuteOf(DateTime local) => (local.Hour * 60) + local.Minute;
}
