using System.Net.Sockets;
using Latchwork.Domain;

namespace Latchwork.Drivers.Simulator;

/// <summary>The hand of whoever runs a world in another process: sets faults, stands at the door, reads the truth. One control at a time.</summary>
public sealed class SimulatorControl : IAsyncDisposable
{
    private const int LongestLine = 1 << 20;

    private readonly SimulatorLine line;
    private readonly SemaphoreSlim turn = new(1);
    private long lastId;

    private SimulatorControl(SimulatorLine line) => this.line = line;

    /// <param name="address">A host's <see cref="SimulatorHost.Address"/>.</param>
    public static async Task<Outcome<SimulatorControl>> ConnectAsync(string address, CancellationToken cancel)
    {
        if (SimulatorAddress.Parse(address).IsRefused(out var error, out var parsed) || parsed is not SimulatorAddress.Host host)
        {
            return error ?? AccessError.Invalid("Only a simulator host is controlled over a line.", Noun.Link);
        }

        var socket = new Socket(host.At.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(host.At, cancel);
        }
        catch (SocketException)
        {
            socket.Dispose();
            return Gone;
        }

        return await GreetAsync(new SimulatorLine(socket, LongestLine), cancel);
    }

    /// <summary>Does it, and answers with the truth after it.</summary>
    public async Task<Outcome<DeviceTruth>> DoAsync(WorldControl control, CancellationToken cancel)
    {
        await turn.WaitAsync(cancel);
        try
        {
            var isSent = line.TrySend(new SimulatorFrame.Control(++lastId, control));
            return !isSent || await line.ReadAsync(cancel) is not SimulatorFrame.Truth truth ? Gone
                : truth.Error is { } error ? error
                : truth.What!;
        }
        finally
        {
            turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await line.DisposeAsync();
        turn.Dispose();
    }

    private static AccessError Gone => new(AccessErrorCode.LinkOffline, "The simulator host does not answer.");

    private static async Task<Outcome<SimulatorControl>> GreetAsync(SimulatorLine line, CancellationToken cancel)
    {
        line.TrySend(new SimulatorFrame.Hello(Controls: true));
        if (await line.ReadAsync(cancel) is SimulatorFrame.Welcome)
        {
            return new SimulatorControl(line);
        }

        await line.DisposeAsync();
        return Gone;
    }
}
