using System.Globalization;
using System.Text.Json;
using Latchwork.Domain;
using Latchwork.Operations.Signing;

namespace Latchwork.Dialects.Doordeck.Signed;

/// <summary>The members of an object of a signed operation. A null is like nothing, but for who asks <see cref="IsNull"/>.</summary>
internal readonly struct Members(JsonElement of)
{
    /// <summary>The last second of the year 9999.</summary>
    private const decimal LastSecond = 253_402_300_799;

    public bool Has(string name) => of.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null;

    public bool IsNull(string name) => of.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Null;

    public JsonElement Value(string name) => of.GetProperty(name);

    public bool HasOthersThan(params ReadOnlySpan<string> names)
    {
        foreach (var member in of.EnumerateObject())
        {
            if (!IsOneOf(member, names))
            {
                return true;
            }
        }

        return false;
    }

    public string? Text(string name) => of.Text(name);

    public bool? Flag(string name) =>
        of.TryGetProperty(name, out var member) && member.ValueKind is JsonValueKind.True or JsonValueKind.False ? member.GetBoolean() : null;

    /// <summary>In lower case, as ids are written.</summary>
    public string? Uuid(string name) => of.TryGetProperty(name, out var member) ? Uuid(member) : null;

    public static string? Uuid(JsonElement member) =>
        member.Text() is { } text && Guid.TryParseExact(text, "D", out var uuid) ? uuid.ToString("D", CultureInfo.InvariantCulture) : null;

    /// <summary>Null where it is no list, or one of more than so many.</summary>
    public List<JsonElement>? List(string name, int most) =>
        of.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Array && member.GetArrayLength() <= most
            ? [.. member.EnumerateArray()]
            : null;

    /// <summary>An instant in seconds since 1970, perhaps with a fraction (3).</summary>
    /// <returns>False where it is there and none.</returns>
    public bool TrySeconds(string name, out DateTimeOffset? at)
    {
        at = null;
        if (!Has(name))
        {
            return true;
        }

        if (!TryNumber(name, out var seconds) || seconds > LastSecond)
        {
            return false;
        }

        at = DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond)).Cut();
        return true;
    }

    /// <summary>A length in seconds, perhaps with a fraction.</summary>
    /// <returns>False where it is there and none.</returns>
    public bool TryDuration(string name, out TimeSpan? length)
    {
        length = null;
        if (!Has(name))
        {
            return true;
        }

        if (!TryNumber(name, out var seconds) || seconds > LastSecond)
        {
            return false;
        }

        length = TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond) / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond);
        return true;
    }

    /// <summary>Not negative, in plain decimals: no client writes an exponent (3).</summary>
    private bool TryNumber(string name, out decimal number)
    {
        number = 0;
        var member = of.GetProperty(name);
        return member.ValueKind == JsonValueKind.Number
            && decimal.TryParse(member.GetRawText(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
    }

    private static bool IsOneOf(JsonProperty member, ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (member.NameEquals(name))
            {
                return true;
            }
        }

        return false;
    }
}
