using System.Globalization;
using Latchwork.Domain;
using Latchwork.Domain.Locks;
using Latchwork.Drivers.Simulator;

namespace Latchwork.Testing.Kills;

/// <summary>A street of doors that people open by hand, also while the server is down: it is the server that locks them again.</summary>
internal sealed class RelockLoad : IKillLoad
{
    private const int Doors = 8;
    private const int Seconds = 5;

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(150);

    private readonly Seed seed;
    private readonly SimulatedWorld world = SimulatedWorld.Create($"simulator:many:{Doors}?seed=9&travel=20", TimeProvider.System).Value;
    private readonly SimulatorHost host;
    private readonly Dictionary<string, int> opened = Enumerable.Range(1, Doors).ToDictionary(AddressOf, _ => 0, StringComparer.Ordinal);

    public RelockLoad(Seed seed)
    {
        this.seed = seed;
        host = SimulatorHost.Start(world);
    }

    public string Address => host.Address;

    public SimulatedWorld World => world;

    public async Task PrepareAsync(KillHouse house)
    {
        await house.PairAsync(Address);
        var numbers = new List<long>();
        await Poll.UntilAsync(async () =>
        {
            var list = (await house.ExpectAsync("v3/lock/list?lockAlias=Lock&pageSize=100"))["list"]!.AsArray();
            numbers = [.. list.Select(door => (long)door!["lockId"]!)];
            return numbers.Count == Doors;
        });
        foreach (var number in numbers)
        {
            await house.ExpectAsync($"v3/lock/setAutoLockTime?lockId={number}&seconds={Seconds}&type=2");
        }
    }

    public async Task RunAsync(KillHouse house, CancellationToken ending)
    {
        while (!ending.IsCancellationRequested)
        {
            var door = AddressOf(1 + seed.Next(Doors));
            if (Look(door).Bolt == BoltState.Locked)
            {
                opened[door]++;
                world.Control(new WorldControl.TurnBolt(door, BoltState.Unlocked));
            }

            await Task.Delay(Step, TimeProvider.System, CancellationToken.None);
        }
    }

    public async Task<bool> IsSettledAsync(KillHouse house) => (await UnsettledAsync(house)).Count == 0;

    public async Task<LoadOutcome> CheckAsync(KillHouse house)
    {
        var faults = await UnsettledAsync(house);
        var unknown = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (address, count) in await house.Database.ListAsync(UnknownSql, row => (row.GetString(0), row.GetInt64(1)), Address))
        {
            unknown[address] = count;
        }

        foreach (var (door, times) in opened)
        {
            var locked = Look(door).Motions.Lock.Received;
            if (locked > times + unknown.GetValueOrDefault(door))
            {
                faults.Add(
                    $"{door} was told {locked} times to lock; it was opened {times} times, and {unknown.GetValueOrDefault(door)} ends are unknown"
                );
            }
        }

        return new LoadOutcome(
            "Every door that was opened is locked again, and none is told so twice",
            new Dictionary<string, long>(StringComparer.Ordinal)
            {
                ["openings by hand"] = opened.Values.Sum(),
                ["relocks"] = opened.Keys.Sum(door => Look(door).Motions.Lock.Received),
                ["relocks of unknown end"] = unknown.Values.Sum(),
            },
            faults
        );
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        world.Dispose();
    }

    /// <summary>Doors that stand open, or of which the server believes something else than is so.</summary>
    private async Task<List<string>> UnsettledAsync(KillHouse house)
    {
        var known = await house.Database.ListAsync(KnownSql, row => (Address: row.GetString(0), Bolt: (BoltState)row.GetInt16(1)), Address);
        return
        [
            .. known
                .Where(door => door.Bolt != BoltState.Locked || Look(door.Address).Bolt != BoltState.Locked)
                .Select(door => $"{door.Address} is {Look(door.Address).Bolt}, and known as {door.Bolt}"),
        ];
    }

    private DeviceTruth Look(string door) => world.Control(new WorldControl.Look(door)).Value;

    private static string AddressOf(int number) => string.Create(CultureInfo.InvariantCulture, $"lock-{number}");

    private const string KnownSql = """
        select l.device_address, l.bolt from smart_lock l join link k on k.tenant_id = l.tenant_id and k.link_id = l.link_id
        where k.address = $1 order by 1
        """;

    private const string UnknownSql = """
        select c.device_address, count(*) from device_command c join link k on k.tenant_id = c.tenant_id and k.link_id = c.link_id
        where k.address = $1 and c.act = 2 and c.state = 6 group by 1
        """;
}
