using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Latchwork.Dialects.Native.Auth;
using Microsoft.Net.Http.Headers;

namespace Latchwork.Dialects.Native.Document;

/// <summary>What a call has in its path, query and headers, as the document tells it.</summary>
internal static partial class CallParameters
{
    public const string KeyName = "IdempotencyKey";

    public const string MatchName = "IfMatch";
    public const string NoneMatchName = "IfNoneMatch";

    public static JsonArray Of(string pattern, ApiCall call, bool isRead, bool takesKey)
    {
        var all = new JsonArray();
        foreach (Match name in PathNames().Matches(pattern))
        {
            all.Add(Parameter(name.Groups["name"].Value, "path", null, isNeeded: true, InPath(name.Groups["name"].Value)));
        }

        foreach (var asked in call.Asks)
        {
            all.Add(Parameter(asked.Name, asked.Form == ParameterForm.Header ? "header" : "query", asked.Text, isNeeded: false, SchemaOf(asked)));
        }

        if (takesKey)
        {
            all.Add(new JsonObject { ["$ref"] = $"#/components/parameters/{KeyName}" });
        }

        if (call.Tagged is not null || call.IsCached)
        {
            all.Add(new JsonObject { ["$ref"] = $"#/components/parameters/{(isRead ? NoneMatchName : MatchName)}" });
        }

        return all;
    }

    /// <summary>Those that many calls have.</summary>
    public static JsonObject Shared() =>
        new()
        {
            [KeyName] = Key(),
            [MatchName] = Parameter(
                HeaderNames.IfMatch,
                "header",
                "The ETag of what you saw: the act is done only if it is still so, else it is refused with 412.",
                isNeeded: false,
                Text()
            ),
            [NoneMatchName] = Parameter(
                HeaderNames.IfNoneMatch,
                "header",
                "The ETag of what you have: the answer is 304 while it is still so.",
                isNeeded: false,
                Text()
            ),
        };

    private static JsonObject Key() =>
        Parameter(
            IdempotencyKeys.Header,
            "header",
            "A name of yours for this act: sent again, in 24 hours, it is answered from what it did and not done once more.",
            isNeeded: false,
            new JsonObject
            {
                ["type"] = "string",
                ["minLength"] = 1,
                ["maxLength"] = IdempotencyKeys.LongestKey,
                ["pattern"] = "^[!-~]+$",
            }
        );

    private static JsonObject Parameter(string name, string place, string? text, bool isNeeded, JsonObject schema)
    {
        var parameter = new JsonObject { ["name"] = name, ["in"] = place };
        if (text is not null)
        {
            parameter["description"] = text;
        }

        if (isNeeded)
        {
            parameter["required"] = true;
        }

        parameter["schema"] = schema;
        return parameter;
    }

    private static JsonObject InPath(string name) => name == "id" ? Text("uuid") : Text();

    private static JsonObject SchemaOf(AskedParameter asked) =>
        asked.Form switch
        {
            ParameterForm.Text => new JsonObject
            {
                ["type"] = "string",
                ["minLength"] = 1,
                ["maxLength"] = Wire.NativeInput.LongestText,
            },
            ParameterForm.Address => new JsonObject
            {
                ["type"] = "string",
                ["minLength"] = 1,
                ["maxLength"] = Wire.NativeInput.LongestAddress,
            },
            ParameterForm.Texts or ParameterForm.Header or ParameterForm.Cursor => Text(),
            ParameterForm.Instant => Text("date-time"),
            ParameterForm.Id => Text("uuid"),
            ParameterForm.Flag => new JsonObject { ["type"] = "boolean" },
            ParameterForm.Word => new JsonObject { ["type"] = "string", ["enum"] = Problems.Words(asked.Words ?? []) },
            ParameterForm.Number => new JsonObject { ["type"] = "integer", ["minimum"] = 1 },
        };

    private static JsonObject Text(string? format = null)
    {
        var schema = new JsonObject { ["type"] = "string" };
        if (format is not null)
        {
            schema["format"] = format;
        }

        return schema;
    }

    [GeneratedRegex(@"\{(?<name>\w+)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PathNames();
}
