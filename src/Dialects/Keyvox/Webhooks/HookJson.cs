using Latchwork.Operations.Webhooks;
using Latchwork.Operations.Webhooks.Happenings;

namespace Latchwork.Dialects.Keyvox.Webhooks;

/// <summary>What services subscribe (12): the events of both kinds, each with an id of its own by which a service knows one that it has had before.</summary>
internal sealed class HookJson : KeyvoxFormat
{
    public const short FormatNumber = 5;

    public override short Number => FormatNumber;

    /// <summary>Subscribed, never set up.</summary>
    public override string? Word => null;

    public override bool EndsWhenGone => true;

    public override IReadOnlyList<WebhookTopic> Topics { get; } = [.. KeyvoxEvents.OfLocks, .. KeyvoxEvents.OfBookings];

    protected override byte[] Body(short topic, Happening happening) =>
        Write(json =>
        {
            json.WriteString("id", happening.Id);
            json.WriteString("event", KeyvoxEvents.NameOf(topic));
            json.WriteString("eventTime", Seconds(happening.HappenedAt));
            if (topic >= KeyvoxEvents.BookingCreated)
            {
                EventFrame.WriteBooking(json, happening, happening.Stay!);
            }
            else
            {
                EventFrame.WriteLock(json, happening);
            }
        });
}
