using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Credentials;

/// <summary>A lock as the operations on its codes, cards and fingerprints know it, with the caller's grant to it.</summary>
/// <param name="Fingerprints">How many it keeps, where it says so.</param>
internal sealed record CredentialLock(
    LockId Id,
    LockFacts Facts,
    AccessGrant? Grant,
    LinkId? Link,
    bool IsLinkOnline,
    PasscodeMemory? Memory,
    CardMemory? Cards,
    int Fingerprints,
    TimeSpan EarlyEntry
)
{
    public const string Columns =
        "l.lock_id, l.capabilities, l.frozen_at is not null, not l.opens_remotely, l.usage_hours, l.permitted_addresses, l.link_id, "
        + "l.passcode_slots, l.passcode_min, l.passcode_max, l.passcode_proof, s.early_entry, coalesce(k.is_online, false), "
        + "l.card_slots, l.card_min, l.card_max, l.card_proof, l.fingerprint_slots, "
        + GrantRow.Columns;

    /// <summary>How many columns these are.</summary>
    public const int Width = OwnWidth + GrantRow.Width;

    private const int OwnWidth = 18;

    /// <summary>Parameters: tenant, locks, the caller as a user.</summary>
    public const string Sql = $"""
        select {Columns} from smart_lock l
        join site s on s.tenant_id = l.tenant_id and s.site_id = l.site_id
        left join link k on k.tenant_id = l.tenant_id and k.link_id = l.link_id and k.removed_at is null
        left join access_grant g on g.tenant_id = l.tenant_id and g.lock_id = l.lock_id and g.user_id = $3 and g.revoked_at is null
        where l.tenant_id = $1 and l.lock_id = any ($2) and l.decommissioned_at is null
        """;

    /// <summary>How a new one gets there. No family writes fingerprints: whoever enrolled the finger brought it there.</summary>
    public EnrollmentPath PathOf(CredentialKind kind) =>
        Link is null || kind == CredentialKind.Fingerprint ? EnrollmentPath.Phone : EnrollmentPath.Link;

    public bool KeepsWindows => Facts.Capabilities.HasFlag(Capabilities.Windows);

    /// <summary>How many of that kind can be put there; null where nothing says, or nothing puts them there.</summary>
    public int? SlotsFor(CredentialKind kind) =>
        kind switch
        {
            CredentialKind.Passcode => Memory?.Slots,
            CredentialKind.Card => Cards?.Slots,
            CredentialKind.Fingerprint or CredentialKind.QrCode => null,
        };

    public DateTimeOffset? DeliverFrom(CredentialKind kind, TimeWindow window) =>
        EnrollmentRow
            .RulesFor(Facts.Capabilities, (kind == CredentialKind.Card ? Cards?.BestProof : Memory?.BestProof) ?? EvidenceRung.None, EarlyEntry)
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

    /// <summary>Whether this lock takes it at all.</summary>
    /// <param name="overLink">The caller is going to wait for the lock.</param>
    public AccessError? RefuseValue(CredentialValue value, bool hasHours, bool overLink) =>
        value switch
        {
            { Digits: { } digits } => RefuseCode(digits.Length, hasHours),
            { Card: { } card } => RefuseCard(card, hasHours),
            _ => RefuseFingerprint(hasHours, overLink),
        };

    /// <summary>Whether this lock takes the code at all. A lock without a link is asked by a telephone, with what the family usually takes.</summary>
    public AccessError? RefuseCode(int length, bool hasHours) =>
        !Facts.Capabilities.HasFlag(Capabilities.Passcodes) || (Link is not null && Memory is null)
            ? new AccessError(AccessErrorCode.Unsupported, "This lock has no keypad.", Noun.Lock)
        : Memory is { } memory && (length < memory.MinLength || length > memory.MaxLength)
            ? AccessError.Invalid($"This lock takes {memory.MinLength} to {memory.MaxLength} digits.", Noun.Passcode)
        : hasHours ? HasNoHours
        : null;

    private AccessError? RefuseCard(CardNumber card, bool hasHours) =>
        !Facts.Capabilities.HasFlag(Capabilities.Cards) || (Link is not null && Cards is null)
            ? new AccessError(AccessErrorCode.Unsupported, "This lock reads no cards.", Noun.Lock)
        : Cards is { } memory && (card.Length < memory.MinBytes || card.Length > memory.MaxBytes)
            ? AccessError.Invalid($"This lock takes cards with a number of {memory.MinBytes} to {memory.MaxBytes} bytes.", Noun.Card)
        : hasHours ? HasNoHours
        : null;

    private AccessError? RefuseFingerprint(bool hasHours, bool overLink) =>
        !Facts.Capabilities.HasFlag(Capabilities.Fingerprints)
            ? new AccessError(AccessErrorCode.Unsupported, "This lock reads no fingerprints.", Noun.Lock)
        : hasHours ? HasNoHours
        : overLink ? new AccessError(AccessErrorCode.Unsupported, "Nothing but a telephone at the lock can enrol a finger.", Noun.Lock)
        : null;

    // A window that a lock cannot keep is never widened (devices.md §0), and no family keeps weekly hours by itself yet.
    private static readonly AccessError HasNoHours = new(
        AccessErrorCode.Unsupported,
        "This lock cannot keep a credential to hours of the week.",
        Noun.Lock
    );

    /// <summary>For who wants to wait for the lock: nothing connects it, or what does is down.</summary>
    public AccessError? RefuseLink() =>
        Link is null ? LinkErrors.NoLink
        : !IsLinkOnline ? LinkErrors.Offline("nothing was sent")
        : null;

    public static async Task<Dictionary<LockId, CredentialLock>> OfAsync(CallerTurn turn, IEnumerable<LockId> locks, CancellationToken cancel)
    {
        var ids = locks.Select(id => id.Value).Distinct().ToArray();
        var found = await turn.Work.ListAsync(Sql, Read, [turn.Tenant.Value, ids, turn.By.User?.Value], cancel);
        return found.ToDictionary(one => one.Id);
    }

    public static CredentialLock Read(NpgsqlDataReader row)
    {
        var (slots, cards) = (row.GetOptional<short>(7), row.GetOptional<short>(13));
        return new CredentialLock(
            new LockId(row.GetGuid(0)),
            LockRow.ReadFacts(row, 1),
            GrantRow.ReadOptional(row, OwnWidth),
            row.GetId(6, id => new LinkId(id)),
            row.GetBoolean(12),
            slots > 0 ? new PasscodeMemory(slots.Value, row.GetInt16(8), row.GetInt16(9), (EvidenceRung)row.GetInt16(10)) : null,
            cards > 0 ? new CardMemory(cards.Value, row.GetInt16(14), row.GetInt16(15), (EvidenceRung)row.GetInt16(16)) : null,
            row.GetInt16(17),
            row.GetFieldValue<TimeSpan>(11)
        );
    }
}
