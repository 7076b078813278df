using System.Runtime.InteropServices;

namespace Latchwork.Domain.Reservations;

/// <summary>[start, end), with both ends.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Period(DateTimeOffset StartsAt, DateTimeOffset EndsAt)
{
    public bool IsEmpty => EndsAt <= StartsAt;

    public TimeSpan Length => EndsAt - StartsAt;

    public bool Overlaps(Period other) => StartsAt < other.EndsAt && other.StartsAt < EndsAt;

    /// <summary>What is left of this period between others, in order. They may overlap each other and stick out.</summary>
    public IReadOnlyList<Period> Without(IEnumerable<Period> taken)
    {
        var free = new List<Period>();
        var from = StartsAt;
        foreach (var other in taken.Where(Overlaps).OrderBy(other => other.StartsAt))
        {
            if (other.StartsAt > from)
            {
                free.Add(new Period(from, other.StartsAt));
            }

            from = other.EndsAt > from ? other.EndsAt : from;
        }

        if (from < EndsAt)
        {
            free.Add(new Period(from, EndsAt));
        }

        return free;
    }
}
