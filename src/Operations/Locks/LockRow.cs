using System.Collections.Concurrent;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Npgsql;

namespace Latchwork.Operations.Locks;

/// <summary>What of a lock's row goes into decisions.</summary>
internal static class LockRow
{
    private const int MaxRemembered = 10_000;

    // Stored forms are few and decisions many.
    private static readonly ConcurrentDictionary<string, WeeklyHours> Hours = new(StringComparer.Ordinal);

    /// <summary>Columns: capabilities, is frozen, remote unlocking is off, usage_hours, permitted_addresses.</summary>
    public static LockFacts ReadFacts(NpgsqlDataReader row, int column) =>
        new()
        {
            Capabilities = (Capabilities)row.GetInt32(column),
            IsFrozen = row.GetBoolean(column + 1),
            IsRemoteUnlockOff = row.GetBoolean(column + 2),
            UsageHours = Array.ConvertAll(row.GetFieldValue<string[]>(column + 3), HoursOf),
            PermittedAddresses = AddressesOf(row.GetFieldValue<string[]>(column + 4)),
        };

    /// <summary>Hours as they are stored.</summary>
    public static WeeklyHours HoursOf(string stored)
    {
        if (Hours.Count >= MaxRemembered)
        {
            Hours.Clear();
        }

        return Hours.GetOrAdd(stored, static text => WeeklyHours.Parse(text).Value);
    }

    private static AddressList AddressesOf(string[] stored) => stored.Length == 0 ? AddressList.Empty : AddressList.Parse(stored).Value;
}
