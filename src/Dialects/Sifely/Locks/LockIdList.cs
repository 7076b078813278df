using System.Text.Json;
using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Operations.Ids;

namespace Latchwork.Dialects.Sifely.Locks;

/// <summary>Several locks in one call (19.2): the text of a JSON array of numbers, or else one <c>lockId</c>.</summary>
internal static class LockIdList
{
    private const string Name = "lockIdList";

    /// <summary>100 numbers of 19 digits, with room for blanks.</summary>
    private const int LongestText = 4096;

    public static IReadOnlyList<WireId> Of(SifelyParameters given)
    {
        if (given.Text(Name, LongestText) is not { } text)
        {
            return given.Refusal is null ? [given.Lock()] : [];
        }

        try
        {
            using var list = JsonDocument.Parse(text);
            return [.. list.RootElement.EnumerateArray().Select(number => SifelyParameters.LockOf(Number(number)))];
        }
        catch (Exception notSo) when (notSo is JsonException or InvalidOperationException or FormatException)
        {
            given.Refuse(SifelyError.Invalid($"'{Name}' is the text of a JSON array of lock ids."));
            return [];
        }
    }

    private static long Number(JsonElement number) =>
        number.ValueKind == JsonValueKind.Number && number.TryGetInt64(out var id) ? id : throw new FormatException();
}
