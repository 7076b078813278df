using System.Net;
using System.Net.Sockets;
using Latchwork.Domain.Drivers;

namespace Latchwork.Drivers.Simulator;

/// <summary>
/// Keeps a world in a process of its own and lets drivers of other processes reach it: a killed server does not take its doors with it. Listens on the
/// loopback address only. The world is the caller's and outlives the host.
/// </summary>
public sealed class SimulatorHost : IAsyncDisposable
{
    private const int LongestLine = 64 << 10;

    private readonly SimulatedWorld world;
    private readonly Socket listener;
    private readonly CancellationTokenSource closing = new();
    private readonly Task accepting;

    private SimulatorHost(SimulatedWorld world, Socket listener)
    {
        (this.world, this.listener) = (world, listener);
        accepting = AcceptAllAsync();
    }

    /// <summary>The address for links: <c>simulator://127.0.0.1:PORT</c>.</summary>
    public string Address => $"simulator://{listener.LocalEndPoint}";

    /// <param name="port">Zero for any free one.</param>
    /// <exception cref="SocketException">The port is in use.</exception>
    public static SimulatorHost Start(SimulatedWorld world, int port = 0)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        socket.Listen();
        return new SimulatorHost(world, socket);
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        listener.Dispose();
        await accepting;
        closing.Dispose();
    }

    /// <summary>Ends when the host is closed and every guest has gone.</summary>
    private async Task AcceptAllAsync()
    {
        var guests = new List<Task>();
        while (await AcceptAsync() is { } socket)
        {
            guests.RemoveAll(guest => guest.IsCompleted);
            guests.Add(ServeAsync(socket));
        }

        await Task.WhenAll(guests);
    }

    private async Task<Socket?> AcceptAsync()
    {
        try
        {
            return await listener.AcceptAsync(closing.Token);
        }
        catch (Exception closed) when (closed is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            return null;
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        await using var line = new SimulatorLine(socket, LongestLine);
        switch (await line.ReadAsync(closing.Token))
        {
            case SimulatorFrame.Hello { Controls: true }:
                line.TrySend(new SimulatorFrame.Welcome(world.NetworkIdentity));
                await ObeyAsync(line);
                break;
            case SimulatorFrame.Hello:
                await AnswerAsync(line);
                break;
            default:
                break;
        }
    }

    private async Task ObeyAsync(SimulatorLine line)
    {
        while (await line.ReadAsync(closing.Token) is SimulatorFrame.Control control)
        {
            world.Control(control.What).IsRefused(out var error, out var truth);
            line.TrySend(new SimulatorFrame.Truth(control.Id, truth, error));
        }
    }

    private async Task AnswerAsync(SimulatorLine line)
    {
        var guest = new Guest(line);
        line.TrySend(new SimulatorFrame.Welcome(world.NetworkIdentity));
        if (world.Join(guest))
        {
            while (await line.ReadAsync(closing.Token) is { } frame)
            {
                Take(line, frame);
            }
        }

        world.Leave(guest);
    }

    private void Take(SimulatorLine line, SimulatorFrame frame)
    {
        switch (frame)
        {
            case SimulatorFrame.Do act:
                _ = ReplyAsync(line, act.Id, world.PerformAsync(act.Address, act.Act));
                break;
            case SimulatorFrame.Discover discover:
                line.TrySend(new SimulatorFrame.Devices(discover.Id, world.Describe()));
                break;
            default:
                line.Drop();
                break;
        }
    }

    private static async Task ReplyAsync(SimulatorLine line, long id, ValueTask<SimulatedReply> reply) =>
        line.TrySend(new SimulatorFrame.Reply(id, await reply));

    private sealed class Guest(SimulatorLine line) : IWorldListener
    {
        public void Hear(DeviceReport report) => line.TrySend(new SimulatorFrame.Report(report));

        public void LoseLine() => line.Drop();

        public void FindLine() { }
    }
}
