namespace Latchwork.Domain.Lockers;

/// <summary>Whether a box can be given to somebody (keyvox.md 7.3). The database has the last word.</summary>
public static class BoxAvailability
{
    /// <summary>
    /// Nobody has it at any time of [<paramref name="startsAt"/>, <paramref name="endsAt"/>); and where that includes the present, it is neither in use nor overdue now.
    /// </summary>
    /// <param name="leases">Of the box.</param>
    public static bool IsFree(IEnumerable<BoxLease> leases, DateTimeOffset startsAt, DateTimeOffset? endsAt, DateTimeOffset now)
    {
        var includesNow = startsAt <= now && !(endsAt <= now);
        foreach (var lease in leases)
        {
            var at = lease.Take(new BoxLeaseEvent.Looked(), now).Lease;
            var overlaps = at.IsLive && !(at.EndsAt <= startsAt) && !(endsAt <= at.StartsAt);
            if (overlaps || (includesNow && at.Stage is (BoxLeaseStage.InUse or BoxLeaseStage.Overdue)))
            {
                return false;
            }
        }

        return true;
    }
}
