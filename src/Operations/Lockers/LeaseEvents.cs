using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Lockers;

namespace Latchwork.Operations.Lockers;

/// <summary>What the audit is told of a step of a lease.</summary>
internal static class LeaseEvents
{
    /// <param name="template">Who did it, and in which operation.</param>
    public static IEnumerable<AuditEvent> Told(this BoxLeaseStep step, StoredLease of, AuditEvent template)
    {
        foreach (var wish in step.Wishes)
        {
            if (wish == BoxLeaseWish.TellOverdue)
            {
                yield return About(of, template with { Kind = AuditKind.BoxOverdue }, "end", $"{step.Lease.EndsAt:O}");
            }
            else if (wish == BoxLeaseWish.TellEnded)
            {
                yield return About(of, template with { Kind = AuditKind.BoxLeaseEnded }, "because", $"{step.Lease.Because}");
            }
        }
    }

    /// <summary>Of the box, with the lease by its row: ids are all that the audit's bytes hold (AU-2).</summary>
    public static AuditEvent About(StoredLease lease, AuditEvent told, string name, string value) =>
        told with
        {
            On = new AuditObject(Noun.Box, lease.Box.Value),
            Changed = new Dictionary<string, string> { ["lease"] = $"{lease.Id.Value}", [name] = value },
        };
}
