using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Npgsql;

namespace Latchwork.Operations.Locks;

public sealed record RecordsFilter(IReadOnlyList<EventPattern> Patterns, PageRequest Page)
{
    /// <summary>By the time at the lock, included.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Excluded.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Only what this person did.</summary>
    public int? UserNumber { get; init; }

    /// <summary>Only of the credentials of this lock with exactly these digits or this number.</summary>
    public string? ShownAtDoor { get; init; }

    /// <summary>The wire whose markers count: what was deleted there is left out. Null: nothing is.</summary>
    public Surface? HiddenFor { get; init; }

    public override string ToString() => nameof(RecordsFilter);
}

/// <summary>One ended act, or one thing that the lock told.</summary>
/// <param name="Number">Names it on the wires: the sequence, permuted; below 2^48.</param>
/// <param name="HappenedAt">By the lock's clock where it has one.</param>
/// <param name="UserName">The account of who asked for it over an API; of a claim, the name that was told with it.</param>
/// <param name="CredentialName">What was shown at the door, where it is known.</param>
public sealed record LockRecord(
    long Number,
    EventFacts Facts,
    DateTimeOffset HappenedAt,
    DateTimeOffset ReceivedAt,
    string? UserName,
    string? CredentialName
);

/// <summary>The history of a lock, out of the one list of events; newest first. "Asked" is never shown (AU-1).</summary>
public sealed class LockRecords
{
    private readonly CallerReads reads;
    private readonly KeyRing ring;
    private readonly WireIdIndex index;

    internal LockRecords(CallerReads reads, KeyRing ring, WireIdIndex index) => (this.reads, this.ring, this.index) = (reads, ring, index);

    /// <summary>Those who manage the lock see all of it, others what they did themselves; so does who manages it at other times than now.</summary>
    public async Task<Outcome<PageOf<LockRecord>>> ListAsync(Caller by, WireId lockId, RecordsFilter filter, CancellationToken cancel)
    {
        var shown = await IndexesAsync(by, lockId, filter.ShownAtDoor, cancel);
        if ((await ReadAsync(onlyOwn: false)).IsRefused(out var refusal, out var read))
        {
            return refusal;
        }

        if (read.IsAll && !read.MayReadAll && (await ReadAsync(onlyOwn: true)).IsRefused(out refusal, out read))
        {
            return refusal;
        }

        return await OpenAsync(read.Rows, cancel);

        async Task<Outcome<Reading>> ReadAsync(bool onlyOwn)
        {
            var found = await reads.ReadAsync(by, Sql, Row.Read, _ => ValuesOf(by, lockId, filter, shown, onlyOwn), cancel);
            return found.IsRefused(out var gone, out var rows) ? gone : Decide(rows);
        }
    }

    /// <param name="IsAll">These are everybody's: by the caller's role, which is looked at before the decision and is none.</param>
    private readonly record struct Reading(List<Row> Rows, bool IsAll, bool MayReadAll);

    private Outcome<Reading> Decide(ConfirmedRows<Row> read)
    {
        if (read.Rows is not [var first, ..])
        {
            return AccessError.NotFound(Noun.Lock);
        }

        var facts = new AccessFacts
        {
            Lock = first.Lock,
            Grant = first.Grant,
            Standing = read.By.StandingIn(first.Tenant),
            IsRemote = true,
        };
        var all = AccessDecision.Refuse(AccessAct.ReadAllRecords, facts, reads.Now);
        // What somebody did themselves, they did by a grant.
        var refusal = all is null || first.Grant is null ? all : AccessDecision.Refuse(AccessAct.ReadOwnRecords, facts, reads.Now);
        return refusal is null ? new Reading(read.Rows, first.IsAll, all is null) : refusal;
    }

    private async Task<PageOf<LockRecord>> OpenAsync(List<Row> rows, CancellationToken cancel)
    {
        using var keys = await ring.RentAsync(rows[0].Tenant, cancel);
        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        return new PageOf<LockRecord>(
            [.. rows.Where(row => row.Event is not null).Select(row => row.Event!(keys.RecordIds, installation))],
            rows[0].Total
        );
    }

    /// <summary>What finds the credentials on the lock; empty for what no credential can be, null where nothing is looked for.</summary>
    private async Task<byte[][]?> IndexesAsync(Caller by, WireId lockId, string? shown, CancellationToken cancel)
    {
        if (shown is null)
        {
            return null;
        }

        CredentialValue[] values = [.. Enum.GetValues<CredentialKind>().Select(kind => CredentialValue.Typed(kind, shown)).OfType<CredentialValue>()];
        if (values.Length == 0 || await index.FindAsync(lockId, by.Tenants, cancel) is not { } row)
        {
            return [];
        }

        using var keys = await ring.RentAsync(row.Tenant, cancel);
        return [.. values.SelectMany(value => keys.ValueIndexes(new LockId(row.Id), value))];
    }

    private static object?[] ValuesOf(Caller by, WireId lockId, RecordsFilter filter, byte[][]? shown, bool onlyOwn) =>
        [
            (short)lockId.Kind,
            lockId.Text,
            by.User?.Value,
            onlyOwn,
            filter.From,
            filter.Until,
            filter.UserNumber?.ToString(System.Globalization.CultureInfo.InvariantCulture),
            .. PatternColumns(filter.Patterns),
            filter.Page.Size,
            filter.Page.Offset,
            (short?)filter.HiddenFor,
            filter.Patterns.Select(p => p.Claimed?.ToString(System.Globalization.CultureInfo.InvariantCulture)).ToArray(),
            shown,
        ];

