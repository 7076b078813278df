using System.Collections.Frozen;

namespace Latchwork.Operations.Webhooks;

/// <summary>The formats of this server by number. Endpoints of a format that is not there wait.</summary>
internal sealed class WebhookFormats(IReadOnlyList<IWebhookFormat> all)
{
    private readonly FrozenDictionary<short, IWebhookFormat> formats = all.ToFrozenDictionary(format => format.Number);

    /// <summary>The numbers of those that tell each lock behind a link that was lost.</summary>
    public short[] ThatTellEachLock { get; } =
    [.. all.Where(format => format.Topics.Any(topic => topic.Subject == WebhookSubject.EachLock)).Select(format => format.Number)];

    /// <summary>The numbers of those that tell the gateways of a link.</summary>
    public short[] ThatTellGateways { get; } =
    [.. all.Where(format => format.Topics.Any(topic => topic.Subject == WebhookSubject.Gateway)).Select(format => format.Number)];

    public IWebhookFormat? Find(short number) => formats.GetValueOrDefault(number);

    /// <summary>One that operators make endpoints of.</summary>
    public IWebhookFormat? Find(string word) => formats.Values.FirstOrDefault(format => format.Word == word);
}
