using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Latchwork.Domain;
using Latchwork.Operations.Ids;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Latchwork.Dialects.Doordeck.Wire;

/// <summary>
/// What a request brings besides its path. A handler asks for what it takes and then for <see cref="Refusal"/>. What it does not ask for is ignored:
/// clients send empty bodies, the text <c>null</c> and members of their own where nothing is expected (2).
/// </summary>
internal sealed class DoordeckInput(IQueryCollection query, byte[] body, string? contentType, int version)
{
    private const int LongestText = 2000;

    /// <summary>The last second of the year 9999, the last that an instant can hold.</summary>
    private const long LastSecond = 253_402_300_799;

    /// <summary>The first fault, or null.</summary>
    public DoordeckError? Refusal { get; private set; }

    /// <summary>In which to answer: one that the endpoint has.</summary>
    public int Version => version;

    /// <summary>The body as it came.</summary>
    public ReadOnlyMemory<byte> Bytes => body;

    /// <summary>As the client named it; null where it did not.</summary>
    public string? ContentType => contentType;

    public static ValueTask<DoordeckInput> BindAsync(HttpContext http) => ValueTask.FromResult(http.Features.GetRequiredFeature<DoordeckInput>());

    /// <summary>The body; null where it is not what the call takes.</summary>
    public T? Body<T>(JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(body, type) ?? Refuse<T>("The body must be a JSON object.");
        }
        catch (JsonException broken)
        {
            // The parser's own words name types of the server; the path is made of the caller's.
            return Refuse<T>(
                broken.Path is { Length: > 0 } path
                    ? $"The body does not fit this call at {Shown(path)}: a member is missing, twice there or of another type."
                    : "The body is no JSON that this call takes."
            );
        }
    }

    /// <summary>The same where the body may be left out, empty or <c>null</c>.</summary>
    public T? OptionalBody<T>(JsonTypeInfo<T> type)
        where T : class => body.Length == 0 || body.AsSpan().Trim(" \t\r\n"u8).SequenceEqual("null"u8) ? null : Body(type);

    /// <summary>Of the query: null where it is not there or empty.</summary>
    public string? Text(string name)
    {
        var given = query[name];
        return given.Count == 0 || given is [{ Length: 0 }] ? null
            : given[0] is { Length: <= LongestText } only && StorableText.Is(only) && given.All(other => other == only) ? only
            : Refuse<string>($"'{name}' must be there once, with at most {LongestText} characters.");
    }

    /// <summary>Of the query: <c>true</c> or <c>false</c>; null where it is not there.</summary>
    public bool? Flag(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (bool.TryParse(text, out var flag))
        {
            return flag;
        }

        Refuse<string>($"'{name}' must be true or false.");
        return null;
    }

    /// <summary>Of the query: an instant in seconds since 1970, perhaps with a fraction (3).</summary>
    public DateTimeOffset? Seconds(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (
            decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and <= LastSecond
        )
        {
            return DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond)).Cut();
        }

        Refuse<string>($"'{name}' must be an instant in seconds since 1970.");
        return null;
    }

    /// <summary>Of the query: a whole number in this range.</summary>
    public int? Whole(string name, int least, int most)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        Refuse<string>($"'{name}' must be a whole number from {least} to {most}.");
        return null;
    }

    /// <summary>A list of the body; null where it is not there. Without its type saying so, JSON may have a null in it.</summary>
    public IReadOnlyList<T>? Entries<T>(IReadOnlyList<T>? list, string name)
        where T : class => list?.Any(entry => entry is null) == true ? Refuse<IReadOnlyList<T>>($"'{name}' has an entry that is null.") : list;

    /// <summary>An id of the path or a body, in either case (1). One of another form names nothing, so it is looked for in vain.</summary>
    public static WireId Id(WireIdKind kind, string text) =>
        Guid.TryParseExact(text, "D", out var uuid) ? WireId.Uuid(kind, uuid) : new WireId(kind, "");

    /// <summary>What a handler finds wrong by itself.</summary>
    public void Refuse(string detail) => Refuse<string>(detail);

    private T? Refuse<T>(string detail)
        where T : class
    {
        Refusal ??= DoordeckErrors.Invalid(detail);
        return null;
    }

    private static string Shown(string name) => name.Length <= 60 ? name : name[..60];
}
