using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Latchwork.Dialects.Edge;
using Latchwork.Dialects.Native.Document;
using Latchwork.Operations;
using Latchwork.Operations.Ids;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Latchwork.Dialects.Native.Wire;

/// <summary>
/// What a request brings besides its path. A handler asks for what it takes and then for <see cref="Refusal"/>: what it did not ask for is refused,
/// and so is everything that is there twice or of another form (AZ-9, AZ-10). It asks for what its declaration says, no more and no less.
/// </summary>
internal sealed class NativeInput(ApiCall call, string path, IQueryCollection query, byte[] body)
{
    private const int MostRows = 200;

    /// <summary>A century, longer than anything is set to.</summary>
    private const int MostHours = 100 * 366 * 24;
    private const int UsualRows = 50;
    public const int LongestText = 200;
    public const int LongestAddress = 1000;

    /// <summary>A place is some names and an id.</summary>
    private const int LongestCursor = 4000;

    private readonly HashSet<string> asked = new(StringComparer.Ordinal);
    private bool takesBody;
    private string? type;
    private NativeProblem? fault;
    private PageSeal? seal;

    /// <summary>The first fault, or null.</summary>
    public NativeProblem? Refusal
    {
        get
        {
            call.MustHaveAsked(asked, takesBody);
            return FirstFault();
        }
    }

    private NativeProblem? FirstFault() =>
        fault
        ?? (body.Length > 0 && !takesBody ? NativeErrors.Invalid("This call takes no body.") : null)
        ?? (
            query.Keys.FirstOrDefault(name => !asked.Contains(name)) is { } stray
                ? NativeErrors.Invalid($"There is no parameter '{Shown(stray)}'.")
                : null
        );

    /// <summary>The body as it came.</summary>
    public ReadOnlySpan<byte> Bytes => body;

    public static async ValueTask<NativeProblem?> ReadAsync(HttpContext http)
    {
        var request = http.Request;
        var call = http.GetEndpoint()!.Metadata.GetRequiredMetadata<ApiCall>();
        if (await RequestBody.ReadAsync(http, call.Uploads?.Largest ?? RequestBody.Limit) is not { } bytes)
        {
            return NativeErrors.BodyTooLarge;
        }

        http.Features.Set(new NativeInput(call, request.Path, request.Query, bytes) { type = request.ContentType });
        var isPlain = request.Headers.ContentEncoding.Count == 0;
        return bytes.Length == 0 ? null
            : call.Uploads is { } uploads
                ? (isPlain && uploads.Types.Contains(request.ContentType, StringComparer.OrdinalIgnoreCase) ? null : NativeErrors.OtherType)
            : isPlain && IsJson(request.ContentType) ? null
            : NativeErrors.NotJson;
    }

    public static ValueTask<NativeInput> BindAsync(HttpContext http) => ValueTask.FromResult(http.Features.GetRequiredFeature<NativeInput>());

    /// <summary>Hours of a body. More than any rule allows stay more than it allows.</summary>
    public static TimeSpan Hours(int hours) => TimeSpan.FromHours(Math.Clamp(hours, -MostHours, MostHours));

    /// <summary>A body that is no JSON, which <see cref="Bytes"/> has: its media type, in small letters.</summary>
    public string? Upload()
    {
        call.MustTakeUploads();
        takesBody = true;
        return body.Length == 0 ? Refuse<string>("This call needs a body.") : type!.ToLowerInvariant();
    }

    /// <summary>The same where none may be sent either; null then.</summary>
    public T? OptionalBody<T>(JsonTypeInfo<T> type)
        where T : class
    {
        call.MustTake(type);
        takesBody = true;
        return body.Length == 0 ? null : Body(type);
    }

    /// <summary>The body; null where it is not what the call takes.</summary>
    public T? Body<T>(JsonTypeInfo<T> type)
        where T : class
    {
        call.MustTake(type);
        takesBody = true;
        try
        {
            var read = JsonSerializer.Deserialize(body, type);
            return read is null ? Refuse<T>("The body must be a JSON object.")
                : HasGap(body) ? Refuse<T>("No list of the body can have null in it.")
                : HasNul(body) ? Refuse<T>("No text of the body can have U+0000 in it.")
                : read;
        }
        catch (ArgumentException)
        {
            // Of an object that is taken as it is, the parser says so otherwise.
            return Refuse<T>("The body does not fit this call: a member is twice there.");
        }
        catch (JsonException broken)
        {
            // The parser's own words name types of the server; the path is made of the caller's.
            return Refuse<T>(
                broken.Path is { Length: > 0 } path
                    ? $"The body does not fit this call at {Shown(path)}: a member is missing, unknown, twice there or of another type."
                    : "The body is no JSON that this call takes."
            );
        }
    }

