using System.Runtime.InteropServices;

namespace Latchwork.Domain.Credentials.Offline;

/// <summary>
/// How a keypad bears wrong entries (KR-4): after five in a row it is out of service for 5 minutes, then for 10, 20 and so on, a day at most. A right
/// one ends the row and not the doubling: that ends a day after the last time out.
/// </summary>
/// <param name="InARow">Wrong entries since the last right one or time out.</param>
/// <param name="TimesOut">Times out that count for the next one's length.</param>
/// <param name="OutUntil">End of the last time out, excluded.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct KeypadPatience(int InARow, int TimesOut, DateTimeOffset? OutUntil)
{
    public const int Limit = 5;

    public static TimeSpan FirstOut { get; } = TimeSpan.FromMinutes(5);

    public static TimeSpan LongestOut { get; } = TimeSpan.FromDays(1);

    public bool IsOutAt(DateTimeOffset now) => now < OutUntil;

    public KeypadPatience AfterRight() => this with { InARow = 0 };

    public KeypadPatience AfterWrong(DateTimeOffset now)
    {
        if (InARow + 1 < Limit)
        {
            return this with { InARow = InARow + 1 };
        }

        var before = OutUntil + LongestOut <= now ? 0 : TimesOut;
        var doubled = FirstOut * Math.Pow(2, before);
        return new KeypadPatience(0, Math.Min(before + 1, 16), now + (doubled < LongestOut ? doubled : LongestOut));
    }
}
