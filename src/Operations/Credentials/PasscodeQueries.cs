using System.Globalization;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Credentials;

/// <summary>A passcode on one lock, with what is known of it. No word in it is stronger than the evidence.</summary>
public sealed record PasscodeView
{
    /// <summary>Sifely's <c>keyboardPwdId</c>.</summary>
    public required int EnrollmentNumber { get; init; }

    public required string EnrollmentUuid { get; init; }

    public required string CredentialUuid { get; init; }

    public required string KeyvoxId { get; init; }

    public required string? Name { get; init; }

    public required TimeWindow Window { get; init; }

    public required CredentialOrigin Origin { get; init; }

    public required int? WireType { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Not revoked: it is to work in its window.</summary>
    public required bool IsDesired { get; init; }

    /// <summary>The name of who made it, where it was a person.</summary>
    public required string? CreatedBy { get; init; }

    public required EnrollmentPath Path { get; init; }

    public required EnrollmentStatus Status { get; init; }

    /// <summary>Of what is desired now: proof of an earlier revision counts no more.</summary>
    public required EvidenceRung Evidence { get; init; }

    public required DateTimeOffset? ProvenAt { get; init; }

    public required Trouble Trouble { get; init; }

    public required Verdict Verdict { get; init; }

    public required int? Slot { get; init; }

    /// <summary>Only where the caller asked for digits and may see them; null after erasure (KR-3).</summary>
    public PinDigits? Digits { get; init; }

    public override string ToString() => $"passcode {EnrollmentUuid}";
}

public enum PasscodeOrder
{
    NewestFirst,
    Name,
    NameDescending,
}

/// <summary>Which passcodes of a lock are asked for; what is null filters nothing.</summary>
public sealed record PasscodesFilter(PageRequest Page)
{
    public PasscodeOrder Order { get; init; }

    /// <summary>Part of the name, without regard to case; or all of the digits.</summary>
    public string? Search { get; init; }

    /// <summary>The one of this public number.</summary>
    public int? EnrollmentNumber { get; init; }

    /// <summary>Those with these digits.</summary>
    public PinDigits? Digits { get; init; }

    public override string ToString() => nameof(PasscodesFilter);
}

/// <summary>What a caller may know of passcodes.</summary>
public sealed class PasscodeQueries
{
    // First, since the statements below are made of it. What was revoked is told as long as the lock may hold it: one that never took it has nothing to remove.
    private static readonly string Shown =
        $"(e.desired_present or (e.gone_at is null and (e.observed <> 0 or e.path = {(int)EnrollmentPath.OfflineScheme})))";

    private readonly CallerReads reads;
    private readonly CallerTurns turns;
    private readonly KeyRing ring;
    private readonly WireIdIndex index;

    internal PasscodeQueries(CallerReads reads, CallerTurns turns, KeyRing ring, WireIdIndex index) =>
        (this.reads, this.turns, this.ring, this.index) = (reads, turns, ring, index);

    /// <summary>The passcodes of a lock: those that live, those being removed, and those whose window is over.</summary>
    public async Task<Outcome<PageOf<PasscodeView>>> OnLockAsync(Caller by, WireId smartLock, PasscodesFilter filter, CancellationToken cancel) =>
        (await ListAsync(by, smartLock, AccessAct.ListCredentials, filter, cancel)).Then(found => new PageOf<PasscodeView>(
            [.. found.Rows.Select(row => row.View!)],
            found.Total
        ));

