using System.Globalization;
using Latchwork.Operations.Ids;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Sifely.Wire;

/// <summary>
/// What a caller gave. A handler reads all that it needs and then asks once for <see cref="Refusal"/>: the first thing that was absent or malformed,
/// in the wire's own words.
/// </summary>
internal sealed class SifelyParameters(IReadOnlyDictionary<string, string> query, IReadOnlyDictionary<string, string> body)
{
    /// <summary>Names, remarks, texts to search for.</summary>
    public const int TextLength = 200;

    public static SifelyParameters None { get; } = new(new Dictionary<string, string>(), new Dictionary<string, string>());

    public SifelyError? Refusal { get; private set; }

    public bool Has(string name) => Raw(name) is not null;

    /// <summary>As it was sent, unread and unjudged.</summary>
    public string? AsGiven(string name) => Raw(name);

    /// <summary>All values, also those that nobody asks for and those that the body covers.</summary>
    public IEnumerable<string> Values => query.Values.Concat(body.Values);

    public string? Text(string name, int length = TextLength)
    {
        var text = Raw(name);
        if (text is null || (text.Length <= length && !text.Contains('\0')))
        {
            return text;
        }

        Refuse(SifelyError.Invalid($"'{name}' is a text of at most {length} characters."));
        return null;
    }

    public string RequiredText(string name, int length = TextLength) => Text(name, length) ?? Absent(name, JavaType.String, "");

    public long? Whole(string name)
    {
        if (Raw(name)?.Trim() is not { Length: > 0 } text)
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        Refuse(SifelyError.Invalid($"'{name}' is a whole number."));
        return null;
    }

    public long RequiredWhole(string name, JavaType type = JavaType.Long) => Whole(name) ?? Absent(name, type, 0L);

    /// <summary>Milliseconds; null for absent and for 0, which stands for no bound.</summary>
    public DateTimeOffset? Instant(string name)
    {
        switch (Whole(name))
        {
            case null or 0:
                return null;
            case var milliseconds and > 0 and <= WireTime.Latest:
                return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds.Value);
            default:
                Refuse(SifelyError.Invalid($"'{name}' is an instant in milliseconds."));
                return null;
        }
    }

    public Paging Paging(int most = Wire.Paging.Most) => Wire.Paging.Of(Whole("pageNo"), Whole("pageSize"), most);

    /// <summary>A number that is no lock's is looked up like any other, so that it is answered like any other (AZ-3).</summary>
    public WireId Lock() => LockOf(RequiredWhole("lockId"));

    /// <summary>The same of another kind of thing.</summary>
    public WireId NamedBy(WireIdKind kind, string name) => IdOf(kind, RequiredWhole(name));

    public static WireId LockOf(long number) => IdOf(WireIdKind.LockNumber, number);

    public static WireId IdOf(WireIdKind kind, long number) => new(kind, number.ToString(CultureInfo.InvariantCulture));

    /// <summary>An id to filter by: null for absent and 0; one that is too large for any thing of ours is -1, which nothing has.</summary>
    public int? Number31(string name) =>
        Whole(name) switch
        {
            null or 0 => null,
            var number and > 0 and <= int.MaxValue => (int)number,
            _ => -1,
        };

    public void Refuse(SifelyError error) => Refusal ??= error;

    /// <summary>How a handler receives them: read before it was called.</summary>
    public static ValueTask<SifelyParameters> BindAsync(HttpContext http) => ValueTask.FromResult(SifelyCall.Of(http).Given);

    /// <summary>Values may be passwords and keys (LG-1).</summary>
    public override string ToString() => $"{query.Count} in the query, {body.Count} in the body";

    private string? Raw(string name) => body.GetValueOrDefault(name) ?? query.GetValueOrDefault(name);

    /// <summary>What could not be read is not absent: its own refusal came first and stays.</summary>
    private T Absent<T>(string name, JavaType type, T standIn)
    {
        Refuse(SifelyError.Absent(name, type));
        return standIn;
    }
}
