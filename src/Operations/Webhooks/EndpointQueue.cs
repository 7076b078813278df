namespace Latchwork.Operations.Webhooks;

/// <summary>Deliveries of one endpoint that this node has claimed. Those of a lane go one after another; the first of each may go beside each other.</summary>
internal sealed class Lane(DeliveryLane key, int turn)
{
    private readonly Queue<LoadedDelivery> left = new();

    public DeliveryLane Key => key;

    /// <summary>Of the queue, when it was begun.</summary>
    public int Turn => turn;

    public int Count => left.Count;

    public void Append(LoadedDelivery delivery) => left.Enqueue(delivery);

    public LoadedDelivery Next() => left.Dequeue();

    public IEnumerable<LoadedDelivery> Rest() => left;
}

/// <summary>
/// What a node has to send to one endpoint, and how much of it at a time: one until it answers well, then twice as many each time, up to the limit. Claims go
/// ahead of the senders by what these are thought to send soon, so that they need not wait for the database.
/// </summary>
internal sealed class EndpointQueue(int most)
{
    /// <summary>For each sender.</summary>
    private const int MostAhead = 16;

    private const int LongestLane = 256;
    private const int ShareOfLast = 4;

    /// <summary>That is claimed ahead: longer for a single lane, which can only be gone on with when all of it has been written down.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan LaneAhead = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private readonly Queue<Lane> ready = new();
    private readonly Dictionary<DeliveryLane, Lane> lanes = [];
    private readonly Dictionary<ClaimId, int> unwritten = [];
    private TimeSpan? usual;
    private int allowed = 1;
    private int senders;
    private int waiting;
    private int wanted;
    private int turn;
    private int halts;

    /// <summary>Nothing is claimed of it any more that was not begun.</summary>
    public bool IsDry
    {
        get
        {
            lock (gate)
            {
                return waiting == 0;
            }
        }
    }

    /// <summary>Claims of which something was not written down yet.</summary>
    public ClaimId[] Claims
    {
        get
        {
            lock (gate)
            {
                return [.. unwritten.Keys];
            }
        }
    }

    /// <summary>It is time to claim more.</summary>
    public bool IsLow
    {
        get
        {
            lock (gate)
            {
                return halts == 0 && (waiting + senders) * 2 <= wanted;
            }
        }
    }

    /// <param name="isFailing">Then one at most.</param>
    /// <param name="isOneLane">None of its deliveries goes beside another.</param>
    /// <param name="free">Senders that the node has for it.</param>
    /// <returns>How many deliveries are to be claimed, and for how many senders in all, of whom so many are new.</returns>
    public (int Room, int Width, int New) Wants(bool isFailing, bool isOneLane, int free)
    {
        lock (gate)
        {
            var most = isFailing || isOneLane ? 1 : allowed;
            var width = senders + Math.Clamp(most - senders, 0, free);
            var each =
                isFailing ? 1
                : isOneLane ? Each(LaneAhead, LongestLane)
                : Each(Ahead, MostAhead);
            wanted = width * each;
            return halts > 0 || width > most || (waiting + senders) * 2 > wanted ? default : (wanted - waiting - senders, width, width - senders);
        }
    }

    /// <summary>Each goes behind what is there of its lane, also behind what is under way.</summary>
    /// <returns>How many senders are to begin.</returns>
    public int Add(IEnumerable<LoadedDelivery> deliveries, int width)
    {
        lock (gate)
        {
            foreach (var delivery in deliveries)
            {
                LaneOf(delivery.Claimed.Lane).Append(delivery);
                CountUnwritten(delivery.Claimed.Claim, 1);
                waiting++;
            }

            var more = Math.Clamp(width - senders, 0, ready.Count);
            senders += more;
            return more;
        }
    }

    /// <returns>Null where nothing waits: then the sender is gone.</returns>
    public (Lane Lane, LoadedDelivery Delivery)? Take()
    {
        lock (gate)
        {
            if (!ready.TryDequeue(out var lane))
            {
                senders--;
                return null;
            }

            waiting--;
            return (lane, lane.Next());
        }
    }

    /// <summary>It answered well, or there was nothing to tell.</summary>
    /// <param name="took">Null where it was not asked.</param>
    /// <returns>What is not to be sent any more, since another has failed.</returns>
    public IReadOnlyList<LoadedDelivery> GoOn(Lane lane, TimeSpan? took)
    {
        lock (gate)
        {
            if (lane.Turn != turn)
            {
                return Drop([lane]);
            }

            allowed = Math.Min(most, allowed * 2);
            usual =
                took is not { } last ? usual
                : usual is { } before ? before + ((last - before) / ShareOfLast)
                : last;
            if (lane.Count > 0)
            {
                ready.Enqueue(lane);
            }
            else
            {
                lanes.Remove(lane.Key);
            }

            return [];
        }
    }

    /// <summary>It failed: nothing more goes out before <see cref="Resume"/>, and then one at a time again.</summary>
    /// <returns>What is not to be sent any more.</returns>
    public IReadOnlyList<LoadedDelivery> Halt(Lane lane)
    {
        lock (gate)
        {
            (halts, allowed, turn) = (halts + 1, 1, turn + 1);
            var left = Drop([lane, .. ready]);
            ready.Clear();
            return left;
        }
    }

    /// <summary>The sender is gone, and what was in the lane with it: nobody knows how that ends before the claims run out.</summary>
    public void Abandon(Lane lane, LoadedDelivery delivery)
    {
        lock (gate)
        {
            foreach (var one in Drop([lane]).Append(delivery))
            {
                CountUnwritten(one.Claimed.Claim, -1);
            }

            senders--;
        }
    }

    /// <summary>It is written how they ended, or nobody knows it before their claims run out.</summary>
    public void Written(IEnumerable<ClaimedDelivery> ended)
    {
        lock (gate)
        {
            foreach (var one in ended)
            {
                CountUnwritten(one.Claim, -1);
            }
        }
    }

    public void Resume()
    {
        lock (gate)
        {
            halts--;
        }
    }

    private List<LoadedDelivery> Drop(IEnumerable<Lane> ended)
    {
        var dropped = new List<LoadedDelivery>();
        foreach (var lane in ended)
        {
            dropped.AddRange(lane.Rest());
            lanes.Remove(lane.Key);
        }

        waiting -= dropped.Count;
        return dropped;
    }

    private Lane LaneOf(DeliveryLane key)
    {
        if (!lanes.TryGetValue(key, out var lane))
        {
            lanes[key] = lane = new Lane(key, turn);
            ready.Enqueue(lane);
        }

        return lane;
    }

    /// <summary>An abandoned one may be counted twice: then the node takes the claim for ended too early, and what is planned is claimed apart.</summary>
    private void CountUnwritten(ClaimId claim, int more)
    {
        var left = unwritten.GetValueOrDefault(claim) + more;
        if (left <= 0)
        {
            unwritten.Remove(claim);
        }
        else
        {
            unwritten[claim] = left;
        }
    }

    /// <summary>How many a sender is thought to send in the time.</summary>
    private int Each(TimeSpan time, int atMost) =>
        usual is { } one ? (int)Math.Clamp(time / TimeSpan.FromTicks(Math.Max(1, one.Ticks)), 1, atMost) : 1;
}
