using System.Collections.Concurrent;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Audit;

/// <summary>That somebody reads histories: recorded once an hour for each of them, in the chain of their home (AU-6).</summary>
internal sealed class HistoryReads(AccessDb db, TimeProvider clock)
{
    /// <summary>Beyond that the database is asked again.</summary>
    private const int MostRemembered = 100_000;

    private readonly ConcurrentDictionary<Guid, DateTimeOffset> noted = new();

    /// <summary>Before what was read is handed out: what cannot be recorded is not told.</summary>
    public async Task NoteAsync(Caller by, CancellationToken cancel)
    {
        var now = clock.Now();
        var hour = now - TimeSpan.FromTicks(now.Ticks % TimeSpan.TicksPerHour);
        if (noted.TryGetValue(by.Principal.Id, out var last) && last >= hour)
        {
            return;
        }

        await RecordAsync(by, hour, now, cancel);
        if (noted.Count >= MostRemembered)
        {
            noted.Clear();
        }

        noted[by.Principal.Id] = hour;
    }

    private async Task RecordAsync(Caller by, DateTimeOffset hour, DateTimeOffset now, CancellationToken cancel)
    {
        await using var work = await db.BeginAsync(TenantSet.Of(by.Home), cancel);
        var chain = await work.HoldChainsAsync(cancel, by.Home);
        // Another node may have been first; whoever holds the chain sees what it wrote.
        var isRecorded = await work.FirstAsync(
            """
            select exists (
                select from audit_event where tenant_id = $1 and principal_id = $2 and kind = $3 and stage <> 1 and happened_at >= $4 and received_at >= $4)
            """,
            row => row.GetBoolean(0),
            [by.Home.Value, by.Principal.Id, (short)AuditKind.HistoryRead, hour],
            cancel
        );
        if (!isRecorded)
        {
            chain.Append(by.Home, EventOf(by, now), now, by.AuditedDetail);
            await work.CommitAsync(chain, cancel);
        }
    }

    private static AuditEvent EventOf(Caller by, DateTimeOffset now) =>
        new()
        {
            Kind = AuditKind.HistoryRead,
            Outcome = AuditOutcome.Done,
            Operation = OperationId.New(now).Value,
            By = by.Audited,
        };
}
