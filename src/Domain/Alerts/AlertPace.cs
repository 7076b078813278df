using System.Runtime.InteropServices;

namespace Latchwork.Domain.Alerts;

/// <summary>
/// How often somebody is told: so many messages an hour, then nothing until that hour is over, and then all that came meanwhile in one. Nothing is dropped.
/// </summary>
/// <param name="HourFrom">When the hour under way began, with its first message.</param>
/// <param name="Told">Messages in it.</param>
/// <param name="IsHeld">Something had to wait for its end.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct AlertPace(DateTimeOffset? HourFrom, int Told, bool IsHeld)
{
    public static TimeSpan Hour { get; } = TimeSpan.FromHours(1);

    /// <summary>Something is due now.</summary>
    /// <param name="most">Messages an hour, at least one.</param>
    /// <returns>The next pace, and when what is due may be told; null for now.</returns>
    public (AlertPace Next, DateTimeOffset? WaitUntil) Turn(int most, DateTimeOffset now)
    {
        if (HourFrom is not { } from || now >= from + Hour)
        {
            return (new AlertPace(now, 1, IsHeld: false), null);
        }

        return Told < most ? (this with { Told = Told + 1 }, null) : (this with { IsHeld = true }, from + Hour);
    }
}
