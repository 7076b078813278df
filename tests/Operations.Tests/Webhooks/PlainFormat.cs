using System.Globalization;
using System.Text;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Webhooks;
using Latchwork.Operations.Webhooks;

namespace Latchwork.Operations.Tests.Webhooks;

/// <summary>The least that a wire can tell: the numbers of the events, which stand in their battery levels.</summary>
internal sealed class PlainFormat : IWebhookFormat
{
    public const short Bolts = 1;
    public const short Tampers = 2;

    public static readonly TimeSpan TamperDelay = TimeSpan.FromMinutes(15);

    public short Number => 99;

    public RetrySchedule Schedule { get; init; } =
        new(
            [TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(6)],
            OrderedTries: 3
        );

    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(10);

    public int EventsPerDelivery { get; init; } = 1;

    public IReadOnlyList<WebhookTopic> Topics { get; } =
    [
        new(Bolts, WebhookSubject.Lock, facts => facts.Kind == AuditKind.BoltMoved ? TimeSpan.Zero : null),
        new(Tampers, WebhookSubject.Lock, facts => facts.Kind == AuditKind.Tampered ? TamperDelay : null),
    ];

    public WebhookBody? Write(WebhookContent content) =>
        new(
            Encoding.UTF8.GetBytes(
                $"{content.Lock!.Number}:{string.Join(',', content.Events.Select(told => told.Battery?.ToString(CultureInfo.InvariantCulture)))}"
            ),
            "text/plain"
        );

    public WebhookBody WriteTest(WebhookContent content) => new("test"u8.ToArray(), "text/plain");

    public IEnumerable<(string Name, string Value)> Headers(WebhookStamp stamp) => [("X-Plain", "1")];
}