    /// <summary>
    /// The same with digits, for wires that list them: for who may manage the lock's codes; one audit record a principal, lock and hour (KR-3). None where
    /// an operator has masked them for the caller's client, and then nothing is revealed.
    /// </summary>
    public async Task<Outcome<PageOf<PasscodeView>>> OnLockWithDigitsAsync(
        Caller by,
        WireId smartLock,
        PasscodesFilter filter,
        CancellationToken cancel
    )
    {
        var listed = await ListAsync(by, smartLock, AccessAct.RevealCredentials, filter, cancel);
        if (listed.IsRefused(out var refusal, out var found))
        {
            return refusal;
        }

        if (found.By.MasksCodes)
        {
            return new PageOf<PasscodeView>([.. found.Rows.Select(row => row.View!)], found.Total);
        }

        if (found.Rows.Count > 0 && await RecordOnceAnHourAsync(by, found.Rows[0], cancel) is { } unrecorded)
        {
            return unrecorded;
        }

        using var keys = await ring.RentAsync(found.Tenant, cancel);
        return new PageOf<PasscodeView>([.. found.Rows.Select(row => row.View! with { Digits = Open(keys, row) })], found.Total);
    }

    /// <param name="id">Of an enrollment.</param>
    public async Task<Outcome<PasscodeView>> OneAsync(Caller by, WireId id, CancellationToken cancel)
    {
        var found = await reads.ReadAsync(
            by,
            OneSql,
            row => PasscodeRow.Read(row, reads.Now),
            _ => [(short)id.Kind, id.Text, by.User?.Value],
            cancel
        );
        if (found.IsRefused(out var refusal, out var read))
        {
            return refusal;
        }

        // By their rights as they are now, not as they were remembered.
        var rows = read.Rows;
        return rows.Count == 0 ? AccessError.NotFound(Noun.Passcode)
            : rows[0].Refuse(AccessAct.ListCredentials, read.By, reads.Now) is { } weak
                ? weak.Code == AccessErrorCode.NotFound ? AccessError.NotFound(Noun.Passcode)
                    : weak
            : rows[0].View!;
    }

    private sealed record Listed(Caller By, TenantId Tenant, IReadOnlyList<PasscodeRow> Rows, int Total);

    private async Task<Outcome<Listed>> ListAsync(Caller by, WireId smartLock, AccessAct act, PasscodesFilter filter, CancellationToken cancel)
    {
        var indexes = await IndexesAsync(by, smartLock, filter, cancel);
        var found = await reads.ReadAsync(
            by,
            ListSql,
            row => (Row: PasscodeRow.Read(row, reads.Now), Total: row.GetInt32(PasscodeRow.Width)),
            _ =>
                [
                    (short)smartLock.Kind,
                    smartLock.Text,
                    by.User?.Value,
                    filter.Search is { } part ? Like.Escape(part) : null,
                    filter.Page.Size,
                    filter.Page.Offset,
                    indexes,
                    filter.Digits is not null,
                    filter.EnrollmentNumber?.ToString(CultureInfo.InvariantCulture),
                    (int)filter.Order,
                ],
            cancel
        );
        if (found.IsRefused(out var refusal, out var read))
        {
            return refusal;
        }

        // By their rights as they are now, not as they were remembered.
        var rows = read.Rows;
        return rows.Count == 0 ? AccessError.NotFound(Noun.Lock)
            : rows[0].Row.Refuse(act, read.By, reads.Now) is { } weak ? weak
            : new Listed(read.By, rows[0].Row.Tenant, [.. rows.Where(row => row.Row.View is not null).Select(row => row.Row)], rows[0].Total);
    }

    /// <summary>Of the digits that are looked for; null where none are.</summary>
    private async Task<byte[][]?> IndexesAsync(Caller by, WireId smartLock, PasscodesFilter filter, CancellationToken cancel)
    {
        var digits = filter.Digits ?? (PinDigits.Parse(filter.Search) is { Error: null } parsed ? parsed.Value : null);
        if (digits is not { } wanted || await index.FindAsync(smartLock, by.Tenants, cancel) is not { } row)
        {
            return null;
        }

        using var keys = await ring.RentAsync(row.Tenant, cancel);
        return [.. keys.PinIndexes(new LockId(row.Id), wanted)];
    }

