using Microsoft.AspNetCore.WebUtilities;

namespace Latchwork.Dialects.Sifely.Wire;

/// <summary>Names and values from one place: the query, a form or a JSON object. An empty value equals an absent one (1.3).</summary>
internal sealed class ParameterSet
{
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    /// <summary>The first name that was given twice with different values (AZ-10).</summary>
    public string? Contradicted { get; private set; }

    public IReadOnlyDictionary<string, string> Values => values;

    public void Add(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value) && !values.TryAdd(name, value) && values[name] != value)
        {
            Contradicted ??= name;
        }
    }

    /// <summary>Of a query or of a form: both have the same form.</summary>
    public static ParameterSet OfPairs(ReadOnlyMemory<char> text)
    {
        var set = new ParameterSet();
        foreach (var pair in new QueryStringEnumerable(text))
        {
            set.Add(pair.DecodeName().ToString(), pair.DecodeValue().ToString());
        }

        return set;
    }
}
