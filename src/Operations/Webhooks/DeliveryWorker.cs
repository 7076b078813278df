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
    private readonly ConcurrentDictionary<EndpointKey, EndpointPlaces> places = new();
    private readonly ConcurrentDictionary<EndpointKey, EndpointRules> rules = new();
    private readonly ConcurrentDictionary<Task, byte> underWay = new();
    private readonly CancellationTokenSource stopping = new();
    private Task news = Task.CompletedTask;
    private volatile TaskCompletionSource freed = New();
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
            isMore = await plan.RunAsync(cancel);
            await BeginAsync(cancel);
        } while (isMore);
    }

    /// <summary>Ends when nothing is under way any more.</summary>
    public Task SettleAsync() => Task.WhenAll(underWay.Keys);

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

    private async Task BeginAsync(CancellationToken cancel)
    {
        var rooms = RoomsFor(await claims.DueAsync(cancel));
        if (rooms.Count == 0)
        {
            return;
        }

        var claimed = await claims.RunAsync(rooms, cancel);
        if (claimed.Count == 0)
        {
            return;
        }

        foreach (var delivery in await load.RunAsync(claimed, cancel))
        {
            if (formats.Find(delivery.Format) is { } format)
            {
                places[delivery.Claimed.Endpoint].Take();
                Keep(SendAsync(format, delivery));
            }
        }
    }

    /// <summary>Endpoints that fail share half of the node's places, so that the others always find some.</summary>
    private List<EndpointRoom> RoomsFor(List<DueEndpoint> due)
    {
        var rooms = new List<EndpointRoom>();
        var free = options.AtOnce - underWay.Count;
        var freeForFailing = (options.AtOnce / 2) - underWay.Count;
        foreach (var one in due)
        {
            var own = places.GetOrAdd(one.Key, _ => new EndpointPlaces(options.AtOncePerEndpoint));
            var room = Math.Min(own.Free(one.Failures > 0), one.Failures > 0 ? freeForFailing : free);
            if (room > 0 && formats.Find(one.Format) is { } format)
            {
                rules[one.Key] = one.Rules;
                rooms.Add(new EndpointRoom(one.Key, format.ScheduleOf(one.Rules).OrderedTries, room, format.IsInOneLine || one.Rules.IsOrdered));
                (free, freeForFailing) = (free - room, freeForFailing - room);
            }
        }

        return rooms;
    }

    private void Keep(Task sending)
    {
        underWay[sending] = 0;
        _ = sending.ContinueWith(
            ended =>
            {
                underWay.TryRemove(ended, out _);
                broken = ended.Exception?.InnerException ?? broken;
            },
            TaskScheduler.Default
        );
    }

    private async Task SendAsync(IWebhookFormat format, LoadedDelivery delivery)
    {
        await Task.Yield();
        var startedAt = clock.Now();
        var own = places[delivery.Claimed.Endpoint];
        var isTaken = true;
        try
        {
            var (what, result) = await TryAsync(format, delivery);
            if (what is DeliveryEvent.Acknowledged or DeliveryEvent.Withdrawn)
            {
                // The next one may go while this end is written. After a failure it waits: how the endpoint fares is for the database to say.
                GiveBack(isAnswered: true);
            }

            var how = SendingRules.Of(format, rules.GetValueOrDefault(delivery.Claimed.Endpoint));
            await log.WriteAsync(new AttemptEnd(delivery.Claimed, how, what, startedAt, result, EndsEndpoint(format, result)));
        }
        catch (Exception broken) when (Outage.Of(broken) is not null)
        {
            // The claim runs out, and it is tried again.
        }
        finally
        {
            GiveBack(isAnswered: false);
            Wake();
        }

        void GiveBack(bool isAnswered)
        {
            if (isTaken)
            {
                isTaken = false;
                own.GiveBack(isAnswered);
                Wake();
            }
        }
    }

    private static bool EndsEndpoint(IWebhookFormat format, SendResult? result) => format.EndsWhenGone && result?.Status == Gone;

    private async Task<(DeliveryEvent What, SendResult? Result)> TryAsync(IWebhookFormat format, LoadedDelivery delivery)
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

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
