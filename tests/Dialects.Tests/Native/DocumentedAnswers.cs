using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Latchwork.Dialects.Tests.Native;

/// <summary>Holds answers to the document of the API: the status is one of the call's, and the body has every member that it must, no other, and of the right kinds.</summary>
internal sealed partial class DocumentedAnswers(JsonNode document)
{
    private readonly List<(Regex Path, JsonObject Operations)> calls =
    [
        .. document["paths"]!
            .AsObject()
            .Select(path => (new Regex($"^{Hole().Replace(path.Key, "[^/]+")}$", RegexOptions.None, TimeSpan.FromSeconds(1)), path.Value!.AsObject()))
            .OrderBy(call => call.Item1.ToString().Count(c => c == '+')),
    ];

    public static async Task<DocumentedAnswers> OfAsync(HttpClient http, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/openapi.json");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        using var answer = await http.SendAsync(request);
        return new DocumentedAnswers(JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    /// <summary>What is wrong with an answer, one line each. Of a path or verb that is not there only the problem is looked at.</summary>
    public IReadOnlyList<string> Faults(string verb, string target, int status, string body)
    {
        var operation = calls.Find(call => call.Path.IsMatch(target.Split('?')[0])).Operations?[verb.ToLowerInvariant()];
        var responses = operation?["responses"];
        var response = Follow(responses?[status.ToString(CultureInfo.InvariantCulture)] ?? (status >= 400 ? responses?["default"] : null));
        if (operation is not null && response is null)
        {
            return [$"{verb} {target}: {status} is not documented"];
        }

        var content = response is null ? document["components"]!["responses"]!["Problem"]!["content"]!.AsObject() : response["content"]?.AsObject();
        var faults = new List<string>();
        if (content?.FirstOrDefault().Value?["schema"] is { } schema)
        {
            Check(JsonNode.Parse(body), schema, "$", faults);
        }

        return [.. faults.Select(fault => $"{verb} {target} {status}: {fault}")];
    }

    private JsonNode? Follow(JsonNode? node) =>
        (string?)node?["$ref"] is { } path ? path.Split('/').Skip(1).Aggregate(document, (at, step) => at[step]!) : node;

    private void Check(JsonNode? value, JsonNode schema, string at, List<string> faults)
    {
        if (schema["allOf"] is JsonArray all)
        {
            foreach (var one in all)
            {
                Check(value, one!, at, faults);
            }

            return;
        }

        if (schema["$ref"] is not null)
        {
            Check(value, Follow(schema)!, at, faults);
            return;
        }

        if (!IsOf((string?)schema["type"], value))
        {
            faults.Add($"{at} is no {schema["type"]}: {value?.ToJsonString()}");
            return;
        }

        if (schema["enum"] is JsonArray words && !words.Any(word => JsonNode.DeepEquals(word, value)))
        {
            faults.Add($"{at} is none of {words.ToJsonString()}: {value?.ToJsonString()}");
        }

        if ((string?)schema["format"] == "date-time" && !DateTimeOffset.TryParse((string)value!, CultureInfo.InvariantCulture, out _))
        {
            faults.Add($"{at} is no instant");
        }

        CheckInside(value, schema, at, faults);
    }

    private void CheckInside(JsonNode? value, JsonNode schema, string at, List<string> faults)
    {
        if (value is JsonArray list && schema["items"] is { } items)
        {
            foreach (var one in list)
            {
                Check(one, items, $"{at}[]", faults);
            }
        }

        if (value is not JsonObject members || schema["properties"] is not JsonObject properties)
        {
            return;
        }

        var required = (schema["required"] as JsonArray ?? []).Select(name => (string)name!);
        faults.AddRange(required.Where(name => !members.ContainsKey(name)).Select(name => $"{at} has no {name}"));
        foreach (var (name, member) in members)
        {
            if (properties[name] is { } known)
            {
                Check(member, known, $"{at}.{name}", faults);
            }
            // What refines another schema says nothing of the other members.
            else if (schema["required"] is not null)
            {
                faults.Add($"{at} has a {name}, which is not documented");
            }
        }
    }

    private static bool IsOf(string? type, JsonNode? value) =>
        type switch
        {
            null => true,
            "object" => value is JsonObject,
            "array" => value is JsonArray,
            "string" => value is JsonValue text && text.TryGetValue<string>(out _),
            "boolean" => value is JsonValue flag && flag.TryGetValue<bool>(out _),
            "integer" => value is JsonValue number && number.TryGetValue<long>(out _),
            "number" => value is JsonValue number && number.TryGetValue<decimal>(out _),
            _ => false,
        };

    [GeneratedRegex(@"\{\w+\}", RegexOptions.None, 1000)]
    private static partial Regex Hole();
}
