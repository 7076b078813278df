using Latchwork.Domain;
using Latchwork.Drivers.Simulator;

namespace Latchwork.Testing.Kills;

/// <summary>
/// Kills a real server and its database while callers open and close doors, doors lock again, passcodes come and go and a receiver is told; starts again
/// what was killed, and checks what was promised: what was acknowledged is in the audit, nothing moved twice, every act has its end, every chain verifies,
/// and the rules of the loads. The doors live in this process and survive.
/// </summary>
public sealed class KillRun : IAsyncDisposable
{
    /// <summary>Longer than the claim of a delivery whose node died, and than a door that nobody could reach is left alone.</summary>
    private static readonly TimeSpan SettleLimit = TimeSpan.FromSeconds(120);

    private readonly KillPlan plan;
    private readonly Seed seed;
    private readonly List<TimeSpan> readyAfter = [];
    private readonly HttpClient health = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly SimulatedWorld world = SimulatedWorld.Create("simulator:demo?seed=7&travel=2", TimeProvider.System).Value;
    private readonly SimulatorHost host;
    private readonly RelockLoad street;
    private readonly IReadOnlyList<IKillLoad> loads;
    private readonly ServerSetup setup;

    private KillRun(KillPlan plan)
    {
        this.plan = plan;
        seed = new Seed(plan.Seed);
        host = SimulatorHost.Start(world);
        street = new RelockLoad(seed.Fork("street"));
        // The receiver first: it is told of everything.
        loads = [new WebhookLoad(), street, new PasscodeLoad(seed.Fork("passcodes"), world)];
        setup = new ServerSetup
        {
            Arguments = ["--demo"],
            Environment = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["Demo__Doors"] = host.Address,
                ["Sifely__Wait"] = "00:00:06",
                ["AuditHeads__Records"] = "500",
                ["Webhooks__OpenRanges__0"] = "127.0.0.0/8",
            },
        };
    }

    public static async Task<KillOutcome> RunAsync(KillPlan plan)
    {
        await using var run = new KillRun(plan);
        return await run.RunAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var load in loads)
        {
            await load.DisposeAsync();
        }

        await host.DisposeAsync();
        world.Dispose();
        health.Dispose();
    }

    private async Task<KillOutcome> RunAsync()
    {
        using var house = new KillHouse(await ServerProcess.StartAsync(setup));
        try
        {
            // Those of the demo: the street's are left to its people.
            using var callers = new DoorCallers(plan.Callers, house.LinkedDoors(), seed.Fork("callers"));
            foreach (var load in loads)
            {
                await load.PrepareAsync(house);
            }

            await KillUnderLoadAsync(house, callers);
            return await SettleAsync(house, callers);
        }
        finally
        {
            await house.Server.DisposeAsync();
            ScratchFolder.EndPostgresOf(setup.DataFolder);
            Directory.Delete(setup.DataFolder, recursive: true);
        }
    }

    private async Task KillUnderLoadAsync(KillHouse house, DoorCallers callers)
    {
        using var ending = new CancellationTokenSource();
        var running = loads.Select(load => load.RunAsync(house, ending.Token)).ToList();
        try
        {
            foreach (var isServer in Order())
            {
                await RoundAsync(house, callers, isServer);
            }
        }
        finally
        {
            await ending.CancelAsync();
            await Task.WhenAll(running);
        }
    }

    private IEnumerable<bool> Order()
    {
        var (servers, databases) = (plan.ServerKills, plan.DatabaseKills);
        while (servers + databases > 0)
        {
            var isServer = seed.Next(servers + databases) < servers;
            (servers, databases) = isServer ? (servers - 1, databases) : (servers, databases - 1);
            yield return isServer;
        }
    }

    private async Task RoundAsync(KillHouse house, DoorCallers callers, bool isServer)
    {
        var at = callers.Begun + (plan.OperationsEach / 4) + seed.Next(plan.OperationsEach / 2);
        var calling = callers.RunAsync(plan.OperationsEach, house);
        await Poll.UntilAsync(() => callers.Begun >= at || calling.IsCompleted);
        var killed = TimeProvider.System.GetTimestamp();
        if (isServer)
        {
            var old = house.Server;
            await old.KillAsync();
            killed = TimeProvider.System.GetTimestamp();
            house.Server = await ServerProcess.StartAsync(setup);
            await old.DisposeAsync();
        }
        else
        {
            house.Server.KillDatabase();
        }

        await Poll.UntilAsync(() => IsReadyAsync(house));
        readyAfter.Add(TimeProvider.System.GetElapsedTime(killed));
        await calling;
    }

    private async Task<bool> IsReadyAsync(KillHouse house)
    {
        try
        {
            using var answer = await health.GetAsync(new Uri(house.Server.BaseUrl, "health/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception broken) when (broken is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private async Task<KillOutcome> SettleAsync(KillHouse house, DoorCallers callers)
    {
        var worlds = new Dictionary<string, SimulatedWorld>(StringComparer.Ordinal) { [host.Address] = world, [street.Address] = street.World };
        var checks = new KillChecks(house.DatabaseConnection, worlds);
        var began = TimeProvider.System.GetTimestamp();
        while (!await IsSettledAsync(house, checks) && TimeProvider.System.GetElapsedTime(began) < SettleLimit)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        }

        var settled = TimeProvider.System.GetElapsedTime(began);
        var faults = await checks.RunAsync(callers.Done, Path.Combine(setup.DataFolder, "audit-heads"));
        var told = new List<LoadOutcome>();
        foreach (var load in loads)
        {
            told.Add(await load.CheckAsync(house));
        }

        return new KillOutcome(
            plan.ServerKills + plan.DatabaseKills,
            callers.Done.Count(asked => asked.Answer == 0),
            callers.Done.Count(asked => asked.Answer is not null and not 0),
            callers.Done.Count(asked => asked.Answer is null),
            await checks.UnknownEndsAsync(),
            readyAfter,
            settled,
            faults,
            told
        );
    }

    private async Task<bool> IsSettledAsync(KillHouse house, KillChecks checks)
    {
        if (await checks.MissingEndsAsync() > 0)
        {
            return false;
        }

        foreach (var load in loads)
        {
            if (!await load.IsSettledAsync(house))
            {
                return false;
            }
        }

        return true;
    }
}
