using Latchwork.Domain.Devices;

namespace Latchwork.Domain.Tests.Devices;

public sealed class LeaseTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly NodeId A = Node(1);
    private static readonly NodeId B = Node(2);

    [Fact]
    public void A_lease_lasts_ten_seconds_and_its_end_is_free()
    {
        var row = LeaseRules.Take(Free(1), A, Now)!.Value;
        Assert.Null(LeaseRules.Take(row, B, Now + TimeSpan.FromSeconds(9.999)));
        Assert.Equal(2, LeaseRules.Take(row, B, Now + TimeSpan.FromSeconds(10))!.Value.Epoch);
    }

    [Fact]
    public void A_lease_that_expired_is_not_renewed_even_if_nobody_took_it()
    {
        var row = LeaseRules.Take(Free(1), A, Now)!.Value;
        Assert.Equal(Now + TimeSpan.FromSeconds(19), LeaseRules.Renew(row, A, 1, Now + TimeSpan.FromSeconds(9))!.Value.Until);
        Assert.Null(LeaseRules.Renew(row, A, 1, Now + TimeSpan.FromSeconds(10)));
        Assert.Equal(2, LeaseRules.Take(row, A, Now + TimeSpan.FromSeconds(10))!.Value.Epoch);
    }

    [Fact]
    public void An_outcome_of_an_older_epoch_is_refused()
    {
        var row = LeaseRules.Take(LeaseRules.Take(Free(1), A, Now)!.Value, B, Now + TimeSpan.FromSeconds(11))!.Value;
        Assert.False(LeaseRules.MayWrite(row, 1));
        Assert.True(LeaseRules.MayWrite(row, 2));
        Assert.Equal(row, LeaseRules.GiveUp(row, A, 1));
        Assert.True(LeaseRules.GiveUp(row, B, 2).IsFreeAt(Now));
    }

    [Fact]
    public void The_holder_stops_two_seconds_before_the_end_that_it_counts_from_its_own_question()
    {
        var held = new HeldLease(new LinkId(Guid.Empty), 1, new Moment(0));
        Assert.True(held.MaySendAt(new Moment(TimeSpan.FromSeconds(8).Ticks - 1)));
        Assert.False(held.MaySendAt(new Moment(TimeSpan.FromSeconds(8).Ticks)));
    }

    [Theory]
    [InlineData(1, 12)]
    [InlineData(3, 12)]
    [InlineData(5, 7)]
    public void Links_spread_evenly_and_then_rest(int nodes, int links)
    {
        var cluster = new Cluster(nodes, links);
        cluster.Run(rounds: 40);
        var moves = cluster.Moves;
        Assert.All(cluster.Held(), count => Assert.InRange(count, 0, (links + nodes - 1) / nodes));
        Assert.Equal(links, cluster.Held().Sum());
        cluster.Run(rounds: 40);
        Assert.Equal(moves, cluster.Moves);
    }

    [Fact]
    public void A_new_node_gets_its_share_and_nothing_moves_between_the_old_ones()
    {
        var cluster = new Cluster(2, 12);
        cluster.Run(rounds: 20);
        var moves = cluster.Moves;
        cluster.Join();
        cluster.Run(rounds: 40);
        Assert.Equal([4, 4, 4], cluster.Held());
        Assert.Equal(moves + 4, cluster.Moves);
    }

    [Fact]
    public void The_links_of_a_dead_node_move_within_15_seconds()
    {
        var cluster = new Cluster(3, 12);
        cluster.Run(rounds: 20);
        cluster.Kill();
        cluster.Run(rounds: 7);
        Assert.Equal([6, 6], cluster.Held());
    }

    private static LeaseRow Free(int number) => new(new LinkId(new Guid(number, 9, 0, new byte[8])), null, 0, Now);

    private static NodeId Node(int number) => new(new Guid(number, 0, 0, new byte[8]));

    /// <summary>Rounds of two seconds in which every node renews and looks.</summary>
    private sealed class Cluster
    {
        private readonly Dictionary<NodeId, NodeRow> nodes = [];
        private readonly List<NodeId> live = [];
        private readonly LeaseRow[] leases;
        private DateTimeOffset now = Now;
        private int joined;

        public Cluster(int count, int links)
        {
            leases = [.. Enumerable.Range(1, links).Select(Free)];
            for (var i = 0; i < count; i++)
            {
                Join();
            }
        }

        public int Moves { get; private set; }

        public void Join()
        {
            var node = Node(++joined);
            nodes[node] = new NodeRow(node, now, now);
            live.Add(node);
        }

        public void Kill() => live.RemoveAt(0);

        public List<int> Held() => [.. live.Select(node => leases.Count(lease => lease.IsHeldBy(node, now)))];

        public void Run(int rounds)
        {
            for (var round = 0; round < rounds; round++)
            {
                live.ForEach(Turn);
                now += LeaseRules.LookEvery;
            }
        }

        private void Turn(NodeId node)
        {
            nodes[node] = nodes[node] with { SeenAt = now };
            for (var i = 0; i < leases.Length; i++)
            {
                leases[i] = LeaseRules.Renew(leases[i], node, leases[i].Epoch, now) ?? leases[i];
            }

            var moves = LeaseShare.For(node, [.. nodes.Values], leases, now);
            for (var i = 0; i < leases.Length; i++)
            {
                if (moves.GiveUp.Contains(leases[i].Link))
                {
                    leases[i] = LeaseRules.GiveUp(leases[i], node, leases[i].Epoch);
                }
                else if (moves.Take.Contains(leases[i].Link) && LeaseRules.Take(leases[i], node, now) is { } taken)
                {
                    leases[i] = taken;
                    Moves++;
                }
            }
        }
    }
}
