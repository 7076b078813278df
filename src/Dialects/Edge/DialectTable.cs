using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Edge;

/// <summary>Which dialect answers a path: by its first segment, for roots of two segments by the first two (design, "One origin, four APIs").</summary>
internal sealed class DialectTable
{
    private readonly FrozenDictionary<string, IDialect> byRoot;
    private readonly FrozenDictionary<string, IDialect>.AlternateLookup<ReadOnlySpan<char>> lookup;

    /// <exception cref="ArgumentException">Two dialects want the same root.</exception>
    public DialectTable(IEnumerable<IDialect> dialects)
    {
        byRoot = dialects
            .SelectMany(dialect => dialect.Roots, (dialect, root) => KeyValuePair.Create(root, dialect))
            .ToDictionary(StringComparer.Ordinal)
            .ToFrozenDictionary(StringComparer.Ordinal);
        lookup = byRoot.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public IDialect? Find(PathString path)
    {
        var rest = path.Value.AsSpan();
        if (rest.IsEmpty)
        {
            return null;
        }

        rest = rest[1..];
        var first = rest.IndexOf('/');
        if (first < 0)
        {
            return lookup.TryGetValue(rest, out var only) ? only : null;
        }

        var second = rest[(first + 1)..].IndexOf('/');
        return lookup.TryGetValue(second < 0 ? rest : rest[..(first + 1 + second)], out var two) ? two
            : lookup.TryGetValue(rest[..first], out var one) ? one
            : null;
    }
}
