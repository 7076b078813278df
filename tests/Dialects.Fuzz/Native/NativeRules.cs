using System.Text.Json;

namespace Latchwork.Dialects.Fuzz.Native;

/// <summary>What every answer of our own API keeps to, whatever was asked.</summary>
internal static class NativeRules
{
    private const string Json = "application/json";
    private const string Schema = "application/schema+json";
    private const string Problem = "application/problem+json";

    private static readonly string[] Streams = ["text/event-stream", "application/x-ndjson", "application/jsonl", "text/csv"];

    /// <summary>Their token is in the body.</summary>
    private static readonly string[] OtherCredentials = ["POST /api/v1/set-up", "POST /api/v1/invitations/accept"];

    private static readonly string[] ProblemMembers = ["code", "detail", "status", "title", "type"];

    /// <summary>The broken rule, or null.</summary>
    public static string? Broken(FuzzRequest request, HttpResponseMessage answer, string body)
    {
        var status = (int)answer.StatusCode;
        return status >= 500 ? $"answered {status}"
            : Leaks.In(body) is { } leak ? $"tells '{leak}'"
            : !request.Message.RequestUri!.AbsolutePath.StartsWith(NativeTarget.Root, StringComparison.Ordinal) ? null
            : status == 401 && request.HasCredential && !OtherCredentials.Contains(request.Route.Name) ? "401 for a key that holds"
            : status < 400 && !request.HasCredential && !request.Route.IsPublic && request.Route.Verbs.Contains(request.Message.Method.Method)
                ? $"{status} without a key"
            : BrokenHeader(status, answer, body) ?? BrokenBody(request, status, answer, body);
    }

    /// <summary>What the web server turns away before the pipeline has neither a correlation id nor a body.</summary>
    private static string? BrokenHeader(int status, HttpResponseMessage answer, string body) =>
        !answer.Headers.Contains("X-Correlation-Id") ? (status < 400 || body.Length > 0 ? $"{status} without a correlation id" : null)
        : status == 401 && !answer.Headers.WwwAuthenticate.ToString().Equals("Bearer", StringComparison.Ordinal) ? "401 of another scheme"
        : status == 429 && answer.Headers.RetryAfter is null ? "429 that does not say when"
        : status == 201 && answer.Headers.Location is null ? "201 that does not say where"
        : null;

    private static string? BrokenBody(FuzzRequest request, int status, HttpResponseMessage answer, string body)
    {
        if (!request.HasAnswerBody || status is 204 or 304 || !answer.Headers.Contains("X-Correlation-Id"))
        {
            return body.Length > 0 ? $"{status} with a body" : null;
        }

        var type = answer.Content.Headers.ContentType?.MediaType ?? "";
        return status >= 400 ? (type != Problem || !IsProblem(status, body) ? $"{status} of {type} not in the shape of a problem" : null)
            : Streams.Contains(type) ? null
            : type is not (Json or Schema) ? $"{status} of {type}"
            : Parse(body) is null ? $"{status} without JSON"
            : null;
    }

    /// <summary>RFC 9457, with the members of ours and no others.</summary>
    private static bool IsProblem(int status, string body) =>
        Parse(body) is { ValueKind: JsonValueKind.Object } root
        && root.EnumerateObject()
            .Select(member => member.Name)
            .Where(name => name != "what")
            .Order(StringComparer.Ordinal)
            .SequenceEqual(ProblemMembers)
        && root.GetProperty("status") is { ValueKind: JsonValueKind.Number } told
        && told.TryGetInt32(out var number)
        && number == status
        && root.GetProperty("type").GetString() == $"urn:latchwork:problem:{root.GetProperty("code").GetString()}";

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
