using System.Collections.Frozen;

namespace Latchwork.Domain.Lockers;

/// <summary>What the light of a box shows: one of the names of keyvox.md 7.9 or <c>#RRGGBB</c>. The default is dark.</summary>
public readonly record struct LedColour
{
    private static readonly FrozenDictionary<string, string?> Names = new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["off"] = null,
        ["red"] = "#FF0000",
        ["green"] = "#00FF00",
        ["blue"] = "#0000FF",
        ["yellow"] = "#FFFF00",
        ["purple"] = "#FF00FF",
        ["cyan"] = "#00FFFF",
        ["white"] = "#FFFFFF",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private LedColour(string? hex) => Hex = hex;

    public static LedColour Off => default;

    /// <summary><c>#RRGGBB</c> with upper-case digits; null for dark.</summary>
    public string? Hex { get; }

    public static Outcome<LedColour> Parse(string? text) =>
        text is null ? Unknown
        : Names.TryGetValue(text, out var named) ? new LedColour(named)
        : text is ['#', .. { Length: 6 } digits] && digits.All(char.IsAsciiHexDigit) ? new LedColour(text.ToUpperInvariant())
        : Unknown;

    /// <summary>The name where it has one, else the digits.</summary>
    public override string ToString()
    {
        var hex = Hex;
        return Names.FirstOrDefault(name => name.Value == hex).Key ?? hex!;
    }

    private static readonly AccessError Unknown = AccessError.Invalid(
        "A colour is off, red, green, blue, yellow, purple, cyan, white or #RRGGBB.",
        Noun.Box
    );
}
