using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Credentials;

/// <summary>The codes of one lock that live, also those on their way out: for choosing a slot, and digits that are nobody else's.</summary>
internal sealed class KeypadCodes(IReadOnlyList<KeypadCodes.Code> codes, IReadOnlySet<int> foreignSlots)
{
    /// <summary>A generated code keeps this distance from the windows of others (KR-4).</summary>
    private static readonly TimeSpan Apart = TimeSpan.FromHours(24);

    internal sealed record Code(EnrollmentId Id, int? Slot, byte[]? Index, TimeWindow Window, bool IsDesired);

    public static async Task<KeypadCodes> LoadAsync(Work work, TenantId tenant, LockId smartLock, DateTimeOffset now, CancellationToken cancel)
    {
        var codes = await work.ListAsync(
            """
            select enrollment_id, slot, value_index, lower(valid), upper(valid), desired_present from enrollment
            where tenant_id = $1 and lock_id = $2 and kind = 1 and gone_at is null
            """,
            row => new Code(
                new EnrollmentId(row.GetGuid(0)),
                row.GetOptional<short>(1),
                row.IsDBNull(2) ? null : row.GetFieldValue<byte[]>(2),
                new TimeWindow(row.GetInstant(3), row.GetInstant(4)),
                row.GetBoolean(5)
            ),
            [tenant.Value, smartLock.Value],
            cancel
        );
        var foreign = await work.ListAsync(
            "select slot from foreign_slot where tenant_id = $1 and lock_id = $2 and kind = 1 and seen_at > $3",
            row => (int)row.GetInt16(0),
            [tenant.Value, smartLock.Value, now - SlotRows.ForeignFor],
            cancel
        );
        return new KeypadCodes(codes, foreign.ToHashSet());
    }

    public int? FreeSlot(int slots) =>
        SlotAllocator.Lowest(slots, codes.Where(code => code.Slot is not null).Select(code => code.Slot!.Value), foreignSlots);

    /// <summary>Whether a desired code of another enrollment has the digits at a time in the window.</summary>
    public bool IsTaken(TenantKeys keys, LockId smartLock, PinDigits digits, TimeWindow window, EnrollmentId? except = null)
    {
        var indexes = keys.PinIndexes(smartLock, digits);
        return codes.Any(code => code.IsDesired && code.Id != except && Overlap(code.Window, window, TimeSpan.Zero) && Has(code, indexes));
    }

    /// <summary>The same for digits that are drawn: a day apart, and none that are still being removed.</summary>
    public bool IsTakenForDraw(TenantKeys keys, LockId smartLock, PinDigits digits, TimeWindow window)
    {
        var indexes = keys.PinIndexes(smartLock, digits);
        return codes.Any(code => (!code.IsDesired || Overlap(code.Window, window, Apart)) && Has(code, indexes));
    }

    private static bool Has(Code code, IReadOnlyList<byte[]> indexes) =>
        code.Index is { } own && indexes.Any(index => index.AsSpan().SequenceEqual(own));

    private static bool Overlap(TimeWindow one, TimeWindow two, TimeSpan apart) =>
        !(one.EndsAt + apart <= two.StartsAt) && !(two.EndsAt + apart <= one.StartsAt);
}
