using Latchwork.Domain;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Audit;

/// <summary>Makes the partitions of this month and the next ahead of time.</summary>
public sealed class MakeAuditMonths
{
    private readonly AccessDb db;
    private readonly TimeProvider clock;

    internal MakeAuditMonths(AccessDb db, TimeProvider clock) => (this.db, this.clock) = (db, clock);

    public Task RunAsync(CancellationToken cancel) => AuditMonths.MakeAsync(db, clock.Now(), cancel);
}
