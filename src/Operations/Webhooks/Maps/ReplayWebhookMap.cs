using System.Globalization;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Events;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Webhooks.Maps;

/// <summary>What is told once more.</summary>
/// <param name="From">The place in the list after which it begins; null for what is parked alone.</param>
/// <param name="Until">The number of the last event; null for the newest that was told.</param>
public sealed record WebhookReplay(FeedPlace? From, long? Until);

/// <summary>
/// Tells an endpoint of the tenant's own once more: what is parked, or all events of a part of the list, however long ago that was. Each goes out under the id that it
/// had, and is tried from the start of the schedule.
/// </summary>
public sealed class ReplayWebhookMap
{
    private static readonly AccessError NotByPlace = new(
        AccessErrorCode.Unsupported,
        "This format tells several events at once; it replays what is parked.",
        Noun.WebhookEndpoint
    );

    private static readonly AccessError NoPlace = AccessError.Invalid("There is no such part of the list.", Noun.AuditEvent);

    private readonly MapTurns turns;
    private readonly EventFeed feed;
    private readonly WebhookFormats formats;
    private readonly DeliveryWorker worker;

    internal ReplayWebhookMap(MapTurns turns, EventFeed feed, WebhookFormats formats, DeliveryWorker worker) =>
        (this.turns, this.feed, this.formats, this.worker) = (turns, feed, formats, worker);

    /// <returns>How many deliveries were parked; of a part of the list how many events are looked through once more.</returns>
    public async Task<Outcome<int>> RunAsync(Caller by, WireId map, WebhookReplay replay, CancellationToken cancel)
    {
        var replayed = await turns.RunAsync<int>(
            by,
            map,
            AuditKind.WebhookReplayed,
            async (write, held) =>
            {
                var done = replay.From is { } from
                    ? await PartAsync(write, held, from, replay.Until, cancel)
                    : await ReplayParked.ReplayAsync(write.Work, held.Tenant, held.Id, write.Now, cancel);
                if (done.IsRefused(out var refusal, out var count))
                {
                    return refusal;
                }

                write.Counts = [count];
                var what = replay.From is null ? "deliveries" : "events";
                return (count, new Dictionary<string, string> { [what] = count.ToString(CultureInfo.InvariantCulture) });
            },
            cancel
        );
        worker.Wake();
        return replayed;
    }

    private async Task<Outcome<int>> PartAsync(CallerWork write, HeldMap held, FeedPlace from, long? until, CancellationToken cancel)
    {
        if (formats.Find(held.Format) is not { EventsPerDelivery: 1 })
        {
            return NotByPlace;
        }

        var (place, last) = (await feed.SequenceAsync(held.Tenant, from.Number, cancel), await feed.SequenceAsync(held.Tenant, until, cancel));
        var counted = await write.Work.ListAsync(
            PartSql,
            row => row.GetInt64(0),
            [held.Tenant.Value, held.Id.Value, place, from.Since, last],
            cancel
        );
        return counted is [var count] ? (int)Math.Min(count, int.MaxValue) : NoPlace;
    }

    private static readonly (string Query, string Answer) Since = FeedSql.LastBefore("$4::timestamptz");

    /// <summary>Up to what the endpoint was told: the rest is told anyway. One that is under way grows.</summary>
    private static readonly string PartSql = $"""
        with recursive {Since.Query},
        part as (
            select coalesce($3::bigint, case when $4::timestamptz is null then 0 else {Since.Answer} end) as place, least(c.sequence, coalesce($5::bigint, c.sequence)) as last
            from webhook_cursor c where c.tenant_id = $1 and c.endpoint_id = $2 and c.source_tenant_id = $1)
        insert into webhook_replay (tenant_id, endpoint_id, source_tenant_id, sequence, until_sequence)
        select $1, $2, $1, place, last from part where place <= last
        on conflict (tenant_id, endpoint_id, source_tenant_id) do update
            set sequence = least(webhook_replay.sequence, excluded.sequence), until_sequence = greatest(webhook_replay.until_sequence, excluded.until_sequence)
        returning until_sequence - sequence
        """;
}
