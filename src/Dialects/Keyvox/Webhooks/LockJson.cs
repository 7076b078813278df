using Latchwork.Operations.Webhooks;
using Latchwork.Operations.Webhooks.Happenings;

namespace Latchwork.Dialects.Keyvox.Webhooks;

/// <summary>Lock events in JSON (10.2).</summary>
internal sealed class LockJson : KeyvoxFormat
{
    public const short FormatNumber = 3;

    public override short Number => FormatNumber;

    public override string Word => "keyvox-locks";

    public override IReadOnlyList<WebhookTopic> Topics => KeyvoxEvents.OfLocks;

    public override IReadOnlyList<short> Methods => OpeningMethods.All;

    protected override byte[] Body(short topic, Happening happening) =>
        Write(json =>
        {
            json.WriteString("event", KeyvoxEvents.NameOf(topic));
            json.WriteString("eventTime", Seconds(happening.HappenedAt));
            EventFrame.WriteLock(json, happening);
        });
}
