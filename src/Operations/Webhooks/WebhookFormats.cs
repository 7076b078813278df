using System.Collections.Frozen;

namespace Latchwork.Operations.Webhooks;

/// <summary>The formats of this server by number. Endpoints of a format that is not there wait.</summary>
internal sealed class WebhookFormats(IEnumerable<IWebhookFormat> formats)
{
    private readonly FrozenDictionary<short, IWebhookFormat> formats = formats.ToFrozenDictionary(format => format.Number);

    public IWebhookFormat? Find(short number) => formats.GetValueOrDefault(number);
}