    /// <summary>Of members the parser refuses null itself, of the items of a list it does not.</summary>
    private static bool HasGap(ReadOnlySpan<byte> json)
    {
        if (json.IndexOf("null"u8) < 0)
        {
            return false;
        }

        var reader = new Utf8JsonReader(json);
        for (var before = JsonTokenType.None; reader.Read(); before = reader.TokenType)
        {
            if (reader.TokenType is JsonTokenType.Null && before is not JsonTokenType.PropertyName)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>No column keeps such a text.</summary>
    private static bool HasNul(ReadOnlySpan<byte> json)
    {
        if (json.IndexOf("\\u0000"u8) < 0)
        {
            return false;
        }

        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String && reader.ValueIsEscaped && reader.GetString()!.Contains('\0', StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A part of a list: <c>limit</c>, <c>cursor</c> and <c>total</c>.</summary>
    public PageRequest Page()
    {
        var (size, counts, cursor) = (Limit(), Flag("total") ?? false, Text("cursor", ParameterForm.Cursor));
        var place = cursor is null ? [] : seal!.Read(ListName, cursor);
        if (place is null)
        {
            Refuse("'cursor' is none of this list: begin without one.");
        }

        return PageRequest.ByPlace(place ?? [], size, counts);
    }

    /// <summary>What the next part is asked for with.</summary>
    public string CursorOf(IReadOnlyList<string> place) => seal!.Write(ListName, place);

    /// <summary>The list and all that it is filtered by: a cursor is one of this list alone.</summary>
    private string ListName =>
        string.Join(
            '\n',
            query
                .Where(one => one.Key is not ("cursor" or "limit" or "total"))
                .OrderBy(one => one.Key, StringComparer.Ordinal)
                .Select(one => $"{one.Key}={one.Value}")
                .Prepend(path)
        );

    /// <summary>Calls that list have cursors, which are sealed for the tenant.</summary>
    public bool IsList => call.Asks.Any(one => one.Form == ParameterForm.Cursor);

    public void TakeSeal(PageSeal of) => seal = of;

    public string? Text(string name) => Text(name, ParameterForm.Text);

    /// <summary>One of the web.</summary>
    public string? Address(string name) => Text(name, ParameterForm.Address);

    private string? Text(string name, ParameterForm form)
    {
        call.MustAsk(name, form);
        asked.Add(name);
        var (given, longest) = (query[name], LongestOf(form));
        return given.Count == 0 ? null
            : given is [{ Length: > 0 } only] && only.Length <= longest && !only.Contains('\0', StringComparison.Ordinal) ? only
            : Refuse<string>($"'{name}' must be there once, with at most {longest} characters and no U+0000.");
    }

    private static int LongestOf(ParameterForm form) =>
        form switch
        {
            ParameterForm.Cursor => LongestCursor,
            ParameterForm.Address => LongestAddress,
            _ => LongestText,
        };

    /// <summary>Texts with commas between them; null where it is absent.</summary>
    public IReadOnlyList<string>? Texts(string name, int most)
    {
        call.MustAsk(name, ParameterForm.Texts);
        asked.Add(name);
        var given = query[name];
        if (given.Count == 0)
        {
            return null;
        }

        if (
            given is [{ Length: > 0 } only]
            && only.Split(',') is var texts
            && texts.Length <= most
            && texts.All(text => text.Length is > 0 and <= LongestText && !text.Contains('\0', StringComparison.Ordinal))
        )
        {
            return texts;
        }

        Refuse<string>($"'{name}' must be there once, with at most {most} values and commas between them.");
        return null;
    }

    /// <summary>How many of a list at most: 1 to 200.</summary>
    public int Limit() => Math.Min(Whole("limit") ?? UsualRows, MostRows);

    /// <summary>RFC 3339, such as 2026-03-01T12:00:00Z.</summary>
    public DateTimeOffset? Instant(string name)
    {
        if (Text(name, ParameterForm.Instant) is not { } text)
        {
            return null;
        }

        if (
            text.Contains('T', StringComparison.Ordinal)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
        )
        {
            return at.ToUniversalTime();
        }

        Refuse<string>($"'{name}' must be an instant such as 2026-03-01T12:00:00Z.");
        return null;
    }

    /// <summary>Something by its id; null where it is absent.</summary>
    public WireId? Named(string name, WireIdKind kind) => Text(name, ParameterForm.Id) is { } text ? Id(kind, text) : null;

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public bool? Flag(string name)
    {
        if (Text(name, ParameterForm.Flag) is not { } text)
        {
            return null;
        }

        if (text is "true" or "false")
        {
            return text == "true";
        }

        Refuse<string>($"'{name}' must be true or false.");
        return null;
    }

    /// <summary>A word of the core in this wire's spelling.</summary>
    public T? Word<T>(string name)
        where T : struct, Enum
    {
        if (Text(name, ParameterForm.Word) is not { } text)
        {
            return null;
        }

        foreach (var value in Enum.GetValues<T>())
        {
            if (NativeJson.Word(value) == text)
            {
                return value;
            }
        }

        Refuse<string>($"'{name}' has no such word.");
        return null;
    }

    /// <summary>A whole number from 1.</summary>
    public int? Number(string name) => Whole(name);

    /// <summary>What a call finds wrong by itself.</summary>
    public void Refuse(string detail) => Refuse<string>(detail);

    /// <summary>An id from the path. One of another form names nothing, so it is looked for in vain.</summary>
    public static WireId Id(WireIdKind kind, string text) =>
        Guid.TryParseExact(text, "D", out var uuid) ? WireId.Uuid(kind, uuid) : new WireId(kind, "");

    private int? Whole(string name)
    {
        if (Text(name, ParameterForm.Number) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
        {
            return number;
        }

        Refuse<string>($"'{name}' must be a whole number from 1.");
        return null;
    }

    private T? Refuse<T>(string detail)
        where T : class
    {
        fault ??= NativeErrors.Invalid(detail);
        return null;
    }

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    private static string Shown(string name) => name.Length <= 60 ? name : name[..60];
}
