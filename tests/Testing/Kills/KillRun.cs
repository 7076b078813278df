using Latchwork.Domain;
using Latchwork.Drivers.Simulator;
using Npgsql;

namespace Latchwork.Testing.Kills;

/// <summary>
/// Kills a real server and its database while callers open and close doors, starts again what was killed, and checks what was promised: what was
/// acknowledged is in the audit, nothing moved twice, every act has its end, every chain verifies. The doors live in this process and survive.
/// </summary>
public sealed class KillRun : IDisposable
{
    private static readonly TimeSpan SettleLimit = TimeSpan.FromSeconds(60);

    private readonly KillPlan plan;
    private readonly Seed seed;
    private readonly List<TimeSpan> readyAfter = [];
    private readonly HttpClient health = new() { Timeout = TimeSpan.FromSeconds(5) };
    private ServerProcess server = null!;

    private KillRun(KillPlan plan)
    {
        this.plan = plan;
        seed = new Seed(plan.Seed);
    }

    public static async Task<KillOutcome> RunAsync(KillPlan plan)
    {
        using var run = new KillRun(plan);
        return await run.RunAsync();
    }

    public void Dispose() => health.Dispose();

    private async Task<KillOutcome> RunAsync()
    {
        using var world = SimulatedWorld.Create("simulator:demo?seed=7&travel=2", TimeProvider.System).Value;
        await using var host = SimulatorHost.Start(world);
        var setup = new ServerSetup
        {
            Arguments = ["--demo"],
            Environment = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["Demo__Doors"] = host.Address,
                ["Sifely__Wait"] = "00:00:06",
                ["AuditHeads__Records"] = "500",
            },
        };
        server = await ServerProcess.StartAsync(setup);
        try
        {
            using var callers = new DoorCallers(plan.Callers, seed.Fork("callers"));
            foreach (var isServer in Order())
            {
                await RoundAsync(callers, setup, isServer);
            }

            return await SettleAsync(callers, world, host.Address, setup);
        }
        finally
        {
            await server.DisposeAsync();
            ScratchFolder.EndPostgresOf(setup.DataFolder);
            Directory.Delete(setup.DataFolder, recursive: true);
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

    private async Task RoundAsync(DoorCallers callers, ServerSetup setup, bool isServer)
    {
        var at = callers.Begun + (plan.OperationsEach / 4) + seed.Next(plan.OperationsEach / 2);
        var calling = callers.RunAsync(plan.OperationsEach, () => Volatile.Read(ref server));
        await Poll.UntilAsync(() => callers.Begun >= at || calling.IsCompleted);
        if (isServer)
        {
            await server.KillAsync();
        }
        else
        {
            server.KillDatabase();
        }

        var killed = TimeProvider.System.GetTimestamp();
        if (isServer)
        {
            var old = server;
            Volatile.Write(ref server, await ServerProcess.StartAsync(setup));
            await old.DisposeAsync();
        }

        await Poll.UntilAsync(IsReadyAsync);
        readyAfter.Add(TimeProvider.System.GetElapsedTime(killed));
        await calling;
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await health.GetAsync(new Uri(server.BaseUrl, "health/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception broken) when (broken is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private async Task<KillOutcome> SettleAsync(DoorCallers callers, SimulatedWorld world, string doors, ServerSetup setup)
    {
        var connection = new NpgsqlConnectionStringBuilder(server.DatabaseConnection) { Pooling = false }.ConnectionString;
        var checks = new KillChecks(connection, new Dictionary<string, SimulatedWorld>(StringComparer.Ordinal) { [doors] = world });
        var began = TimeProvider.System.GetTimestamp();
        while (await checks.MissingEndsAsync() > 0 && TimeProvider.System.GetElapsedTime(began) < SettleLimit)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        }

        var settled = TimeProvider.System.GetElapsedTime(began);
        var faults = await checks.RunAsync(callers.Done, Path.Combine(setup.DataFolder, "audit-heads"));
        return new KillOutcome(
            plan.ServerKills + plan.DatabaseKills,
            callers.Done.Count(asked => asked.Answer == 0),
            callers.Done.Count(asked => asked.Answer is not null and not 0),
            callers.Done.Count(asked => asked.Answer is null),
            await checks.UnknownEndsAsync(),
            readyAfter,
            settled,
            faults
        );
    }
}
