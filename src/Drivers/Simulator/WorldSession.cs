using Latchwork.Domain;
using Latchwork.Domain.Drivers;

namespace Latchwork.Drivers.Simulator;

/// <summary>A link to a world in this process. It is online, or refused, by the time it has been opened.</summary>
internal sealed class WorldSession : SimulatorSession, IWorldListener
{
    private readonly SimulatedWorld world;
    private bool isClosed;

    public WorldSession(SimulatedWorld world, LinkSettings settings, ILinkEvents events, SimulatorOptions options, TimeProvider clock)
        : base(settings, events, options.AnswerWithin, clock)
    {
        this.world = world;
        if (!world.Join(this))
        {
            GoOffline("The line to the simulated world is cut.");
        }
    }

    public override Task<Outcome<IReadOnlyList<DiscoveredDevice>>> DiscoverAsync(CancellationToken cancel) =>
        Task.FromResult(IsOnline ? Answers.Of(world.Describe()) : Answers.LinkDown);

    public override ValueTask DisposeAsync()
    {
        if (!isClosed)
        {
            isClosed = true;
            world.Leave(this);
            GoOffline("The link was closed.");
        }

        return ValueTask.CompletedTask;
    }

    void IWorldListener.Hear(DeviceReport report)
    {
        if (IsOnline)
        {
            Raise(report);
        }
    }

    void IWorldListener.LoseLine() => GoOffline("The line to the simulated world was cut.");

    void IWorldListener.FindLine() => GoOnline(world.NetworkIdentity);

    protected override ValueTask<SimulatedReply> AskAsync(string address, DeviceAct act) => world.PerformAsync(address, act);
}
