using System.Text.RegularExpressions;

namespace Latchwork.Dialects.Fuzz;

/// <summary>A route as it is mapped, with its verbs.</summary>
/// <param name="IsPublic">Served to anybody.</param>
public sealed record FuzzRoute(string Path, IReadOnlyList<string> Verbs, bool IsPublic = false)
{
    public string Name => $"{string.Join('|', Verbs)} {Path}";

    public static FuzzRoute Of(RouteRow row) => new(row.Pattern, row.Verbs, row.Act.PublicBecause is not null);
}

/// <param name="HasCredential">One that is valid for this route was sent.</param>
public sealed record FuzzRequest(int Number, FuzzRoute Route, HttpRequestMessage Message, bool HasCredential)
{
    /// <summary>HEAD has no answer in words.</summary>
    public bool HasAnswerBody => Message.Method != HttpMethod.Head;
}

/// <summary>One wire of a running server: what is asked, and what holds for every answer.</summary>
public interface IFuzzWire
{
    IReadOnlyList<FuzzRoute> Routes { get; }

    /// <summary>A call costs a password hash, and wrong ones are throttled.</summary>
    bool IsLogIn(FuzzRoute route);

    /// <summary>A request that begins as a client's and is then bent. The same seed and number make the same request.</summary>
    FuzzRequest Make(ulong seed, int number, bool mayLogIn);

    /// <summary>The broken rule, or null.</summary>
    string? Broken(FuzzRequest request, HttpResponseMessage answer, string body);

    /// <summary>It did what it was asked for.</summary>
    bool IsSuccess(HttpResponseMessage answer, string body);
}

/// <summary>LG-2: no stack, SQL, path or type name, on any wire.</summary>
internal static partial class Leaks
{
    /// <summary>What an answer tells that it must not; null: nothing.</summary>
    public static string? In(string body) => Telling().Match(body) is { Success: true } leak ? leak.Value : null;

    [GeneratedRegex(
        @"\bat Latchwork\.|Latchwork\.[A-Z]|System\.[A-Z]\w+|Npgsql|PostgresException|\.cs:line|select .* from ",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Telling();
}
