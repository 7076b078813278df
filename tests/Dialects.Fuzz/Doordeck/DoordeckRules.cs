using System.Text.Json;

namespace Latchwork.Dialects.Fuzz.Doordeck;

/// <summary>What every answer of the wire keeps to, whatever was asked.</summary>
internal static class DoordeckRules
{
    public const string Execute = "POST /device/{lockId}/execute";

    private const string Json = "application/json";
    private const string Picture = "GET /platform/application/{applicationId}/logo/{logoId}";

    /// <summary>Their credential is not the bearer, or of another kind than that of the rest.</summary>
    private static readonly string[] OtherCredentials = ["POST /auth/token", "POST /auth/token/refresh"];

    private static readonly string[] Roots =
    [
        "/auth",
        "/account",
        "/time",
        "/device",
        "/user",
        "/share",
        "/directory",
        "/site",
        "/tile",
        "/platform",
    ];

    /// <summary>The broken rule, or null.</summary>
    public static string? Broken(FuzzRequest request, HttpResponseMessage answer, string body)
    {
        var status = (int)answer.StatusCode;
        return status >= 500 && !MayFail(request, status) ? $"answered {status}"
            : Leaks.In(body) is { } leak ? $"tells '{leak}'"
            : !IsInRoots(request) ? null
            : status == 401 && request.HasCredential && !OtherCredentials.Contains(request.Route.Name) ? "401 for a token that holds"
            : IsServed(status) && !request.HasCredential && !request.Route.IsPublic && request.IsAsMapped() ? $"{status} without a credential"
            : BrokenHeader(status, answer, body) ?? BrokenBody(request, status, answer, body);
    }

    /// <summary>What the web server turns away before the pipeline has neither a correlation id nor a body.</summary>
    private static string? BrokenHeader(int status, HttpResponseMessage answer, string body) =>
        !answer.Headers.Contains("X-Correlation-Id") ? (status < 400 || body.Length > 0 ? $"{status} without a correlation id" : null)
        : status == 401 && !answer.Headers.WwwAuthenticate.ToString().Equals("Bearer", StringComparison.Ordinal) ? "401 of another scheme"
        : status == 429 && answer.Headers.RetryAfter is null ? "429 that does not say when"
        : status == 303 && answer.Headers.Location is null ? "303 to nowhere"
        : null;

    private static string? BrokenBody(FuzzRequest request, int status, HttpResponseMessage answer, string body)
    {
        if (!request.HasAnswerBody || status is 204 or 303 || !answer.Headers.Contains("X-Correlation-Id"))
        {
            return body.Length > 0 ? $"{status} with a body" : null;
        }

        var type = answer.Content.Headers.ContentType?.MediaType ?? "";
        return status >= 400 ? (type != Json || !IsError(status, body) ? $"{status} of {type} not in the shape of an error" : null)
            : request.Route.Name == Picture ? null
            : type != Json && !type.EndsWith("+json", StringComparison.Ordinal) ? $"{status} of {type}"
            : Parse(body) is null ? $"{status} without JSON"
            : null;
    }

    /// <summary>LG-2: the 5xx that the wire asks for: the door is out of reach, or did not answer in time.</summary>
    private static bool MayFail(FuzzRequest request, int status) => status is 503 or 504 && request.Route.Name == Execute;

    private static bool IsServed(int status) => status is >= 200 and < 400;

    /// <summary>Not with another verb: whoever asks what is allowed is told without saying who they are.</summary>
    private static bool IsAsMapped(this FuzzRequest request) => request.Route.Verbs.Contains(request.Message.Method.Method);

    /// <summary>Exactly the two members, and the code is the status (4).</summary>
    private static bool IsError(int status, string body) =>
        Parse(body) is { ValueKind: JsonValueKind.Object } root
        && root.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal).SequenceEqual(["code", "message"])
        && root.GetProperty("code") is { ValueKind: JsonValueKind.Number } code
        && code.TryGetInt32(out var told)
        && told == status
        && root.GetProperty("message") is { ValueKind: JsonValueKind.String } message
        && message.GetString()!.Length > 0;

    private static bool IsInRoots(FuzzRequest request)
    {
        var path = request.Message.RequestUri!.AbsolutePath;
        return Roots.Any(root => path == root || path.StartsWith(root + "/", StringComparison.Ordinal));
    }

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
