using System.Text.RegularExpressions;

namespace Latchwork.Dialects.Doordeck.Audit;

/// <summary>A client by its <c>User-Agent</c>: one of a closed list, or none (9.2).</summary>
internal sealed partial record UserAgentBody(string Type, string? Version)
{
    public static UserAgentBody? Of(string? header) =>
        header is not null && Sdk().Match(header) is { Success: true } match
            ? new($"KMP_SDK_{match.Groups["platform"].Value}", match.Groups["version"].Value)
            : null;

    [GeneratedRegex(
        "^KMP SDK (?<platform>JVM|ANDROID|APPLE|APPLE_MAC|APPLE_IOS|APPLE_WATCH|WINDOWS|JS|JS_BROWSER|JS_NODE) - v(?<version>[0-9A-Za-z.+-]{1,50})$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        100
    )]
    private static partial Regex Sdk();
}
