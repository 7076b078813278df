using System.Globalization;
using System.Text.Json.Nodes;
using Latchwork.Dialects.Native.Wire;

namespace Latchwork.Dialects.Native.Document;

/// <summary>The refusals in the document: for each status every code that goes with it.</summary>
internal static class Problems
{
    /// <summary>By status.</summary>
    public static JsonObject Responses(NativeSchemas schemas)
    {
        var all = new JsonObject();
        foreach (var group in NativeErrors.All.GroupBy(problem => problem.Status).OrderBy(group => group.Key))
        {
            all[NameOf(group.Key)] = Response(
                schemas,
                group.Key,
                [.. group.Select(problem => problem.Code).Distinct().Order(StringComparer.Ordinal)]
            );
        }

        all["Problem"] = new JsonObject
        {
            ["description"] = "Another refusal.",
            ["content"] = Content(schemas.Ref(NativeJson.Wire.ProblemBody, isTaken: false)),
        };
        return all;
    }

    public static JsonObject Ref(int? status) => new() { ["$ref"] = $"#/components/responses/{(status is { } some ? NameOf(some) : "Problem")}" };

    private static JsonObject Response(NativeSchemas schemas, int status, IReadOnlyList<string> codes)
    {
        var response = new JsonObject
        {
            ["description"] = string.Join(", ", codes),
            ["content"] = Content(
                new JsonObject
                {
                    ["allOf"] = new JsonArray(
                        schemas.Ref(NativeJson.Wire.ProblemBody, isTaken: false),
                        new JsonObject
                        {
                            ["type"] = "object",
                            ["properties"] = new JsonObject
                            {
                                ["status"] = new JsonObject { ["type"] = "integer", ["const"] = status },
                                ["code"] = new JsonObject { ["type"] = "string", ["enum"] = Words(codes) },
                            },
                        }
                    ),
                }
            ),
        };
        if (status is 429 or 503)
        {
            response["headers"] = Header("Retry-After", "Seconds.", new JsonObject { ["type"] = "integer" });
        }

        return response;
    }

    public static JsonObject Header(string name, string text, JsonObject schema) =>
        new()
        {
            [name] = new JsonObject { ["description"] = text, ["schema"] = schema },
        };

    public static JsonArray Words(IEnumerable<string> words) => new([.. words.Select(word => JsonValue.Create(word))]);

    private static JsonObject Content(JsonObject schema) => new() { ["application/problem+json"] = new JsonObject { ["schema"] = schema } };

    private static string NameOf(int status) => string.Create(CultureInfo.InvariantCulture, $"Problem{status}");
}
