using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Clients;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Users;

/// <summary>What the audit is told of acts of an application on its people.</summary>
internal static class AppUserEvents
{
    public static AuditEvent Of(AuditKind kind, AppClient by, UserId user, DateTimeOffset now) =>
        new()
        {
            Kind = kind,
            Outcome = AuditOutcome.Done,
            Operation = OperationId.New(now).Value,
            By = Principal(by),
            On = new AuditObject(Noun.User, user.Value),
        };

    /// <summary>A refusal is a record by itself (AU-1); who hangs up does not undo it.</summary>
    public static async Task RecordAsync(AccessDb db, AuditKind kind, AppClient by, AccessError refusal, RequestOrigin from, DateTimeOffset now)
    {
        var refused = new AuditEvent
        {
            Kind = kind,
            Outcome = AuditOutcome.Refused,
            Reason = refusal.Code,
            Operation = OperationId.New(now).Value,
            By = Principal(by),
        };
        await using var work = await db.BeginAsync(TenantSet.Of(by.Tenant), CancellationToken.None);
        await work.CommitAsync(by.Tenant, now, CancellationToken.None, new AuditEntry(refused, Detail(from)));
    }

    private static AuditPrincipal Principal(AppClient by) => new(PrincipalKind.ApiClient, by.Id.Value, null, Surface.TTLock);

    public static AuditPrivate Detail(RequestOrigin from) => new() { Address = from.Address?.ToString(), UserAgent = from.UserAgent };
}
