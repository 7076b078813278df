using Latchwork.Domain.Devices;

namespace Latchwork.Domain.Simulation;

/// <summary>
/// One node of Fleet in small: it loads, calls the machines, saves, and carries out their wishes. Killed, it forgets; frozen, everything it
/// was about to do happens late, all at once.
/// </summary>
internal sealed class SimNode
{
    private readonly World world;
    private readonly Dictionary<SimLink, HeldLink> held = [];
    private readonly Queue<Action> missed = new();
    private readonly TimeSpan offset;
    private int life;
    private int beats;

    public SimNode(World world, int number)
    {
        this.world = world;
        Number = number;
        offset = TimeSpan.FromMinutes(world.Seed.Next(10_000));
        Start();
    }

    public int Number { get; }
    public NodeId Id { get; private set; }
    public bool IsUp { get; private set; }
    public bool IsFrozen { get; private set; }
    public Moment Clock => new(world.Now + offset.Ticks);

    public HeldLink? Holding(SimLink link) => held.GetValueOrDefault(link);

    public void Start()
    {
        (IsUp, IsFrozen) = (true, false);
        Id = new NodeId(new Guid(++life, (short)Number, 0, 0, 0, 0, 0, 0, 0, 0, 2));
        world.Database.Nodes[Id] = new NodeRow(Id, world.Database.Wall, world.Database.Wall);
        After(world.Between(0, 500), Beat);
    }

    public void Kill()
    {
        world.Trace(() => $"node {Number} dies");
        IsUp = false;
        life++;
        held.Clear();
        missed.Clear();
    }

    public void Freeze(TimeSpan span)
    {
        world.Trace(() => $"node {Number} freezes for {span}");
        IsFrozen = true;
        var mine = life;
        world.After(span, () => Thaw(mine));
    }

    /// <summary>Stops cleanly: what is under way is answered first, then the leases are given up.</summary>
    public void Stop()
    {
        foreach (var link in held.Values.ToList())
        {
            HandOver(link);
        }

        world.Database.Nodes.Remove(Id);
        Kill();
    }

    /// <summary>Something that this process does later, if it still lives; late, if it is frozen then.</summary>
    public void After(TimeSpan span, Action what)
    {
        var mine = life;
        world.After(
            span,
            () =>
            {
                if (IsUp && mine == life)
                {
                    if (IsFrozen)
                    {
                        missed.Enqueue(what);
                    }
                    else
                    {
                        what();
                    }
                }
            }
        );
    }

    private void Thaw(int mine)
    {
        if (mine != life || !IsFrozen)
        {
            return;
        }

        world.Trace(() => $"node {Number} thaws");
        IsFrozen = false;
        var mixed = missed.ToList();
        missed.Clear();
        foreach (var what in mixed)
        {
            var at = life;
            what();
            if (at != life)
            {
                return;
            }
        }
    }

    private void Beat()
    {
        var database = world.Database;
        database.Nodes[Id] = database.Nodes[Id] with { SeenAt = database.Wall };
        foreach (var link in held.Values.ToList())
        {
            link.Beat();
        }

        if (++beats % 2 == 0)
        {
            Look();
        }

        After(TimeSpan.FromSeconds(1), Beat);
    }

    private void Look()
    {
        var database = world.Database;
        var moves = LeaseShare.For(Id, [.. database.Nodes.Values], [.. world.Links.Select(link => link.Lease)], database.Wall);
        foreach (var id in moves.Take)
        {
            Take(database.Link(id));
        }

        foreach (var id in moves.GiveUp)
        {
            if (Holding(database.Link(id)) is { } link)
            {
                HandOver(link);
            }
        }
    }

    private void Take(SimLink link)
    {
        if (LeaseRules.Take(link.Lease, Id, world.Database.Wall) is not { } lease)
        {
            return;
        }

        Forget(link);
        world.Trace(() => $"node {Number} takes link {link.Number} at epoch {lease.Epoch}");
        link.Lease = lease;
        world.Report.Takeovers++;
        var asked = Clock;
        After(world.Between(1, 40), () => Hold(link, new HeldLease(link.Id, lease.Epoch, asked)));
    }

    private void Hold(SimLink link, HeldLease lease)
    {
        if (link.Lease.Epoch == lease.Epoch && lease.MaySendAt(Clock))
        {
            held[link] = new HeldLink(world, this, link, lease);
            held[link].Open();
        }
    }

    public void HandOver(HeldLink link)
    {
        link.StopSending();
        if (link.Queue.UnderWay > 0)
        {
            link.Lose();
        }

        link.Link.Lease = LeaseRules.GiveUp(link.Link.Lease, Id, link.Lease.Epoch);
        held.Remove(link.Link);
    }

    public void Forget(SimLink link)
    {
        if (held.Remove(link, out var old))
        {
            old.Lose();
        }
    }
}
