using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Credentials;

/// <summary>The credentials of one kind on one lock that live, also those on their way out: for choosing a slot, and a value that is nobody else's.</summary>
internal sealed class LiveCredentials(IReadOnlyList<LiveCredentials.One> all, IReadOnlySet<int> foreignSlots)
{
    /// <summary>A generated code keeps this distance from the windows of others (KR-4).</summary>
    private static readonly TimeSpan Apart = TimeSpan.FromHours(24);

    internal sealed record One(EnrollmentId Id, int? Slot, byte[]? Index, TimeWindow Window, bool IsDesired);

    public static async Task<LiveCredentials> LoadAsync(CallerTurn turn, CredentialKind kind, LockId smartLock, CancellationToken cancel)
    {
        var all = await turn.Work.ListAsync(
            """
            select enrollment_id, slot, value_index, lower(valid), upper(valid), desired_present from enrollment
            where tenant_id = $1 and lock_id = $2 and kind = $3 and gone_at is null
            """,
            row => new One(
                new EnrollmentId(row.GetGuid(0)),
                row.GetOptional<short>(1),
                row.IsDBNull(2) ? null : row.GetFieldValue<byte[]>(2),
                new TimeWindow(row.GetInstant(3), row.GetInstant(4)),
                row.GetBoolean(5)
            ),
            [turn.Tenant.Value, smartLock.Value, (short)kind],
            cancel
        );
        var foreign = await turn.Work.ListAsync(
            "select slot from foreign_slot where tenant_id = $1 and lock_id = $2 and kind = $3 and seen_at > $4",
            row => (int)row.GetInt16(0),
            [turn.Tenant.Value, smartLock.Value, (short)kind, turn.Now - SlotRows.ForeignFor],
            cancel
        );
        return new LiveCredentials(all, foreign.ToHashSet());
    }

    public int? FreeSlot(int slots) =>
        SlotAllocator.Lowest(slots, all.Where(one => one.Slot is not null).Select(one => one.Slot!.Value), foreignSlots);

    public bool HasInSlot(int slot) => all.Any(one => one.Slot == slot);

    /// <summary>Whether a desired one of another enrollment has the value at a time in the window.</summary>
    /// <param name="indexes">Of the value, on this lock.</param>
    public bool IsTaken(IReadOnlyList<byte[]> indexes, TimeWindow window, EnrollmentId? except = null) =>
        all.Any(one => one.IsDesired && one.Id != except && Overlap(one.Window, window, TimeSpan.Zero) && Has(one, indexes));

    /// <summary>Of desired ones that have the value.</summary>
    public IEnumerable<TimeWindow> WindowsOf(IReadOnlyList<byte[]> indexes) =>
        all.Where(one => one.IsDesired && Has(one, indexes)).Select(one => one.Window);

    /// <summary>The same for a value that is drawn: a day apart, and none that is still being removed.</summary>
    public bool IsTakenForDraw(IReadOnlyList<byte[]> indexes, TimeWindow window) =>
        all.Any(one => (!one.IsDesired || Overlap(one.Window, window, Apart)) && Has(one, indexes));

    private static bool Has(One one, IReadOnlyList<byte[]> indexes) =>
        one.Index is { } own && indexes.Any(index => index.AsSpan().SequenceEqual(own));

    private static bool Overlap(TimeWindow one, TimeWindow two, TimeSpan apart) =>
        !(one.EndsAt + apart <= two.StartsAt) && !(two.EndsAt + apart <= one.StartsAt);
}
