using System.Collections.Concurrent;
using NodaTime;

namespace Latchwork.Domain.Oracle;

/// <summary>The offsets of one zone as plain rows of ticks, for the years 2023 to 2029: what the oracle reads instead of asking NodaTime.</summary>
public sealed class ZoneTable
{
    private static readonly ConcurrentDictionary<string, ZoneTable> Tables = new(StringComparer.Ordinal);
    private readonly long[] starts;
    private readonly long[] offsets;

    private ZoneTable(string zone)
    {
        var rows = DateTimeZoneProviders.Tzdb[zone].GetZoneIntervals(Instant.FromUtc(2023, 1, 1, 0, 0), Instant.FromUtc(2030, 1, 1, 0, 0)).ToArray();
        starts = [.. rows.Select((row, i) => i == 0 ? 0 : row.Start.ToDateTimeUtc().Ticks)];
        offsets = [.. rows.Select(row => row.WallOffset.Ticks)];
        Zone = zone;
        Changes = [.. starts.Skip(1).Where(ticks => ticks >= From && ticks < Until)];
    }

    public string Zone { get; }

    /// <summary>The instants, in UTC ticks, at which the clocks of 2024 to 2028 are turned or renamed.</summary>
    public IReadOnlyList<long> Changes { get; }

    public static ZoneTable Of(string zone) => Tables.GetOrAdd(zone, static name => new ZoneTable(name));

    public long Local(long utc)
    {
        var row = starts.Length - 1;
        while (starts[row] > utc)
        {
            row--;
        }

        return utc + offsets[row];
    }

    /// <summary>The first instant whose wall time this is; where there is none, the instant that leapt over it.</summary>
    public long First(long local)
    {
        for (var row = 0; row < starts.Length; row++)
        {
            var utc = Math.Max(local - offsets[row], starts[row]);
            if (row == starts.Length - 1 || utc < starts[row + 1])
            {
                return utc;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(local));
    }

    /// <summary>The last instant whose wall time this is; where there is none, the instant that leapt over it.</summary>
    public long Last(long local)
    {
        for (var row = starts.Length - 1; row > 0; row--)
        {
            if (local - offsets[row] >= starts[row])
            {
                return local - offsets[row];
            }

            if (local - offsets[row - 1] >= starts[row])
            {
                return starts[row];
            }
        }

        return local - offsets[0];
    }

    private static readonly long From = new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;
    private static readonly long Until = new DateTime(2029, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;
}
