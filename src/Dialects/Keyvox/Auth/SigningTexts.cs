using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Latchwork.Dialects.Keyvox.Auth;

/// <summary>
/// What a caller may have signed (2.2): one line for each listed name, in the order of the list, joined by LF. Several texts are possible: with the query or
/// without it (2.4), and with the protocol that clients write or the one that is spoken.
/// </summary>
internal static class SigningTexts
{
    public const string RequestLine = "request-line";

    public const string RequestTarget = "@request-target";

    /// <summary>What clients write, whatever their connection speaks (2.2).</summary>
    private const string UsualProtocol = "HTTP/1.1";

    /// <summary>Null where a listed name is absent, repeated in the request, or listed twice: nothing is signed by it (HM-3).</summary>
    /// <param name="prefix">What a proxy in front has taken off the path; empty for none.</param>
    public static IReadOnlyList<byte[]>? Of(HttpRequest request, IReadOnlyList<string> names, string prefix)
    {
        if (names.Distinct(StringComparer.OrdinalIgnoreCase).Count() != names.Count || !names.All(name => IsThere(request, name)))
        {
            return null;
        }

        var target = prefix + RawTarget(request);
        var question = target.IndexOf('?', StringComparison.Ordinal);
        string[] targets = question < 0 || !SignsTarget(names) ? [target] : [target, target[..question]];
        string[] protocols = request.Protocol == UsualProtocol || !names.Contains(RequestLine) ? [UsualProtocol] : [UsualProtocol, Spoken(request)];
        return [.. from to in targets from protocol in protocols select Text(request, names, to, protocol)];
    }

    /// <summary>The path with the query as it was received, nothing decoded.</summary>
    public static string RawTarget(HttpRequest request) =>
        request.HttpContext.Features.Get<IHttpRequestFeature>() is { RawTarget: { Length: > 0 } raw }
            ? raw
            : request.Path.Value + request.QueryString.Value;

    /// <summary>Whether the signature is bound to the path.</summary>
    public static bool SignsTarget(IReadOnlyList<string> names) => names.Contains(RequestLine) || names.Contains(RequestTarget);

    private static bool IsThere(HttpRequest request, string name) =>
        name is RequestLine or RequestTarget || (name.Length > 0 && request.Headers.TryGetValue(name, out var values) && values.Count == 1);

    private static string Spoken(HttpRequest request) => request.Protocol is "HTTP/2" ? "HTTP/2.0" : request.Protocol;

    private static byte[] Text(HttpRequest request, IReadOnlyList<string> names, string target, string protocol) =>
        Encoding.UTF8.GetBytes(
            string.Join(
                '\n',
                names.Select(name =>
                    name switch
                    {
                        RequestLine => $"{request.Method} {target} {protocol}",
                        RequestTarget => $"{RequestTarget}: {request.Method.ToLowerInvariant()} {target}",
                        _ => $"{name}: {request.Headers[name]}",
                    }
                )
            )
        );
}
