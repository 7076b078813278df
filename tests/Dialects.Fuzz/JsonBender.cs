using System.Text.Json.Nodes;
using Latchwork.Domain;

namespace Latchwork.Dialects.Fuzz;

/// <summary>Writes JSON as somebody does who means no good, or cannot: other types, members left out, twice, misnamed or too many, at any depth.</summary>
/// <param name="rate">Of the values that become others.</param>
internal sealed class JsonBender(Seed seed, Mutations odd, double rate)
{
    public string Bend(JsonNode? node) =>
        seed.Chance(rate)
            ? odd.Json(odd.Value())
            : node switch
            {
                JsonObject members => $"{{{string.Join(',', Members(members))}}}",
                JsonArray items => $"[{string.Join(',', Items(items))}]",
                null => "null",
                _ => node.ToJsonString(),
            };

    private IEnumerable<string> Members(JsonObject members)
    {
        foreach (var (name, value) in members)
        {
            if (!seed.Chance(rate / 3))
            {
                yield return $"{NameOf(name)}:{Bend(value)}";
            }

            if (seed.Chance(rate / 4))
            {
                yield return $"{NameOf(name)}:{Bend(value)}";
            }
        }

        if (seed.Chance(rate))
        {
            yield return $"{NameOf(odd.Name())}:{odd.Json(odd.Value())}";
        }
    }

    private IEnumerable<string> Items(JsonArray items)
    {
        foreach (var item in items)
        {
            var times = seed.Chance(rate) ? seed.Next(120) : 1;
            for (var i = 0; i < times; i++)
            {
                yield return Bend(item);
            }
        }
    }

    /// <summary>Half a pair of surrogates stays one, escaped.</summary>
    private string NameOf(string name) => JsonValue.Create(seed.Chance(rate / 5) ? odd.Name() : name).ToJsonString();
}
