using System.Net;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Webhooks;

namespace Latchwork.Operations.Webhooks.Sending;

/// <summary>
/// Where webhooks may go (WH-2, WH-3). Every address of the target must be public unicast, or every one in a range that the configuration opened. Only
/// there plain http and other ports are taken.
/// </summary>
internal sealed class TargetRules(WebhookOptions options)
{
    public const int LongestUrl = 2000;
    private const int LongestHost = 253;

    private readonly AddressList open = AddressList.Parse(options.OpenRanges).Value;

    /// <summary>The target, as a text of its owner's; null for a text that is none whatever its addresses: the scheme, user info, a fragment, the host.</summary>
    public static Uri? Parse(string url) =>
        url.Length <= LongestUrl
        && !url.AsSpan().ContainsAnyExceptInRange('!', '~')
        && Uri.TryCreate(url, UriKind.Absolute, out var target)
        && (target.Scheme == Uri.UriSchemeHttps || target.Scheme == Uri.UriSchemeHttp)
        && target.UserInfo.Length == 0
        && !url.Contains('@', StringComparison.Ordinal)
        && !url.Contains('#', StringComparison.Ordinal)
        && HostOf(target) is { Length: > 0 and <= LongestHost } host
        && !host.Contains('%', StringComparison.Ordinal)
            ? target
            : null;

    /// <summary>The name or address to connect to, in ASCII.</summary>
    public static string HostOf(Uri target) => target.IdnHost.TrimEnd('.');

    /// <param name="addresses">All of the host's, as they are now.</param>
    public bool Permits(Uri target, IReadOnlyList<IPAddress> addresses) =>
        addresses.Count > 0
        && (addresses.All(open.Contains) || (IsPublicForm(target) && addresses.All(address => PublicAddress.Is(address) || open.Contains(address))));

    private bool IsPublicForm(Uri target) =>
        target.Scheme == Uri.UriSchemeHttps && (target.Port == WebhookOptions.UsualPort || options.Ports.Contains(target.Port));
}
