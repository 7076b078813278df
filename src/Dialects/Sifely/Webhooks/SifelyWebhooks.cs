using Latchwork.Dialects.Sifely.Records;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Webhooks;
using Latchwork.Operations.Webhooks;
using static Latchwork.Domain.Audit.AuditKind;

namespace Latchwork.Dialects.Sifely.Webhooks;

/// <summary>Events as this wire tells them to receivers (12.2 … 12.4).</summary>
internal sealed class SifelyWebhooks : IWebhookFormat
{
    public const short FormatNumber = 1;

    /// <summary>Values of <c>notifyType</c>.</summary>
    public const short Test = 0;
    public const short LockRecords = 1;
    public const short GatewayReach = 2;
    public const short LockReach = 3;

    /// <summary>A lock of its own network that is gone for less is not told as gone.</summary>
    private static readonly TimeSpan OfflineAfter = TimeSpan.FromMinutes(15);

    public short Number => FormatNumber;

    /// <summary>12.3. Order within a lock is kept over the first two retries, about three minutes.</summary>
    public RetrySchedule Schedule { get; } =
        new(
            [TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(6)],
            OrderedTries: 3
        );

    public TimeSpan AnswerWithin { get; } = TimeSpan.FromSeconds(10);

    public int EventsPerDelivery => 20;

    public IReadOnlyList<WebhookTopic> Topics { get; } =
    [
        new(LockRecords, WebhookSubject.Lock, facts => RecordTypes.Of(facts) is null ? null : TimeSpan.Zero),
        new(GatewayReach, WebhookSubject.Gateway, facts => ReachOf(facts) is null ? null : TimeSpan.Zero),
        new(
            LockReach,
            WebhookSubject.Lock,
            facts =>
                facts.Kind == DeviceOffline ? OfflineAfter
                : facts.Kind == DeviceOnline ? TimeSpan.Zero
                : null
        ),
    ];

    public WebhookBody? Write(WebhookContent content) =>
        content switch
        {
            { Topic: LockRecords, Lock: { } door } => Notification.OfRecords(LockRecords, door, content).ToBody(content.IsForm),
            { Topic: GatewayReach, Gateway: { } gateway } => Notification.OfGateway(gateway, IsOnline(content), content).ToBody(content.IsForm),
            { Topic: LockReach, Lock: { HasOwnNetwork: true } door } when IsOnline(content) || !door.IsOnline => Notification
                .OfLock(door, IsOnline(content), content)
                .ToBody(content.IsForm),
            // A lock behind a gateway has no reach of its own, and one that came back in time was not gone.
            _ => null,
        };

    public WebhookBody WriteTest(WebhookContent content) => Notification.OfRecords(Test, NoLock, content).ToBody(content.IsForm);

    /// <summary>12.2: what this server's receivers know, beside what every webhook of ours carries.</summary>
    public IEnumerable<(string Name, string Value)> Headers(WebhookStamp stamp)
    {
        byte[] signed = [.. System.Text.Encoding.ASCII.GetBytes(FormattableString.Invariant($"{stamp.Timestamp}.")), .. stamp.Body];
        return
        [
            ("X-Webhook-Id", stamp.Id),
            ("X-Webhook-Timestamp", FormattableString.Invariant($"{stamp.Timestamp}")),
            ("X-Webhook-Signature", $"sha256={Convert.ToHexStringLower(stamp.Secret.Sign(signed))}"),
        ];
    }

    private static readonly WebhookLock NoLock = new(0, "", "", IsOnline: false, HasOwnNetwork: false, "");

    private static bool IsOnline(WebhookContent content) => ReachOf(content.Events[^1].Facts) == true;

    private static bool? ReachOf(EventFacts facts) =>
        facts.Kind switch
        {
            LinkOnline or DeviceOnline => true,
            LinkOffline or DeviceOffline => false,
            _ => null,
        };
}
