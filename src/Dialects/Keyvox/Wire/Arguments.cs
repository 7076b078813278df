using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Keyvox.Wire;

/// <summary>Arguments by their names, and whether one came twice with different values (1.2).</summary>
internal static class Arguments
{
    /// <summary>AZ-10.</summary>
    private const int Deepest = 16;

    /// <exception cref="JsonException">It is no object, too deep, or has half of a character in it.</exception>
    public static (Dictionary<string, JsonElement> Members, bool IsTwice) OfBody(byte[] bytes)
    {
        if (bytes.Length == 0)
        {
            return ([], false);
        }

        using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = Deepest });
        return document.RootElement.ValueKind == JsonValueKind.Object && IsText(document.RootElement)
            ? Of(document.RootElement.Clone())
            : throw new JsonException();
    }

    /// <summary>Of an object inside.</summary>
    public static (Dictionary<string, JsonElement> Members, bool IsTwice) Of(JsonElement element)
    {
        var (members, isTwice) = (new Dictionary<string, JsonElement>(StringComparer.Ordinal), false);
        foreach (var member in element.EnumerateObject())
        {
            isTwice |= members.TryGetValue(member.Name, out var before) && before.GetRawText() != member.Value.GetRawText();
            members[member.Name] = member.Value;
        }

        return (members, isTwice);
    }

    /// <summary>Names and values with half of a character in them are none, at any depth; the reader says so only when it is asked for them.</summary>
    private static bool IsText(JsonElement element)
    {
        try
        {
            return element.ValueKind switch
            {
                JsonValueKind.Object => element.EnumerateObject().All(member => member.Name is not null && IsText(member.Value)),
                JsonValueKind.Array => element.EnumerateArray().All(IsText),
                JsonValueKind.String => element.GetString() is not null,
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    public static (Dictionary<string, string> Asked, bool IsTwice) OfQuery(IQueryCollection query)
    {
        var (asked, isTwice) = (new Dictionary<string, string>(StringComparer.Ordinal), false);
        foreach (var (name, values) in query)
        {
            isTwice |= values.Distinct(StringComparer.Ordinal).Count() > 1;
            asked[name] = values.Count > 0 ? values[0] ?? "" : "";
        }

        return (asked, isTwice);
    }
}
