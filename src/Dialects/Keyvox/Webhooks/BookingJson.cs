using Latchwork.Operations.Webhooks;
using Latchwork.Operations.Webhooks.Happenings;

namespace Latchwork.Dialects.Keyvox.Webhooks;

/// <summary>Booking events in JSON (10.3).</summary>
internal sealed class BookingJson : KeyvoxFormat
{
    public const short FormatNumber = 4;

    public override short Number => FormatNumber;

    public override string Word => "keyvox-bookings";

    public override IReadOnlyList<WebhookTopic> Topics => KeyvoxEvents.OfBookings;

    public override bool TellsCodes => true;

    protected override byte[] Body(short topic, Happening happening) =>
        Write(json =>
        {
            json.WriteString("event", KeyvoxEvents.NameOf(topic));
            json.WriteString("eventTime", Seconds(happening.HappenedAt));
            EventFrame.WriteBooking(json, happening, happening.Stay!);
        });
}
