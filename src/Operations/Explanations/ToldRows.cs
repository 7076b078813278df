using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Explanations;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Explanations;

/// <summary>What the list of events told of things, split at a moment.</summary>
internal sealed class ToldRows(AccessDb db, TenantId tenant, CancellationToken cancel)
{
    /// <summary>Of one thing at most; what is older is not needed, since each tells values whole.</summary>
    private const string Most = "2000";

    /// <summary>As the index of changes has it, so that it is used.</summary>
    private static readonly string Indexed =
        $"a.kind in ({(int)AuditKind.MembershipChanged}, {(int)AuditKind.LockChanged}, {(int)AuditKind.CredentialChanged})";

    private const string OfObjectsSql = $"""
        select t.object_id, t.bytes from unnest($2::uuid[]) as o (id) cross join lateral (
            select e.object_id, e.sequence, e.bytes from audit_event e
            where e.tenant_id = $1 and e.object_id = o.id and e.stage <> 1 and e.kind = any ($3) and e.outcome <> 2 order by e.sequence desc limit {Most}) as t
        order by t.sequence
        """;

    private static readonly string OfLockSql = $"""
        select e.bytes from (
            select a.sequence, a.bytes from audit_event a
            where a.tenant_id = $1 and a.lock_id = $2 and {Indexed} and a.kind = $3 and a.stage <> 1 and a.outcome <> 2
            order by a.sequence desc limit {Most}) as e
        order by e.sequence
        """;

    private static readonly string OfMembersSql = $"""
        select e.bytes from (
            select a.sequence, a.bytes from audit_event a
            where a.tenant_id = $1 and a.lock_id is null and {Indexed} and a.kind = {(int)
            AuditKind.MembershipChanged} and a.stage <> 1 and a.outcome <> 2
            order by a.sequence desc limit {Most}) as e
        order by e.sequence
        """;

    /// <summary>Of grants or members, by their rows.</summary>
    /// <param name="isBefore">The event is none of what came after the moment.</param>
    public async Task<Dictionary<Guid, ToldValues>> OfAsync(IReadOnlyList<Guid> objects, Func<AuditEvent, bool> isBefore, params AuditKind[] kinds)
    {
        if (objects.Count == 0)
        {
            return [];
        }

        var told = await db.ListByKeyAsync(
            TenantSet.Of(tenant),
            OfObjectsSql,
            row => (Object: row.GetGuid(0), Event: AuditEvent.FromBytes(row.GetFieldValue<byte[]>(1))),
            [tenant.Value, objects.ToArray(), Array.ConvertAll(kinds, kind => (short)kind)],
            cancel
        );
        return told.GroupBy(one => one.Object, one => one.Event).ToDictionary(group => group.Key, group => Split(group, isBefore));
    }

    /// <summary>Of all members, those who are none any more too.</summary>
    public async Task<List<AuditEvent>> OfMembersAsync() =>
        (
            await db.ListByKeyAsync(
                TenantSet.Of(tenant),
                OfMembersSql,
                row => AuditEvent.FromBytes(row.GetFieldValue<byte[]>(0)),
                [tenant.Value],
                cancel
            )
        ).FindAll(one => one.On is not null);

    /// <summary>Of a lock, or of what opens it.</summary>
    /// <param name="kind">Either <see cref="AuditKind.LockChanged"/> or <see cref="AuditKind.CredentialChanged"/>: those have an index.</param>
    public async Task<List<AuditEvent>> OfLockAsync(LockId smartLock, AuditKind kind) =>
        await db.ListByKeyAsync(
            TenantSet.Of(tenant),
            OfLockSql,
            row => AuditEvent.FromBytes(row.GetFieldValue<byte[]>(0)),
            [tenant.Value, smartLock.Value, (short)kind],
            cancel
        );

    public static ToldValues Split(IEnumerable<AuditEvent> told, Func<AuditEvent, bool> isBefore)
    {
        var parts = told.ToLookup(isBefore);
        return new ToldValues([.. parts[true]], [.. parts[false]]);
    }
}
