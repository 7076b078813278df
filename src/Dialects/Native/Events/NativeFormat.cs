using System.Buffers;
using System.Text.Json;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain.Users;
using Latchwork.Domain.Webhooks;
using Latchwork.Operations.Webhooks;

namespace Latchwork.Dialects.Native.Events;

/// <summary>
/// Events as webhooks in the form of our own: each the same object that the feed has, in a delivery of its own, signed by Standard Webhooks alone (WH-1). It has ids and
/// names of doors and sites; never a code, and nothing of a person but their id (WH-5).
/// </summary>
internal sealed class NativeFormat(TimeProvider clock) : IWebhookFormat
{
    public const string Name = "latchwork";

    private const string Json = "application/json";

    /// <summary>Where nobody says otherwise.</summary>
    private static readonly TimeSpan UsualRetry = TimeSpan.FromDays(3);

    public short Number => 0;

    public string Word => Name;

    public bool IsOurs => true;

    public RetrySchedule Schedule => ScheduleOf(default);

    public TimeSpan AnswerWithin { get; } = TimeSpan.FromSeconds(15);

    public int EventsPerDelivery => 1;

    public IReadOnlyList<WebhookTopic> Topics { get; } = [.. EventTypes.All.Select(TopicOf)];

    public RetrySchedule ScheduleOf(EndpointRules rules) =>
        RetrySchedule.Over(rules.RetryFor ?? UsualRetry, rules.IsOrdered ? RetrySchedule.Strictly : 0);

    /// <summary>As long as one delivery is tried: an outage that deliveries survive does not end an endpoint.</summary>
    public PauseRule PauseOf(EndpointRules rules) => PauseRule.After(rules.RetryFor ?? UsualRetry);

    /// <summary>A type, or a group of types such as <c>lock.*</c>.</summary>
    public bool Means(string name, WebhookTopic topic) => EventTypes.Meant(name).Any(type => (short)type.Kind == topic.Number);

    public WebhookBody? Write(WebhookContent content) =>
        content.Event is { } one ? new WebhookBody(JsonSerializer.SerializeToUtf8Bytes(EventBody.Of(one), NativeJson.Wire.EventBody), Json) : null;

    public WebhookBody WriteTest(WebhookContent content)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("type", "webhook.test");
            json.WriteNumber("version", 1);
            json.WriteString("timestamp", clock.GetUtcNow());
            json.WriteStartObject("data");
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return new WebhookBody(bytes.WrittenSpan.ToArray(), Json);
    }

    public IEnumerable<(string Name, string Value)> Headers(WebhookStamp stamp) => [];

    private static WebhookTopic TopicOf(EventType type) =>
        new((short)type.Kind, WebhookSubject.Anything, facts => facts.Kind == type.Kind ? TimeSpan.Zero : null)
        {
            Name = type.Name,
            Kinds = [type.Kind],
            Needs = Permission.AuditRead,
        };
}
