namespace Latchwork.Drivers.Simulator;

/// <summary>A device's own clock: right when it was set, and further off every day.</summary>
internal struct DeviceClock(DateTimeOffset setAt)
{
    /// <summary>From here on the device says that its clock is off (devices.md 7.2).</summary>
    private static readonly TimeSpan Tolerated = TimeSpan.FromSeconds(2);

    private TimeSpan ahead;
    private DateTimeOffset asOf = setAt;
    private bool told;

    public TimeSpan AheadAt(DateTimeOffset now, TimeSpan perDay)
    {
        ahead += perDay * (now - asOf).TotalDays;
        asOf = now;
        return ahead;
    }

    public void SetRight(DateTimeOffset now) => (ahead, asOf, told) = (TimeSpan.Zero, now, false);

    /// <summary>True once, when it has become worth telling.</summary>
    public bool ShouldTell(TimeSpan by)
    {
        if (told || by.Duration() <= Tolerated)
        {
            return false;
        }

        return told = true;
    }
}