    /// <summary>The record of a list names no credential: that of one code, which does, does not stand for it.</summary>
    private async Task<AccessError?> RecordOnceAnHourAsync(Caller by, PasscodeRow shown, CancellationToken cancel)
    {
        var recorded = await turns.RunAsync<LockId, Done>(
            by,
            new TurnRules(AuditKind.CredentialRevealed, AccessError.NotFound(Noun.Lock)),
            _ => ValueTask.FromResult<Located<LockId>?>(new(shown.Tenant, shown.Lock.Id, shown.Lock.Id)),
            async (turn, _) =>
            {
                var before = await turn.Work.ListAsync(
                    """
                    select 1 from audit_event
                    where tenant_id = $1 and lock_id = $2 and happened_at > $3 and stage <> 1 and kind = $4 and principal_id = $5 and outcome = $6
                        and convert_from(bytes, 'UTF8')::jsonb ->> 'credential' is null
                    limit 1
                    """,
                    row => row.GetInt32(0),
                    [
                        turn.Tenant.Value,
                        shown.Lock.Id.Value,
                        turn.Now - TimeSpan.FromHours(1),
                        (short)AuditKind.CredentialRevealed,
                        by.Principal.Id,
                        (short)AuditOutcome.Done,
                    ],
                    cancel
                );
                if (before.Count == 0)
                {
                    turn.Told.Add(turn.Event(AuditKind.CredentialRevealed, shown.Lock.Id) with { Shown = CredentialKind.Passcode });
                }

                return Done.Yes;
            },
            cancel
        );
        return recorded.Error;
    }

    private static PinDigits? Open(TenantKeys keys, PasscodeRow row) =>
        row.Sealed is { } blob ? PinDigits.Parse(keys.OpenText(CredentialPlaces.Value(row.Credential), blob)).Value : null;

    private static readonly string OneSql = $"""
        select {PasscodeRow.Columns}
        from public_id p
        join enrollment e on e.tenant_id = p.tenant_id and e.enrollment_id = p.row_id and {Shown} and e.kind = 1
        join smart_lock l on l.tenant_id = e.tenant_id and l.lock_id = e.lock_id and l.decommissioned_at is null
        {PasscodeRow.Joins}
        where p.kind = $1 and p.wire_id = $2
        """;

    // The lock is found first, so that an empty list differs from a lock that is not there.
    private static readonly string ListSql = $"""
        with door as (
            select l.* from public_id p join smart_lock l on l.tenant_id = p.tenant_id and l.lock_id = p.row_id and l.decommissioned_at is null
            where p.kind = $1 and p.wire_id = $2),
        hits as (
            select e.tenant_id, e.enrollment_id, e.created_at, coalesce(c.name, '') as name from door l
            join enrollment e on e.tenant_id = l.tenant_id and e.lock_id = l.lock_id and e.kind = 1 and {Shown}
            join credential c on c.tenant_id = e.tenant_id and c.credential_id = e.credential_id and c.origin <> {(int)CredentialOrigin.Super}
            where ($4::text is null or c.name ilike '%' || $4 || '%' or e.value_index = any ($7::bytea[]))
                and (not $8 or e.value_index = any ($7::bytea[]))
                and ($9::text is null or e.enrollment_id = (select row_id from public_id where kind = {(int)
            WireIdKind.EnrollmentNumber} and wire_id = $9))),
        page as (
            select *, row_number() over ({Order}) as n from hits {Order} limit $5 offset $6)
        select {PasscodeRow.Columns}, (select count(*)::int from hits)
        from door l
        left join page on page.tenant_id = l.tenant_id
        left join enrollment e on e.tenant_id = page.tenant_id and e.enrollment_id = page.enrollment_id
        {PasscodeRow.Joins}
        order by page.n
        """;

    private const string Order = "order by case $10 when 1 then name end, case $10 when 2 then name end desc, created_at desc, enrollment_id desc";
}

/// <summary>One row of a list of passcodes, or of a lock without any.</summary>
internal sealed record PasscodeRow(TenantId Tenant, KeypadLock Lock, CredentialId Credential, byte[]? Sealed, PasscodeView? View)
{
    private const int LockWidth = 26;
    private const int OwnColumns = LockWidth + EnrollmentRow.Width;

