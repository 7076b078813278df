using System.Runtime.InteropServices;

namespace Latchwork.Domain.Users;

/// <summary>
/// Wrong codes that the server itself checked, for one lock or one who shows them (RL-2): so many in a quarter of an hour, and for as long nothing is
/// heard. The default is none so far.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CodeAttempts(int Failures, DateTimeOffset? WindowFrom, DateTimeOffset? BlockedUntil)
{
    public const int MostOfLock = 5;
    public const int MostOfPrincipal = 10;

    public static TimeSpan Window { get; } = TimeSpan.FromMinutes(15);

    public bool IsBlocked(DateTimeOffset now) => now < BlockedUntil;

    /// <summary>One more. Whoever is blocked is not asked, so a count begins anew after it.</summary>
    /// <param name="most">The last of so many blocks.</param>
    public CodeAttempts AfterWrong(DateTimeOffset now, int most)
    {
        var goesOn = WindowFrom is { } from && now < from + Window && BlockedUntil is null;
        var failures = goesOn ? Failures + 1 : 1;
        return new(failures, goesOn ? WindowFrom : now, failures >= most ? now + Window : null);
    }
}
