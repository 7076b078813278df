using System.Buffers;
using Latchwork.Dialects.Sifely.Wire;

namespace Latchwork.Dialects.Sifely.Auth;

/// <summary>The credential of the TTLock wire: the parameter <c>accessToken</c>, 32 lower-case hex digits (19).</summary>
internal static class TTLockToken
{
    public const string Name = "accessToken";

    private const int Length = 32;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>Null where there is none, or one that TTLock's log-in never issued.</summary>
    public static string? Of(SifelyParameters given) =>
        given.AsGiven(Name) is { Length: Length } token && !token.AsSpan().ContainsAnyExcept(HexDigits) ? token : null;
}
