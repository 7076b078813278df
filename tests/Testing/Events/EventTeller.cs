using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Testing.Events;

/// <summary>Writes events into the list of a tenant, as its devices would: numbered from 0 on by what they say of a battery.</summary>
public sealed class EventTeller(IServiceProvider services, TenantId tenant)
{
    private const int Together = 10;

    private readonly AccessDb db = services.GetRequiredService<AccessDb>();
    private readonly TimeProvider clock = services.GetRequiredService<TimeProvider>();

    /// <summary>In commits of ten.</summary>
    /// <param name="from">The first number.</param>
    public async Task TellAsync(
        int count,
        AuditKind kind = AuditKind.BatteryLow,
        AuditStage stage = AuditStage.Whole,
        Guid? smartLock = null,
        int from = 0,
        CancellationToken cancel = default
    )
    {
        foreach (var some in Enumerable.Range(from, count).Chunk(Together))
        {
            var now = clock.Now();
            await using var work = await db.BeginAsync(TenantSet.Of(tenant), cancel);
            await work.CommitAsync(tenant, now, cancel, [.. some.Select(number => new AuditEntry(Told(kind, stage, smartLock, number, now)))]);
        }
    }

    private static AuditEvent Told(AuditKind kind, AuditStage stage, Guid? smartLock, int number, DateTimeOffset now) =>
        new()
        {
            Kind = kind,
            Stage = stage,
            Outcome = AuditOutcome.Reported,
            Operation = OperationId.New(now).Value,
            Lock = smartLock,
            Battery = number,
        };
}
