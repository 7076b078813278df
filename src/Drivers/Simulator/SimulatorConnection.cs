using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Latchwork.Domain;
using Latchwork.Domain.Drivers;

namespace Latchwork.Drivers.Simulator;

/// <summary>A link to a host in another process. It connects in the background, and again with a growing pause whenever the line breaks.</summary>
internal sealed class SimulatorConnection : SimulatorSession
{
    /// <summary>The list of the devices of the largest scene is one line.</summary>
    private const int LongestLine = 64 << 20;

    private readonly IPEndPoint host;
    private readonly ReconnectPause pause;
    private readonly ConcurrentDictionary<long, TaskCompletionSource<SimulatedReply>> replies = new();
    private readonly ConcurrentDictionary<long, TaskCompletionSource<IReadOnlyList<DiscoveredDevice>>> lists = new();
    private readonly CancellationTokenSource closing = new();
    private readonly Task running;
    private volatile SimulatorLine? line;
    private long lastId;

    public SimulatorConnection(IPEndPoint host, LinkSettings settings, ILinkEvents events, SimulatorOptions options, TimeProvider clock)
        : base(settings, events, options.AnswerWithin, clock)
    {
        this.host = host;
        pause = new ReconnectPause(options.ShortestPause, options.LongestPause, new Seed(options.Seed).Fork($"{settings.Link.Value}"));
        running = RunAsync();
    }

    public override async Task<Outcome<IReadOnlyList<DiscoveredDevice>>> DiscoverAsync(CancellationToken cancel)
    {
        var id = Interlocked.Increment(ref lastId);
        var list = lists[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var isSent = IsOnline && line is { } open && open.TrySend(new SimulatorFrame.Discover(id));
        if (isSent)
        {
            Task waiting = list.Task.WaitAsync(AnswerWithin, Clock, cancel);
            await waiting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        lists.TryRemove(id, out _);
        return list.Task.IsCompletedSuccessfully ? Answers.Of(await list.Task) : Answers.LinkDown;
    }

    public override async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await running;
        GoOffline("The link was closed.");
    }

    protected override ValueTask<SimulatedReply> AskAsync(string address, DeviceAct act)
    {
        var id = Interlocked.Increment(ref lastId);
        var reply = replies[id] = new(id, TaskCreationOptions.RunContinuationsAsynchronously);
        if (line is { } open && open.TrySend(new SimulatorFrame.Do(id, address, act)))
        {
            return new(reply.Task);
        }

        replies.TryRemove(id, out _);
        return new(new SimulatedReply(ReplyKind.LinkDown));
    }

    protected override void Forget(Task<SimulatedReply> reply)
    {
        if (reply.AsyncState is long id)
        {
            replies.TryRemove(id, out _);
        }
    }

    private async Task RunAsync()
    {
        while (!closing.IsCancellationRequested)
        {
            await ConnectAsync();
            await pause.WaitAsync(Clock, closing.Token);
        }
    }

    private async Task ConnectAsync()
    {
        var socket = new Socket(host.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(host, closing.Token);
        }
        catch (Exception failed) when (failed is SocketException or OperationCanceledException)
        {
            socket.Dispose();
            if (!closing.IsCancellationRequested)
            {
                GoOffline("The simulator host cannot be reached.");
            }

            return;
        }

        await using var open = new SimulatorLine(socket, LongestLine);
        await ListenAsync(open);
        line = null;
        GoOffline("The line to the simulator host broke.");
    }

    private async Task ListenAsync(SimulatorLine open)
    {
        open.TrySend(new SimulatorFrame.Hello(Controls: false));
        if (await open.ReadAsync(closing.Token) is not SimulatorFrame.Welcome welcome)
        {
            return;
        }

        line = open;
        if (!GoOnline(welcome.Network))
        {
            return;
        }

        pause.Reset();
        while (await open.ReadAsync(closing.Token) is { } frame)
        {
            Take(frame);
        }
    }

    private void Take(SimulatorFrame frame)
    {
        switch (frame)
        {
            case SimulatorFrame.Report report:
                Raise(report.What);
                break;
            case SimulatorFrame.Reply reply when replies.TryRemove(reply.Id, out var waiting):
                waiting.TrySetResult(reply.What);
                break;
            case SimulatorFrame.Devices devices when lists.TryRemove(devices.Id, out var waiting):
                waiting.TrySetResult(devices.List);
                break;
            default:
                break;
        }
    }
}