    public const int Width = OwnColumns + 15;

    public const string Columns = $"""
        {KeypadLock.Columns}, {EnrollmentRow.Columns},
        l.tenant_id, en.wire_id, eu.wire_id, cu.wire_id, ck.wire_id, c.name, c.starts_at, c.ends_at, c.origin, c.wire_type, c.created_at,
        lg.display_name, c.value_sealed, coalesce(k.is_online, false), k.changed_at
        """;

    public static readonly string Joins = $"""
        join site s on s.tenant_id = l.tenant_id and s.site_id = l.site_id
        left join access_grant g on g.tenant_id = l.tenant_id and g.lock_id = l.lock_id and g.user_id = $3 and g.revoked_at is null
        left join link k on k.tenant_id = l.tenant_id and k.link_id = l.link_id
        left join credential c on c.tenant_id = e.tenant_id and c.credential_id = e.credential_id
        left join public_id en on en.tenant_id = e.tenant_id and en.row_id = e.enrollment_id and en.kind = {(int)WireIdKind.EnrollmentNumber}
        left join public_id eu on eu.tenant_id = e.tenant_id and eu.row_id = e.enrollment_id and eu.kind = {(int)WireIdKind.EnrollmentUuid}
        left join public_id cu on cu.tenant_id = e.tenant_id and cu.row_id = e.credential_id and cu.kind = {(int)WireIdKind.CredentialUuid}
        left join public_id ck on ck.tenant_id = e.tenant_id and ck.row_id = e.credential_id and ck.kind = {(int)WireIdKind.KeyvoxCredential}
        left join app_user lg on lg.user_id = c.created_by
        """;

    public AccessError? Refuse(AccessAct act, Caller by, DateTimeOffset now) => Lock.Refuse(act, by, Tenant, now);

    public static PasscodeRow Read(NpgsqlDataReader row, DateTimeOffset now)
    {
        var smartLock = KeypadLock.Read(row);
        var tenant = new TenantId(row.GetGuid(OwnColumns));
        if (row.IsDBNull(LockWidth))
        {
            return new PasscodeRow(tenant, smartLock, default, null, null);
        }

        var enrollment = EnrollmentRow.Read(row, LockWidth);
        return new PasscodeRow(
            tenant,
            smartLock,
            enrollment.Credential,
            row.IsDBNull(OwnColumns + 12) ? null : row.GetFieldValue<byte[]>(OwnColumns + 12),
            ViewOf(row, enrollment, now)
        );
    }

    private static PasscodeView ViewOf(NpgsqlDataReader row, EnrollmentRow enrollment, DateTimeOffset now)
    {
        var known = EnrollmentKnowledge.Of(enrollment, now, row.GetBoolean(OwnColumns + 13) ? now : row.GetInstant(OwnColumns + 14));
        return new PasscodeView
        {
            EnrollmentNumber = int.Parse(row.GetString(OwnColumns + 1), CultureInfo.InvariantCulture),
            EnrollmentUuid = row.GetString(OwnColumns + 2),
            CredentialUuid = row.GetString(OwnColumns + 3),
            KeyvoxId = row.GetString(OwnColumns + 4),
            Name = row.GetText(OwnColumns + 5),
            Window = new TimeWindow(row.GetInstant(OwnColumns + 6), row.GetInstant(OwnColumns + 7)),
            Origin = (CredentialOrigin)row.GetInt16(OwnColumns + 8),
            WireType = row.GetOptional<short>(OwnColumns + 9),
            CreatedAt = row.GetFieldValue<DateTimeOffset>(OwnColumns + 10),
            CreatedBy = row.GetText(OwnColumns + 11),
            IsDesired = enrollment.IsDesired,
            Path = enrollment.Path,
            Status = known.Status,
            Evidence = known.Evidence,
            ProvenAt = known.ProvenAt,
            Trouble = known.Trouble,
            Verdict = known.Verdict,
            Slot = enrollment.Slot,
        };
    }
}