    private static IEnumerable<object> PatternColumns(IReadOnlyList<EventPattern> patterns)
    {
        yield return patterns.Select(p => (short)p.Kind).ToArray();
        yield return patterns.Select(p => (short?)p.Outcome).ToArray();
        yield return patterns.Select(p => (short?)p.Cause).ToArray();
        yield return patterns.Select(p => (short?)p.Shown).ToArray();
        yield return patterns.Select(p => (short?)p.Bolt).ToArray();
        yield return patterns.Select(p => (short?)p.Door).ToArray();
    }

    private const string Told = "convert_from(e.bytes, 'UTF8')::jsonb";

    // The whole history is looked through by its short columns, for the count; events and names are fetched for the page alone. Only a search for a
    // credential, or for a type that was claimed, looks into the events themselves.
    private static readonly string Sql = $"""
        with door as (
            select l.tenant_id, l.lock_id, l.capabilities, l.frozen_at is not null as is_frozen, not l.opens_remotely as no_remote, l.usage_hours,
                l.permitted_addresses, l.records_hidden_before, {GrantRow.Columns.Replace(
            "g.lock_id",
            "l.lock_id as granted_lock",
            StringComparison.Ordinal
        )}, not $4 and (g.role is null or g.role >= {(int)GrantRole.Manager}) as is_all
            from public_id p
            join smart_lock l on l.tenant_id = p.tenant_id and l.lock_id = p.row_id and l.decommissioned_at is null
            left join access_grant g on g.tenant_id = l.tenant_id and g.lock_id = l.lock_id and g.user_id = $3 and g.revoked_at is null
            where p.kind = $1 and p.wire_id = $2
        ),
        hits as (
            select e.tenant_id, e.sequence, e.received_at, e.happened_at
            from door d join audit_event e on e.tenant_id = d.tenant_id and e.lock_id = d.lock_id
            where e.stage <> 1
                and (d.is_all or e.principal_id = $3)
                and ($5::timestamptz is null or e.happened_at >= $5) and ($6::timestamptz is null or e.happened_at < $6)
                and ($16::smallint is null or d.records_hidden_before is null or e.received_at >= d.records_hidden_before)
                and ($16::smallint is null or not exists (
                    select from hidden_event x where x.tenant_id = e.tenant_id and x.sequence = e.sequence and x.dialect = $16))
                and ($7::text is null or e.principal_id = (select row_id from public_id where kind = {(int)WireIdKind.UserNumber} and wire_id = $7))
                and exists (
                    select from unnest($8::smallint[], $9::smallint[], $10::smallint[], $11::smallint[], $12::smallint[], $13::smallint[], $17::text[])
                        as m (kind, outcome, cause, shown, bolt, door, claimed)
                    where m.kind = e.kind and (m.outcome is null or m.outcome = e.outcome) and (m.cause is null or m.cause = e.cause)
                        and (m.shown is null or m.shown = e.shown) and (m.bolt is null or m.bolt = e.bolt) and (m.door is null or m.door = e.door)
                        and (m.claimed is null or m.claimed = {Told} -> 'claim' ->> 'type'))
                and ($18::bytea[] is null or e.shown is not null and {Told} ->> 'credential' in (
                    select n.credential_id::text from enrollment n
                    where n.tenant_id = d.tenant_id and n.lock_id = d.lock_id and n.value_index = any ($18)))
        ),
        page as (select * from hits order by happened_at desc, sequence desc limit $14 offset $15)
        select d.*, (select count(*)::int from hits), e.sequence, e.bytes, {EventNames.Columns}, ap.bytes
        from door d
        left join (page h join audit_event e on e.tenant_id = h.tenant_id and e.sequence = h.sequence and e.received_at = h.received_at) on true
        {EventNames.Joins}
        left join audit_private ap on ap.tenant_id = e.tenant_id and ap.sequence = e.sequence and ap.received_at = e.received_at
            and e.kind = {(int)AuditKind.RecordClaimed}
        order by e.happened_at desc, e.sequence desc
        """;

    private sealed record Row(
        TenantId Tenant,
        LockFacts Lock,
        AccessGrant? Grant,
        bool IsAll,
        int Total,
        Func<IdPermutation, TenantKeys, LockRecord>? Event
    )
    {
        private const int After = 9 + GrantRow.Width;

        public static Row Read(NpgsqlDataReader row) =>
            new(
                new TenantId(row.GetGuid(0)),
                LockRow.ReadFacts(row, 2),
                GrantRow.ReadOptional(row, 8),
                row.GetBoolean(After - 1),
                row.GetInt32(After),
                row.IsDBNull(After + 1) ? null : ReadEvent(row)
            );

        private static Func<IdPermutation, TenantKeys, LockRecord> ReadEvent(NpgsqlDataReader row)
        {
            var sequence = row.GetInt64(After + 1);
            var told = AuditEvent.FromBytes(row.GetFieldValue<byte[]>(After + 2));
            var names = EventNames.Read(row, After + 3);
            var claimed = row.IsDBNull(After + 3 + EventNames.Width)
                ? null
                : AuditPrivate.FromBytes(row.GetFieldValue<byte[]>(After + 3 + EventNames.Width)).TypedName;
            return (numbers, installation) =>
                new LockRecord(
                    numbers.Permute(sequence),
                    new EventFacts(told.Kind, told.Outcome, told.Cause, told.Shown, told.Bolt, told.Door, told.Claim),
                    told.DeviceAt ?? told.ReceivedAt,
                    told.ReceivedAt,
                    told.Kind == AuditKind.RecordClaimed ? claimed : names.Person.Open(installation),
                    names.Credential
                );
        }
    }
}
