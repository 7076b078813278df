using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Latchwork.Domain;
using Latchwork.Domain.Webhooks;
using Latchwork.Operations.Storage;
using Latchwork.Operations.Webhooks.Sending;

namespace Latchwork.Operations.Webhooks;

/// <summary>
/// Sends webhooks; every node runs one, and they share the work. Each round plans deliveries of new events, claims what is due and begins to send it; what
/// is under way does not keep the next round waiting. Each endpoint has places of its own, one at first and more as it answers well, so one that hangs
/// delays nobody else.
/// </summary>
public sealed class DeliveryWorker : IAsyncDisposable
{
    /// <summary>Other nodes' events and retries are found by looking (design, "Wake-ups and workers").</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    /// <summary>HTTP 410.</summary>
    private const int Gone = 410;

    /// <summary>Of the places that are left, an endpoint gets one of so many.</summary>
    private const int ShareOfLeft = 8;

    /// <summary>Endpoints whose deliveries are read together.</summary>
    private const int PlannedBeforeSent = 32;

    private static readonly TimeSpan LookForSourcesEvery = TimeSpan.FromSeconds(10);

    private readonly AccessDb db;
    private readonly WebhookFormats formats;
    private readonly PlanDeliveries plan;
    private readonly ClaimDeliveries claims;
    private readonly LoadDeliveries load;
    private readonly WebhookSender sender;
    private readonly AttemptLog log;
    private readonly WebhookOptions options;
    private readonly TimeProvider clock;
    private readonly ConcurrentDictionary<EndpointKey, EndpointQueue> queues = new();
    private readonly ConcurrentDictionary<EndpointKey, EndpointRules> rules = new();
    private readonly ConcurrentDictionary<Task, byte> underWay = new();
    private readonly CancellationTokenSource stopping = new();
    private Task news = Task.CompletedTask;
    private volatile TaskCompletionSource freed = New();
    private int sending;
    private bool areAny = true;
    private Exception? broken;
    private long? lookedForSources;

    internal DeliveryWorker(
        AccessDb db,
        WebhookFormats formats,
        PlanDeliveries plan,
        ClaimDeliveries claims,
        LoadDeliveries load,
        WebhookSender sender,
        AttemptLog log,
        WebhookOptions options,
        TimeProvider clock
    )
    {
        (this.db, this.formats, this.plan, this.claims, this.load) = (db, formats, plan, claims, load);
        (this.sender, this.log, this.options, this.clock) = (sender, log, options, clock);
    }

    /// <summary>Waits until there may be something to do, at most two seconds, and does a round. What broke in a sending of the last one is thrown here.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        var look = Task.Delay(LookEvery, clock, cancel);
        await (areAny ? Task.WhenAny(look, freed.Task, news) : Task.WhenAny(look, freed.Task));
        cancel.ThrowIfCancellationRequested();
        if (Interlocked.Exchange(ref broken, null) is { } bug)
        {
            ExceptionDispatchInfo.Throw(bug);
        }

