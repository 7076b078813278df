namespace Latchwork.Domain.Grants;

/// <summary>Hours in which a door stays open: Doordeck <c>unlockBetween</c>, Sifely passage mode. At most one a lock.</summary>
/// <param name="Hours">When.</param>
/// <param name="OpensByItself">
/// The bolt is drawn when the hours begin. Otherwise the door stays open from the first opening inside the hours on (Sifely <c>autoUnlock</c> 2).
/// </param>
public sealed record OpenSchedule(WeeklyHours Hours, bool OpensByItself)
{
    /// <summary>What to ask of the lock when a change of the hours falls due; null for nothing. At the end it is always locked.</summary>
    public AccessAct? ActAt(DateTimeOffset change) =>
        !Hours.Contains(change) ? AccessAct.Lock
        : OpensByItself ? AccessAct.Unlock
        : null;

    /// <summary>
    /// When a door that was opened at <paramref name="openedAt"/> is to lock again: after its time, or at the end of the hours that hold it open then;
    /// null where they never end.
    /// </summary>
    public DateTimeOffset? RelockAt(DateTimeOffset openedAt, TimeSpan relockAfter)
    {
        var due = openedAt + relockAfter;
        if (Hours.Contains(openedAt))
        {
            return Hours.NextChange(openedAt) is { } end ? Later(due, end) : null;
        }

        return OpensByItself && Hours.Contains(due) ? Hours.NextChange(due) : due;
    }

    // Opened in the last second of the hours: it still gets its own time.
    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset two) => one > two ? one : two;
}
