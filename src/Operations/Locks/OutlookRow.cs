using Latchwork.Domain.Devices;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Locks;

/// <summary>When a battery will be empty: a device's row of <c>battery_forecast</c>, called <c>bf</c> in the statement that reads it.</summary>
internal static class OutlookRow
{
    public const int Width = 5;

    public const string Columns = "bf.empty_from, bf.likely_at, bf.empty_until, bf.doubt, bf.falls_a_day";

    /// <summary>Null until there was one reading.</summary>
    public static BatteryOutlook? Read(NpgsqlDataReader row, int column)
    {
        var doubt = (BatteryDoubt?)row.GetOptional<short>(column + 3);
        return row.IsDBNull(column) && doubt is null
            ? null
            : new BatteryOutlook(row.GetInstant(column), row.GetInstant(column + 1), row.GetInstant(column + 2), doubt)
            {
                FallsADay = row.GetOptional<float>(column + 4),
            };
    }
}
