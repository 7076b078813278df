using System.Text.Json;
using System.Text.RegularExpressions;

namespace Latchwork.Dialects.Fuzz.Sifely;

/// <summary>What every answer of the wire keeps to, whatever was asked.</summary>
internal static partial class SifelyRules
{
    private static readonly string[] ErrorMembers = ["code", "message", "msg", "errcode", "errmsg", "description"];
    private static readonly string[] Roots = ["/system", "/client", "/v3", "/oauth2"];

    /// <summary>The broken rule, or null.</summary>
    public static string? Broken(FuzzRequest request, HttpResponseMessage answer, string body)
    {
        var status = (int)answer.StatusCode;
        if (status >= 500 && !(status == 500 && IsAbsentParameter(body)))
        {
            return $"answered {status}";
        }

        // What the web server turns away before the pipeline has no correlation id; HEAD and preflights have no body.
        var isOurs = answer.Headers.Contains("X-Correlation-Id") && IsInRoots(request) && body.Length > 0;
        return Leaks.In(body) is { } leak ? $"tells '{leak}'"
            : status >= 400 && isOurs && !IsErrorShape(body) ? $"{status} not in the shape of an error"
            : status >= 400 && isOurs && !answer.Headers.Contains("X-RateLimit-Limit") ? $"{status} without rate headers"
            : status >= 400 && !isOurs && IsInRoots(request) && request.HasAnswerBody && answer.Headers.Contains("X-Correlation-Id")
                ? $"{status} without a body"
            : null;
    }

    public static bool IsSuccess(HttpResponseMessage answer, string body) =>
        answer.IsSuccessStatusCode && Parse(body) is { } root && (!root.TryGetProperty("errcode", out var code) || code.IsNumber(0));

    /// <summary>LG-2: the one 5xx that the wire asks for, down to its words (1.5).</summary>
    private static bool IsAbsentParameter(string body) =>
        Parse(body) is { } root
        && root.TryGetProperty("code", out var code)
        && code.IsNumber(500)
        && root.TryGetProperty("message", out var text)
        && Absent().IsMatch(text.GetString() ?? "");

    private static bool IsErrorShape(string body) => Parse(body) is { } root && ErrorMembers.All(member => root.TryGetProperty(member, out _));

    private static bool IsInRoots(FuzzRequest request) =>
        Roots.Any(root => request.Message.RequestUri!.AbsolutePath.StartsWith(root + "/", StringComparison.Ordinal));

    private static bool IsNumber(this JsonElement element, int number) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var actual) && actual == number;

    private static JsonElement? Parse(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex(
        "^Required request parameter '[A-Za-z_]{2,30}' for method parameter type (String|Integer|Long) is not present$",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Absent();
}
