using Latchwork.Domain.Drivers;

namespace Latchwork.Drivers.Simulator;

internal sealed class Led
{
    private int ticket;

    /// <summary><c>#RRGGBB</c>, null for dark.</summary>
    public string? Colour { get; private set; }

    public bool Blinks { get; private set; }

    public static SimulatedReply? Reject(string? colour) =>
        colour is null || (colour is ['#', .. { Length: 6 } digits] && digits.All(char.IsAsciiHexDigit))
            ? null
            : new SimulatedReply(ReplyKind.Invalid, Detail: "A colour is #RRGGBB.");

    public void Show(DeviceAct.SetLed set, Action<TimeSpan, Action> after)
    {
        (Colour, Blinks) = (set.Colour, set.Blinks);
        var shown = ++ticket;
        if (set.For is { } wait)
        {
            after(wait, () => (Colour, Blinks) = shown == ticket ? (null, false) : (Colour, Blinks));
        }
    }
}
