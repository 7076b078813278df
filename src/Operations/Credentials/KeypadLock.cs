using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Credentials;

/// <summary>A lock as the operations on its codes know it, with the caller's grant to it.</summary>
internal sealed record KeypadLock(
    LockId Id,
    LockFacts Facts,
    AccessGrant? Grant,
    LinkId? Link,
    bool IsLinkOnline,
    PasscodeMemory? Memory,
    TimeSpan EarlyEntry
)
{
    public const string Columns =
        "l.lock_id, l.capabilities, l.frozen_at is not null, not l.opens_remotely, l.usage_hours, l.permitted_addresses, l.link_id, "
        + "l.passcode_slots, l.passcode_min, l.passcode_max, l.passcode_proof, s.early_entry, coalesce(k.is_online, false), "
        + GrantRow.Columns;

    /// <summary>Parameters: tenant, locks, the caller as a user.</summary>
    public const string Sql = $"""
        select {Columns} from smart_lock l
        join site s on s.tenant_id = l.tenant_id and s.site_id = l.site_id
        left join link k on k.tenant_id = l.tenant_id and k.link_id = l.link_id and k.removed_at is null
        left join access_grant g on g.tenant_id = l.tenant_id and g.lock_id = l.lock_id and g.user_id = $3 and g.revoked_at is null
        where l.tenant_id = $1 and l.lock_id = any ($2) and l.decommissioned_at is null
        """;

    public EnrollmentPath Path => Link is null ? EnrollmentPath.Phone : EnrollmentPath.Link;

    public bool KeepsWindows => Facts.Capabilities.HasFlag(Capabilities.Windows);

    public DateTimeOffset? DeliverFrom(TimeWindow window) =>
        EnrollmentRow
            .RulesFor(Facts.Capabilities, Memory?.BestProof ?? EvidenceRung.None, EarlyEntry)
            .DeliverFrom(new Desired(true, 1, window.StartsAt, window.EndsAt, default));

    public AccessError? Refuse(AccessAct act, Caller by, TenantId tenant, DateTimeOffset now) =>
        AccessDecision.Refuse(
            act,
            new AccessFacts
            {
                Lock = Facts,
                Grant = Grant,
                Standing = by.StandingIn(tenant),
                CallerAddress = by.Address,
                IsRemote = true,
            },
            now
        );

    /// <summary>Whether this lock takes the code at all. A lock without a link is asked by a telephone, with what the family usually takes.</summary>
    public AccessError? RefuseCode(int length, WeeklyHours? hours) =>
        !Facts.Capabilities.HasFlag(Capabilities.Passcodes) || (Link is not null && Memory is null)
            ? new AccessError(AccessErrorCode.Unsupported, "This lock has no keypad.", Noun.Lock)
        : Memory is { } memory && (length < memory.MinLength || length > memory.MaxLength)
            ? AccessError.Invalid($"This lock takes {memory.MinLength} to {memory.MaxLength} digits.", Noun.Passcode)
        // A window that a lock cannot keep is never widened (devices.md §0), and no family keeps weekly hours of a code by itself yet.
        : hours is not null ? new AccessError(AccessErrorCode.Unsupported, "This lock cannot keep a code to hours of the week.", Noun.Passcode)
        : null;

    /// <summary>For who wants to wait for the lock: nothing connects it, or what does is down.</summary>
    public AccessError? RefuseLink() =>
        Link is null ? new AccessError(AccessErrorCode.NoLink, "Nothing connects this lock with the server.", Noun.Lock)
        : !IsLinkOnline ? new AccessError(AccessErrorCode.LinkOffline, "The connection to this lock is down: nothing was sent.", Noun.Link)
        : null;

    public static async Task<Dictionary<LockId, KeypadLock>> OfAsync(CallerTurn turn, IEnumerable<LockId> locks, CancellationToken cancel)
    {
        var ids = locks.Select(id => id.Value).Distinct().ToArray();
        var found = await turn.Work.ListAsync(Sql, Read, [turn.Tenant.Value, ids, turn.By.User?.Value], cancel);
        return found.ToDictionary(one => one.Id);
    }

    public static KeypadLock Read(NpgsqlDataReader row)
    {
        var slots = row.GetOptional<short>(7);
        return new KeypadLock(
            new LockId(row.GetGuid(0)),
            LockRow.ReadFacts(row, 1),
            GrantRow.ReadOptional(row, 13),
            row.GetId(6, id => new LinkId(id)),
            row.GetBoolean(12),
            slots > 0 ? new PasscodeMemory(slots.Value, row.GetInt16(8), row.GetInt16(9), (EvidenceRung)row.GetInt16(10)) : null,
            row.GetFieldValue<TimeSpan>(11)
        );
    }
}
