using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Latchwork.Dialects.Keyvox.Wire;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Webhooks;
using Latchwork.Operations.Webhooks;
using Latchwork.Operations.Webhooks.Happenings;

namespace Latchwork.Dialects.Keyvox.Webhooks;

/// <summary>What the formats of this wire have in common (10): three retries, one line for each target, and the headers.</summary>
internal abstract class KeyvoxFormat : IWebhookFormat
{
    private const string Json = "application/json";
    private const string Test = "webhook.test";

    public abstract short Number { get; }

    public abstract string? Word { get; }

    public abstract IReadOnlyList<WebhookTopic> Topics { get; }

    /// <summary>Tried again after 1, 2 and 4 minutes, then parked; until then whatever comes after it waits.</summary>
    public RetrySchedule Schedule { get; } = new([TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(4)], OrderedTries: 4);

    public TimeSpan AnswerWithin { get; } = TimeSpan.FromSeconds(10);

    public int EventsPerDelivery => 1;

    public bool IsInOneLine => true;

    public bool TellsWhere => true;

    public virtual bool EndsWhenGone => false;

    public virtual bool TellsCodes => false;

    public virtual IReadOnlyList<short> Methods => [];

    public short? MethodOf(EventFacts facts) => OpeningMethods.Of(facts);

    public WebhookBody? Write(WebhookContent content) =>
        content.Happening is { } happening && IsTold(content.Topic, happening)
            ? new WebhookBody(Body(content.Topic, happening), Json, KeyvoxEvents.NameOf(content.Topic))
            : null;

    public WebhookBody WriteTest(WebhookContent content) => new(TestBody(Test), Json, Test);

    public IEnumerable<(string Name, string Value)> Headers(WebhookStamp stamp) =>
        [("X-Keyvox-Event", stamp.Event ?? Test), ("X-Keyvox-Signature", $"sha256={Convert.ToHexStringLower(stamp.Secret.Sign(stamp.Body))}")];

    protected abstract byte[] Body(short topic, Happening happening);

    protected virtual byte[] TestBody(string name) =>
        Write(json =>
        {
            json.WriteString("event", name);
            json.WriteString("eventTime", "0");
            json.WriteStartObject("data");
            json.WriteEndObject();
        });

    protected static byte[] Write(Action<Utf8JsonWriter> members)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes, KeyvoxJson.Writing);
        json.WriteStartObject();
        members(json);
        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Unix seconds, as text (10.3).</summary>
    protected static string Seconds(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>A lock that came back was not gone; a code is told with good evidence, and once.</summary>
    private static bool IsTold(short topic, Happening happening) =>
        happening.IsNews
        && topic switch
        {
            KeyvoxEvents.Offline => !happening.IsOnline,
            KeyvoxEvents.PinDelivered => happening.Evidence >= EvidenceRung.Acknowledged,
            >= KeyvoxEvents.BookingCreated => happening.Stay is not null,
            _ => true,
        };
}
