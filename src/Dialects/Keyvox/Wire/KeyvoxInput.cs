using System.Globalization;
using System.Text.Json;
using Latchwork.Operations.Ids;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Latchwork.Dialects.Keyvox.Wire;

/// <summary>
/// The arguments of a function (1.2): a JSON object, beside it perhaps a query. A scalar may come as text or number; empty text and null count as absent; what a
/// function does not ask for is ignored. What is wrong is collected, and told by name.
/// </summary>
internal sealed class KeyvoxInput
{
    public const int LongestText = 1000;

    private readonly IReadOnlyDictionary<string, JsonElement> body;
    private readonly IReadOnlyDictionary<string, string> query;
    private readonly List<string> wrong = [];
    private readonly bool isBroken;

    private KeyvoxInput(IReadOnlyDictionary<string, JsonElement> body, IReadOnlyDictionary<string, string> query, bool isBroken) =>
        (this.body, this.query, this.isBroken) = (body, query, isBroken);

    /// <summary>The first thing that the caller named, for the count of refused reads.</summary>
    public WireId? Named { get; private set; }

    public KeyvoxRefusal? Refusal =>
        isBroken ? KeyvoxErrors.Parameter()
        : wrong.Count > 0 ? KeyvoxErrors.Parameter(wrong)
        : null;

    public static ValueTask<KeyvoxInput> BindAsync(HttpContext http) => ValueTask.FromResult(http.Features.GetRequiredFeature<KeyvoxInput>());

    public static KeyvoxInput Read(IQueryCollection query, byte[] bytes)
    {
        try
        {
            var (body, isTwice) = Arguments.OfBody(bytes);
            var (asked, isAskedTwice) = Arguments.OfQuery(query);
            return new KeyvoxInput(body, asked, isTwice || isAskedTwice);
        }
        catch (JsonException)
        {
            return new KeyvoxInput(new Dictionary<string, JsonElement>(), new Dictionary<string, string>(), isBroken: true);
        }
    }

    /// <summary>An object inside an argument, read by the same rules.</summary>
    private static KeyvoxInput Inside(JsonElement element)
    {
        var (body, isTwice) = Arguments.Of(element);
        return new KeyvoxInput(body, new Dictionary<string, string>(), isTwice);
    }

    /// <summary>Text, or null where it is absent.</summary>
    public string? Text(string name, int longest = LongestText) =>
        Scalar(name) is not { } text ? null
        : text.Length <= longest && IsStorable(text) ? text
        : Wrong<string>(name);

    /// <summary>The same; wrong where it is absent.</summary>
    public string Needed(string name, int longest = LongestText) => Text(name, longest) ?? Wrong<string>(name) ?? "";

    /// <summary>A thing by its id of this wire; null where it is absent. An unknown one is looked for in vain.</summary>
    public WireId? Id(string name, WireIdKind kind)
    {
        if (Scalar(name) is not { } text)
        {
            return null;
        }

        var id = new WireId(kind, text.Length <= 64 && IsStorable(text) ? text : "");
        Named ??= id;
        return id;
    }

    public WireId NeededId(string name, WireIdKind kind)
    {
        if (Id(name, kind) is { } id)
        {
            return id;
        }

        Wrong<string>(name);
        return new WireId(kind, "");
    }

    /// <summary>Seconds since 1970, of one to ten digits (3.2).</summary>
    public DateTimeOffset? Instant(string name) =>
        Scalar(name) is not { } text ? null
        : text.Length is >= 1 and <= 10 && text.All(char.IsAsciiDigit)
            ? DateTimeOffset.FromUnixTimeSeconds(long.Parse(text, CultureInfo.InvariantCulture))
        : WrongValue<DateTimeOffset>(name);

    public DateTimeOffset NeededInstant(string name) => Instant(name) ?? Missing<DateTimeOffset>(name);

    /// <summary>A whole number in a range.</summary>
    public int? Whole(string name, int least, int most) =>
        Scalar(name) is not { } text ? null
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
        : WrongValue<int>(name);

