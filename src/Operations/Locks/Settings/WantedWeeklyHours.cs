using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Identity;

namespace Latchwork.Operations.Locks.Settings;

/// <summary>Hours that come back every week, as somebody wants them of a lock or of a grant to it.</summary>
/// <param name="Zone">IANA zone; null: that of the lock's site.</param>
/// <param name="Windows">None: no hours at all.</param>
/// <param name="Exceptions">Days on which no window begins.</param>
public sealed record WantedWeeklyHours(string? Zone, IReadOnlyList<LocalWindow> Windows, IReadOnlyList<DateOnly> Exceptions);

internal static class HoursAtLock
{
    /// <summary>Null where none are wanted.</summary>
    public static async Task<Outcome<WeeklyHours?>> ReadAsync(CallerTurn turn, LockId smartLock, WantedWeeklyHours? wanted, CancellationToken cancel)
    {
        if (wanted is null || (wanted.Windows.Count == 0 && wanted.Exceptions.Count == 0))
        {
            return (WeeklyHours?)null;
        }

        var zone = wanted.Zone ?? await SetOpenHours.ZoneAsync(turn, smartLock, cancel);
        return WeeklyHours.Create(zone, wanted.Windows, wanted.Exceptions).Then(hours => (WeeklyHours?)hours);
    }
}
