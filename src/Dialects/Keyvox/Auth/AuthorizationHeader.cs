namespace Latchwork.Dialects.Keyvox.Auth;

/// <summary>
/// The header of a signed request (2.1): scheme <c>hmac</c> in any case, then exactly <c>username</c>, <c>algorithm</c>, <c>headers</c> and <c>signature</c>, quoted,
/// separated by commas, in any order, each once (HM-1).
/// </summary>
internal sealed record AuthorizationHeader(string Username, string Algorithm, IReadOnlyList<string> Headers, string Signature)
{
    /// <summary>HM-1.</summary>
    private const int Longest = 4096;

    private const string Scheme = "hmac";

    private static readonly string[] Fields = ["username", "algorithm", "headers", "signature"];

    /// <summary>Null for anything else.</summary>
    public static AuthorizationHeader? Parse(string header)
    {
        if (header.Length is 0 or > Longest || SplitScheme(header) is not { } rest)
        {
            return null;
        }

        var found = new Dictionary<string, string>(Fields.Length, StringComparer.Ordinal);
        for (var more = true; more; )
        {
            if (TakeField(ref rest, out var more2) is not var (name, value) || !Fields.Contains(name) || !found.TryAdd(name, value))
            {
                return null;
            }

            more = more2;
        }

        return found.Count == Fields.Length
            ? new AuthorizationHeader(found["username"], found["algorithm"], found["headers"].Split(' '), found["signature"])
            : null;
    }

    private static string? SplitScheme(string header)
    {
        var space = header.IndexOf(' ', StringComparison.Ordinal);
        return space == Scheme.Length && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[space..].TrimStart(' ') : null;
    }

    /// <summary><c>name="value"</c>, and the comma behind it where there is one.</summary>
    private static (string Name, string Value)? TakeField(ref string rest, out bool hasMore)
    {
        hasMore = false;
        var equals = rest.IndexOf("=\"", StringComparison.Ordinal);
        var end = equals < 0 ? -1 : rest.IndexOf('"', equals + 2);
        if (end < 0)
        {
            return null;
        }

        var (name, value) = (rest[..equals], rest[(equals + 2)..end]);
        rest = rest[(end + 1)..].TrimStart(' ');
        if (rest.Length > 0)
        {
            if (rest[0] != ',')
            {
                return null;
            }

            hasMore = true;
            rest = rest[1..].TrimStart(' ');
        }

        return (name, value);
    }

    public override string ToString() => Username;
}