    /// <summary>One of a few words.</summary>
    public string? OneOf(string name, params ReadOnlySpan<string> words) =>
        Scalar(name) is not { } text ? null
        : words.Contains(text) ? text
        : Wrong<string>(name);

    /// <summary><c>1</c> or <c>0</c>.</summary>
    public bool? Flag(string name) => OneOf(name, "0", "1") is { } text ? text == "1" : null;

    /// <summary>An amount that is not negative, with at most two decimals.</summary>
    public decimal? Amount(string name) =>
        Scalar(name) is not { } text ? null
        : decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
        && amount is >= 0 and < 10_000_000_000m
        && decimal.Round(amount, 2) == amount
            ? amount
        : WrongValue<decimal>(name);

    /// <summary>Several texts: an array, or one text with commas.</summary>
    public IReadOnlyList<string>? Texts(string name, int most = 100)
    {
        if (Member(name) is { ValueKind: JsonValueKind.Array } array)
        {
            var items = array.EnumerateArray().Select(TextOf).ToList();
            return items.Count <= most && items.TrueForAll(IsStorable) ? items! : Wrong<IReadOnlyList<string>>(name);
        }

        return Scalar(name)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is not { } parts ? null
            : parts.Length <= most && Array.TrueForAll(parts, IsStorable) ? parts
            : Wrong<IReadOnlyList<string>>(name);
    }

    /// <summary>A list of objects, each read by the same rules; null where it is absent.</summary>
    public IReadOnlyList<T>? Objects<T>(string name, Func<KeyvoxInput, T> read, int most = 100)
    {
        if (Member(name) is not { } array)
        {
            return null;
        }

        if (array.ValueKind != JsonValueKind.Array || array.GetArrayLength() > most)
        {
            return Wrong<IReadOnlyList<T>>(name);
        }

        var items = new List<T>();
        foreach (var element in array.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.Object)
            {
                return Wrong<IReadOnlyList<T>>(name);
            }

            var inside = Inside(element);
            items.Add(read(inside));
            Adopt(name, inside);
        }

        return items;
    }

    /// <summary>An object; default where it is absent.</summary>
    public T? Object<T>(string name, Func<KeyvoxInput, T> read)
        where T : class
    {
        if (Member(name) is not { } element)
        {
            return null;
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            return Wrong<T>(name);
        }

        var inside = Inside(element);
        var value = read(inside);
        Adopt(name, inside);
        return value;
    }

    /// <summary>What a function finds wrong by itself.</summary>
    public void Refuse(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            Wrong<string>(name);
        }
    }

    private void Adopt(string name, KeyvoxInput inside)
    {
        if (inside.Refusal is not null)
        {
            Wrong<string>(name);
        }
    }

    /// <summary>The body goes before the query (1.2).</summary>
    private string? Scalar(string name)
    {
        if (Member(name) is { } element)
        {
            return element.ValueKind is JsonValueKind.Null ? null
                : TextOf(element) is { } text ? (text.Length == 0 ? null : text)
                : Wrong<string>(name);
        }

        return !body.ContainsKey(name) && query.TryGetValue(name, out var asked) && asked.Length > 0 ? asked : null;
    }

    private JsonElement? Member(string name) => body.TryGetValue(name, out var element) && element.ValueKind != JsonValueKind.Null ? element : null;

    private static string? TextOf(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.String => element.GetString(),
            JsonValueKind.Number => element.GetRawText(),
            _ => null,
        };

    private T? Wrong<T>(string name)
        where T : class
    {
        if (!wrong.Contains(name))
        {
            wrong.Add(name);
        }

        return null;
    }

    private T? WrongValue<T>(string name)
        where T : struct
    {
        Wrong<string>(name);
        return null;
    }

    private T Missing<T>(string name)
        where T : struct
    {
        Wrong<string>(name);
        return default;
    }

    /// <summary>The database takes no NUL, and nothing there has one in its name.</summary>
    private static bool IsStorable(string? text) => text?.Contains('\0', StringComparison.Ordinal) == false;
}
