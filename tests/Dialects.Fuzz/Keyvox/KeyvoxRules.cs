using System.Text.Json;

namespace Latchwork.Dialects.Fuzz.Keyvox;

/// <summary>What every answer of the wire keeps to, whatever was asked (keyvox.md 2.3 and 3).</summary>
internal static class KeyvoxRules
{
    private const string OfFunction = "application/json;charset=UTF-8";
    private const string OfGateway = "application/json;charset=utf-8";

    private static readonly string[] Roots = ["/v1/", "/api/eagle-pms/", "/place/", "/plan/", "/unit/", "/bacsorder/"];

    /// <summary>3.4, but for <c>E9999</c>: that one is our own fault.</summary>
    private static readonly HashSet<string> Codes = new(
        ["0", "E0001", "E0005", "E0043", "E1012", "E2000", "E2003", .. Enumerable.Range(9001, 6).Select(number => $"E{number}")],
        StringComparer.Ordinal
    );

    /// <summary>They speak to services, in bare JSON.</summary>
    public static bool IsHook(FuzzRoute route) => route.Path.StartsWith("/v1/hooks/", StringComparison.Ordinal);

    public static bool IsSuccess(HttpResponseMessage answer, string body) =>
        (int)answer.StatusCode == 200 && Parse(body) is { } root && (CodeOf(root) is null or "0");

    /// <summary>The broken rule, or null.</summary>
    public static string? Broken(FuzzRequest request, HttpResponseMessage answer, string body)
    {
        var status = (int)answer.StatusCode;
        return status >= 500 ? $"answered {status}"
            : Leaks.In(body) is { } leak ? $"tells '{leak}'"
            : !IsInRoots(request) ? null
            // What the web server turns away before the pipeline has neither a correlation id nor a body.
            : !answer.Headers.Contains("X-Correlation-Id") ? (status < 400 || body.Length > 0 ? $"{status} without a correlation id" : null)
            : status is 401 or 403 && request.HasCredential ? $"{status} for a credential that holds"
            : status == 200 && !request.HasCredential && IsAsMapped(request) ? "200 without a credential"
            : !request.HasAnswerBody || request.Message.Method == HttpMethod.Options ? null
            : status == 200 ? BrokenEnvelope(request, answer, body)
            : BrokenAtGateway(status, answer, body);
    }

    private static string? BrokenAtGateway(int status, HttpResponseMessage answer, string body) =>
        status is not (400 or 401 or 403 or 404 or 405 or 413 or 429) ? $"answered {status}"
        : TypeOf(answer) != OfGateway ? $"{status} of {TypeOf(answer)}"
        : !IsMessage(body) ? $"{status} without a message"
        : status == 401 && answer.Headers.WwwAuthenticate.ToString() != "hmac" ? "401 of another scheme"
        : status == 429 && answer.Headers.RetryAfter is null ? "429 that does not say when"
        : null;

    private static string? BrokenEnvelope(FuzzRequest request, HttpResponseMessage answer, string body)
    {
        if (TypeOf(answer) != OfFunction || Parse(body) is not { } root)
        {
            return $"200 of {TypeOf(answer)}, or no JSON";
        }

        if (CodeOf(root) is not { } code)
        {
            return IsHook(request.Route) ? null : "200 outside the envelope";
        }

        var names = root.EnumerateObject().Select(member => member.Name).ToList();
        return !Codes.Contains(code) ? $"code {code}"
            : !(names is ["code", "msg"] || (code == "0" && names is ["code", "msg", "data"])) ? $"members {string.Join(',', names)}"
            : root.GetProperty("msg") is not { ValueKind: JsonValueKind.String } msg || (code == "0") != (msg.GetString() == "success")
                ? "another msg"
            : root.TryGetProperty("data", out var data) && OddScalar(data, request.Route.Path.StartsWith("/v1/", StringComparison.Ordinal)) is { } odd
                ? $"a scalar {odd}"
            : null;
    }

    /// <summary>3.2: under <c>/v1</c> every scalar is text; elsewhere there are numbers too. What is not there is left out.</summary>
    private static JsonElement? OddScalar(JsonElement element, bool isText) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element
                .EnumerateObject()
                .Select(member => OddScalar(member.Value, isText))
                .FirstOrDefault(odd => odd is not null),
            JsonValueKind.Array => element.EnumerateArray().Select(item => OddScalar(item, isText)).FirstOrDefault(odd => odd is not null),
            JsonValueKind.String => null,
            JsonValueKind.Number when !isText => null,
            _ => element,
        };

    private static bool IsMessage(string body) =>
        Parse(body) is { ValueKind: JsonValueKind.Object } root
        && root.EnumerateObject().Select(member => member.Name).SequenceEqual(["message"])
        && root.GetProperty("message") is { ValueKind: JsonValueKind.String } message
        && message.GetString()!.Length > 0;

    /// <summary>Null where it is no envelope.</summary>
    private static string? CodeOf(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.String
            ? code.GetString()
            : null;

    private static string TypeOf(HttpResponseMessage answer) =>
        answer.Content.Headers.ContentType?.ToString().Replace("; ", ";", StringComparison.Ordinal) ?? "";

    /// <summary>Not with another verb: whoever asks what is allowed is told without saying who they are.</summary>
    private static bool IsAsMapped(FuzzRequest request) => request.Route.Verbs.Contains(request.Message.Method.Method);

    private static bool IsInRoots(FuzzRequest request) =>
        Roots.Any(root => request.Message.RequestUri!.AbsolutePath.StartsWith(root, StringComparison.Ordinal));

    private static JsonElement? Parse(string body)
    {
        try
        {
            return JsonElement.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