        await RoundAsync(cancel);
    }

    /// <summary>There is something to do that no event tells of, such as for the first endpoint of all.</summary>
    public void Wake() => freed.TrySetResult();

    /// <summary>Plans and begins to send whatever is due.</summary>
    public async Task RoundAsync(CancellationToken cancel)
    {
        // Before looking: what comes meanwhile is for the next round.
        (news, freed) = (db.News.Next, New());
        areAny = await claims.AreAnyToBeToldAsync(cancel);
        if (!areAny)
        {
            return;
        }

        await FindSourcesAsync(cancel);
        bool isMore;
        do
        {
            isMore = await PlanAsync(cancel) | await plan.RunReplaysAsync(cancel);
            await BeginAsync(cancel);
        } while (isMore);
    }

    /// <summary>Ends when nothing is under way any more.</summary>
    public async Task SettleAsync()
    {
        while (!underWay.IsEmpty)
        {
            await Task.WhenAll(underWay.Keys);
        }
    }

    /// <summary>What is under way is given back, for another node to take at once.</summary>
    public async ValueTask DisposeAsync()
    {
        if (stopping.IsCancellationRequested)
        {
            return;
        }

        await stopping.CancelAsync();
        await SettleAsync();
        sender.Dispose();
    }

    private async Task FindSourcesAsync(CancellationToken cancel)
    {
        if (lookedForSources is { } before && clock.GetElapsedTime(before) < LookForSourcesEvery)
        {
            return;
        }

        lookedForSources = clock.GetTimestamp();
        await plan.FindSourcesAsync(cancel);
    }

    /// <summary>
    /// What is planned for an endpoint that has nothing else to do, or only what this node is at, is claimed with that and sent; one that has enough to do keeps
    /// its place in the list, as long as all that are behind are looked at. A single line is claimed by itself: only then nobody puts another beside it.
    /// </summary>
    private async Task<bool> PlanAsync(CancellationToken cancel)
    {
        var behind = await plan.BehindAsync(cancel);
        var isCut = behind.Count == PlanDeliveries.MostBehind;
        var isMore = false;
        foreach (var some in behind.Where(one => formats.Find(one.Endpoint.Format) is not null).Chunk(PlannedBeforeSent))
        {
            isMore |= await PlanAsync(some, isCut, cancel);
        }

        return isMore;
    }

    private async Task<bool> PlanAsync(BehindEndpoint[] behind, bool isCut, CancellationToken cancel)
    {
        var rooms = RoomsFor([.. behind.Where(MayBeOwn).Select(one => one.Endpoint).Distinct()]);
        var open = rooms.ToDictionary(one => one.Room.Key, one => one.Room);
        var claimed = new List<ClaimedDelivery>();
        var isMore = false;
        foreach (var one in behind)
        {
            var own = open.TryGetValue(one.Endpoint.Key, out var room) ? new OwnRoom(room, queues[room.Key].Claims, claims.Lease) : null;
            if (own is not null || isCut || !MayBeOwn(one))
            {
                var news = await plan.PlanNewsAsync(one.Cursor, own, cancel);
                isMore |= news.IsMore;
                claimed.AddRange(news.Claimed);
                if (news.Claimed.Count > 0)
                {
                    // Its other lists wait until these are sent.
                    open.Remove(one.Endpoint.Key);
                }
            }
        }

        await SendAsync(claimed, rooms, cancel);
        return isMore;
    }

    private bool MayBeOwn(BehindEndpoint one) => !one.IsSpared && !IsInOneLine(formats.Find(one.Endpoint.Format)!, one.Endpoint.Rules);

    private async Task BeginAsync(CancellationToken cancel)
    {
        var rooms = RoomsFor(await claims.DueAsync(cancel));
        if (rooms.Count == 0)
        {
            return;
        }

        await SendAsync(await claims.RunAsync([.. rooms.Select(one => one.Room)], cancel), rooms, cancel);
    }

    private async Task SendAsync(IReadOnlyList<ClaimedDelivery> claimed, List<(EndpointRoom Room, int Width)> rooms, CancellationToken cancel)
    {
        if (claimed.Count == 0)
        {
            return;
        }

        var loaded = (await load.RunAsync(claimed, cancel)).ToLookup(delivery => delivery.Claimed.Endpoint);
        foreach (var (room, width) in rooms)
        {
            Send(room.Key, [.. loaded[room.Key]], width);
        }
    }

    /// <summary>
    /// Endpoints that fail share half of the node's places, and nobody takes more than a share of what is left: so whoever stops answering, the others always
    /// find some.
    /// </summary>
    private List<(EndpointRoom Room, int Width)> RoomsFor(List<DueEndpoint> due)
    {
        var rooms = new List<(EndpointRoom, int)>();
        var free = options.AtOnce - Volatile.Read(ref sending);
        var freeForFailing = (options.AtOnce / 2) - Volatile.Read(ref sending);
        foreach (var one in due.Where(one => formats.Find(one.Format) is not null))
        {
            var format = formats.Find(one.Format)!;
            var isInOneLine = IsInOneLine(format, one.Rules);
            var queue = queues.GetOrAdd(one.Key, _ => new EndpointQueue(options.AtOncePerEndpoint));
            var left = Math.Max(0, one.Failures > 0 ? freeForFailing : free);
            var (room, width, more) = queue.Wants(one.Failures > 0, isInOneLine, (left + ShareOfLeft - 1) / ShareOfLeft);
            if (room > 0)
            {
                rules[one.Key] = one.Rules;
                rooms.Add((new EndpointRoom(one.Key, format.ScheduleOf(one.Rules).OrderedTries, room, isInOneLine), width));
                (free, freeForFailing) = (free - more, freeForFailing - more);
            }
        }

        return rooms;
    }

    private static bool IsInOneLine(IWebhookFormat format, EndpointRules rules) => format.IsInOneLine || rules.IsOrdered;

    private void Send(EndpointKey endpoint, List<LoadedDelivery> deliveries, int width)
    {
        if (deliveries.Count == 0 || formats.Find(deliveries[0].Format) is not { } format)
        {
            return;
        }

        var queue = queues[endpoint];
        var senders = queue.Add(deliveries, width);
        Interlocked.Add(ref sending, senders);
        for (var i = 0; i < senders; i++)
        {
            Keep(SendAsync(endpoint, format, queue));
        }
    }

    private void Keep(Task task)
    {
        underWay[task] = 0;
        _ = task.ContinueWith(
            ended =>
            {
                underWay.TryRemove(ended, out _);
                broken = ended.Exception?.InnerException ?? broken;
            },
            TaskScheduler.Default
        );
    }

    /// <summary>One of an endpoint's senders, as long as something waits.</summary>
    private async Task SendAsync(EndpointKey endpoint, IWebhookFormat format, EndpointQueue queue)
    {
        await Task.Yield();
        try
        {
            while (queue.Take() is var (lane, delivery))
            {
                try
                {
                    await TryAsync(new DeliveryTry(format, SendingRules.Of(format, rules[endpoint]), delivery), lane, queue);
                }
                catch
                {
                    queue.Abandon(lane, delivery);
                    throw;
                }
            }
        }
        finally
        {
            Interlocked.Decrement(ref sending);
            Wake();
        }
    }

    private async Task TryAsync(DeliveryTry one, Lane lane, EndpointQueue queue)
    {
        var startedAt = clock.Now();
        var (what, result) = claims.MayBegin(one.Delivery.Claimed) ? await AskAsync(one.Format, one.Delivery) : (DeliveryEvent.GivenBack, null);
        var end = new AttemptEnd(one.Delivery.Claimed, one.Rules, what, startedAt, result, EndsEndpoint(one.Format, result));
        if (what is DeliveryEvent.Acknowledged or DeliveryEvent.Withdrawn)
        {
            // What is next may go while this is written.
            Keep(WriteAsync([end, .. GivenBack(queue.GoOn(lane, result?.Took), one.Rules)], queue));
            if (queue.IsLow)
            {
                Wake();
            }

            return;
        }

        // After a failure everything waits: how the endpoint fares is for the database to say.
        var left = queue.Halt(lane);
        try
        {
            await WriteAsync([end, .. GivenBack(left, one.Rules)], queue);
        }
        finally
        {
            queue.Resume();
        }
    }

    private IEnumerable<AttemptEnd> GivenBack(IEnumerable<LoadedDelivery> left, SendingRules how) =>
        left.Select(delivery => new AttemptEnd(delivery.Claimed, how, DeliveryEvent.GivenBack, clock.Now(), Result: null));

    private async Task WriteAsync(IReadOnlyList<AttemptEnd> ends, EndpointQueue queue)
    {
        try
        {
            await log.WriteAsync(ends);
        }
        catch (Exception broken) when (Outage.Of(broken) is not null)
        {
            // The claim runs out, and it is tried again.
        }
        finally
        {
            queue.Written(ends.Select(end => end.Claimed));
        }

        if (queue.IsDry)
        {
            Wake();
        }
    }

    private static bool EndsEndpoint(IWebhookFormat format, SendResult? result) => format.EndsWhenGone && result?.Status == Gone;

    private async Task<(DeliveryEvent What, SendResult? Result)> AskAsync(IWebhookFormat format, LoadedDelivery delivery)
    {
        if (delivery.Endpoint is not { } endpoint)
        {
            broken = delivery.Broken;
            return (DeliveryEvent.Failed, null);
        }

        if (delivery.Content is not { } content || format.Write(content) is not { } body)
        {
            return (DeliveryEvent.Withdrawn, null);
        }

        try
        {
            var outgoing = OutgoingWebhooks.Of(format, endpoint, delivery.WebhookId, body, clock);
            var result = await sender.SendAsync(outgoing, format.AnswerWithin, stopping.Token);
            return (result.IsAcknowledged ? DeliveryEvent.Acknowledged : DeliveryEvent.Failed, result);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return (DeliveryEvent.GivenBack, null);
        }
    }

    private sealed record DeliveryTry(IWebhookFormat Format, SendingRules Rules, LoadedDelivery Delivery);

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
