using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;

namespace Latchwork.Drivers.Tests.Simulator;

public sealed class SimulatedWeatherTests
{
    private const int Steps = 400;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4711)]
    public async Task The_same_seed_tells_the_same_story(int seed) => Assert.Equal(await StoryAsync(seed), await StoryAsync(seed));

    [Fact]
    public async Task Another_seed_tells_another_story() => Assert.NotEqual(await StoryAsync(1), await StoryAsync(2));

    [Fact]
    public async Task What_happens_at_one_door_does_not_disturb_the_luck_of_another()
    {
        await using var alone = new VirtualWorld("simulator:hotel?seed=3&travel=0&weather=0.5");
        await using var together = new VirtualWorld("simulator:hotel?seed=3&travel=0&weather=0.5");
        for (var step = 0; step < Steps; step++)
        {
            var expected = await EndAsync(alone, alone.DoAsync("entrance", new DeviceAct.Lock()));
            await EndAsync(together, together.DoAsync("room-101", new DeviceAct.Lock()));
            Assert.Equal(expected, await EndAsync(together, together.DoAsync("entrance", new DeviceAct.Lock())));
        }
    }

    [Fact]
    public async Task Faults_come_at_the_stated_rate()
    {
        await using var world = new VirtualWorld("simulator:hotel?seed=5&travel=0&weather=0.2");
        var done = 0;
        for (var step = 0; step < 2_000; step++)
        {
            var end = await EndAsync(world, world.DoAsync("entrance", new DeviceAct.Lock()));
            done += end.EndsWith("ok", StringComparison.Ordinal) ? 1 : 0;
        }

        // Five of the eleven kinds leave the answer to a lock command as it is: lying where it is locked, masked, forgetting, slow, spurious.
        Assert.InRange(done, 1_700, 1_860);
    }

    [Fact]
    public async Task Whatever_the_weather_a_motion_is_received_at_most_once_and_done_is_never_claimed_without_it()
    {
        await using var world = new VirtualWorld("simulator:hotel?seed=11&travel=0&weather=0.8");
        for (var step = 0; step < Steps; step++)
        {
            var before = world.Look("entrance").Motions.Total();
            DeviceAct act = step % 2 == 0 ? new DeviceAct.Unlock() : new DeviceAct.Lock();
            var answer = await WaitAsync(world, world.DoAsync("entrance", act));
            var truth = world.Look("entrance");

            Assert.InRange(truth.Motions.Total().Received - before.Received, 0, 1);
            var target = act is DeviceAct.Unlock ? Domain.Locks.BoltState.Unlocked : Domain.Locks.BoltState.Locked;
            Assert.True(answer.End != CommandEnd.Done || truth.Bolt == target, $"Step {step}: {answer}");
            Assert.True(answer.End != CommandEnd.Failed || truth.Motions.Total().Done == before.Done, $"Step {step}: {answer}");
        }
    }

    private static async Task<string> StoryAsync(int seed)
    {
        await using var world = new VirtualWorld($"simulator:hotel?seed={seed}&travel=30&weather=0.3");
        var luck = new Seed((ulong)seed);
        var doors = (await world.DiscoverAsync()).Where(device => device.Kind == DeviceKind.Lock).Select(device => device.Address).ToList();
        var story = new List<string>();
        for (var step = 0; step < Steps; step++)
        {
            var address = luck.Pick(doors);
            story.Add($"{address} {await EndAsync(world, world.DoAsync(address, Any(luck)))}");
        }

        // What happens follows from the seed; when it is told also from how often the clock had to be moved.
        return string.Join('\n', [.. story, .. world.Heard.All.Select(report => $"{report with { DeviceAt = null }}")]);
    }

    private static DeviceAct Any(Seed luck) =>
        luck.Next(6) switch
        {
            0 => new DeviceAct.Unlock(TimeSpan.FromSeconds(3)),
            1 => new DeviceAct.Lock(),
            2 => new DeviceAct.SetPasscode(1 + luck.Next(5), PinDigits.Parse($"{1000 + luck.Next(9000)}").Value),
            3 => new DeviceAct.ClearSlot(CredentialKind.Passcode, 1 + luck.Next(5)),
            4 => new DeviceAct.ReadSlot(CredentialKind.Passcode, 1 + luck.Next(5)),
            _ => new DeviceAct.ReadBattery(),
        };

    private static async Task<string> EndAsync(VirtualWorld world, Task<DeviceAnswer> act)
    {
        var answer = await WaitAsync(world, act);
        return $"{answer.End} {answer.Reading} {answer.Error?.Code.ToString() ?? "ok"}";
    }

    /// <summary>
    /// Moves the clock until the act has ended. What was due has then happened; the answer may still be on its way between threads, and so may
    /// a timer that an act sets on the way: then the clock is moved once more.
    /// </summary>
    private static async Task<DeviceAnswer> WaitAsync(VirtualWorld world, Task<DeviceAnswer> act)
    {
        for (var moves = 0; !act.IsCompleted; moves++)
        {
            Assert.True(moves < MostMoves, "The act does not end.");
            world.Clock.Advance(TimeSpan.FromSeconds(20));
            await Task.WhenAny(act, Task.Delay(OnItsWay, TimeProvider.System));
        }

        return await act;
    }

    private const int MostMoves = 10;
    private static readonly TimeSpan OnItsWay = TimeSpan.FromSeconds(5);
}
