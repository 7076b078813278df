using System.CommandLine;
using System.Net.Sockets;
using Latchwork.Drivers.Simulator;

namespace Latchwork.Cli.Commands;

/// <summary>Simulated doors in a process of their own, which a killed server does not take with it.</summary>
internal static class SimulateCommand
{
    public static Command Create()
    {
        var scene = new Argument<string>("scene")
        {
            Description = "hotel, office, lockers, demo or many:N, with ?seed=, &travel= and &weather= as in a link's address.",
            DefaultValueFactory = _ => "demo",
        };
        var port = new Option<int>("--port") { HelpName = "N", Description = "Port on 127.0.0.1; 0 takes a free one. Default: 0" };
        var command = new Command(
            "simulate",
            """
            Runs simulated doors in this process until Ctrl-C and prints their address, to be linked by
              ./latchwork links pair simulator simulator://127.0.0.1:PORT
            Their state lasts as long as this process, whatever becomes of the server.
            """
        )
        {
            scene,
            port,
        };
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetValue(scene)!, parsed.GetValue(port), cancel));
        return command;
    }

    private static async Task<int> RunAsync(string scene, int port, CancellationToken cancel)
    {
        using var driver = new SimulatorDriver(new SimulatorOptions(), TimeProvider.System);
        await using var host = Start(driver, $"simulator:{scene}", port);
        Console.Out.WriteLine(host.Address);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return ExitCodes.Done;
    }

    private static SimulatorHost Start(SimulatorDriver driver, string address, int port)
    {
        if (driver.RefuseSettings(new Domain.Drivers.LinkSettings(default, address, null, null)) is { } refusal)
        {
            throw new RefusedException(ExitCodes.WrongUse, refusal.Detail);
        }

        try
        {
            return SimulatorHost.Start(driver.World(address), port);
        }
        catch (SocketException taken)
        {
            throw new RefusedException(ExitCodes.Refused, $"Port {port} cannot be had: {taken.Message}");
        }
    }
}
