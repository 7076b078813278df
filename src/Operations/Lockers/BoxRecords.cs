using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Lockers;
using Latchwork.Domain.Locks;
using Latchwork.Domain.Users;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Lockers;

/// <summary>One thing that happened to a cabinet or a box: an ended act, what the cabinet told, or a change.</summary>
/// <param name="Number">Names it on the wires: the sequence, permuted; below 2^48.</param>
/// <param name="Box">Null for what is about the cabinet.</param>
/// <param name="HappenedAt">By the cabinet's clock where it has one.</param>
public sealed record BoxRecord(
    long Number,
    BoxNumber? Box,
    AuditKind Kind,
    AuditOutcome Outcome,
    DateTimeOffset HappenedAt,
    DateTimeOffset ReceivedAt
)
{
    public PrincipalKind? By { get; init; }

    public Surface Surface { get; init; }

    /// <summary>The account of who asked for it over an API, where that is a person.</summary>
    public string? UserName { get; init; }

    /// <summary>What was shown at the panel.</summary>
    public CredentialKind? Shown { get; init; }

    /// <summary>Of what was shown, where it is one of ours.</summary>
    public string? CredentialName { get; init; }

    /// <summary>Of the passcode that was shown: only where they may be told, which is recorded (KR-3), and were not erased.</summary>
    public PinDigits? Digits { get; init; }

    public DoorState? Door { get; init; }

    public BoxContent? Inside { get; init; }

    public override string ToString() => $"record {Number}";
}

/// <summary>Which records are looked for; what is null filters nothing.</summary>
public sealed record BoxRecordsFilter(IReadOnlyCollection<AuditKind> Kinds)
{
    /// <summary>Null for the cabinet and all of its boxes.</summary>
    public BoxNumber? Box { get; init; }

    /// <summary>Only those that ended so.</summary>
    public AuditOutcome? Outcome { get; init; }

    /// <summary>By the cabinet's clock where it has one, included.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Excluded.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>A record's number: what is older than that; null for the newest.</summary>
    public long? After { get; init; }

    /// <summary>Digits are not told, whoever asks.</summary>
    public bool HidesDigits { get; init; }

    public required int Size { get; init; }
}

/// <param name="Next">The number to go on after; null where nothing follows.</param>
public sealed record BoxRecordPage(IReadOnlyList<BoxRecord> Records, long? Next);

/// <summary>
/// The usage log of a cabinet, out of the one list of events; newest first. "Asked" is never shown (AU-1). That somebody reads it is recorded once an hour (AU-6).
/// </summary>
public sealed class BoxRecords
{
    private readonly CallerReads reads;
    private readonly KeyRing ring;
    private readonly RevealRecords reveals;
    private readonly HistoryReads seen;

    internal BoxRecords(CallerReads reads, KeyRing ring, RevealRecords reveals, HistoryReads seen) =>
        (this.reads, this.ring, this.reveals, this.seen) = (reads, ring, reveals, seen);

    public async Task<Outcome<BoxRecordPage>> ListAsync(Caller by, WireId locker, BoxRecordsFilter filter, CancellationToken cancel)
    {
        if ((await FindAsync(by, locker, cancel)).IsRefused(out var refusal, out var cabinet))
        {
            return refusal;
        }

        using var keys = await ring.RentAsync(cabinet.Tenant, cancel);
        var before = filter.After is { } number ? keys.RecordIds.Invert(number) : long.MaxValue;
        if (before is null)
        {
            return AccessError.Invalid("There is no such record to go on after.", Noun.AuditEvent);
        }

        Guid[] objects =
        [
            .. cabinet.Boxes.Where(one => filter.Box is null || one.Value == filter.Box).Select(one => one.Key),
            .. filter.Box is null ? [cabinet.Id] : Array.Empty<Guid>(),
        ];
        if (filter.Box is not null && objects.Length == 0)
        {
            return LockerTurns.NoBox;
        }

        var found = await reads.ReadAsync(
            by,
            Sql,
            Row.Read,
            _ =>
                [
                    cabinet.Tenant.Value,
                    objects,
                    filter.Kinds.Select(kind => (short)kind).ToArray(),
                    before,
                    filter.Size + 1,
                    (short?)filter.Outcome,
                    filter.From,
                    filter.Until,
                ],
            cancel
        );
        if (found.IsRefused(out refusal, out var read))
        {
            return refusal;
        }

        await seen.NoteAsync(by, cancel);
        var page = read.Rows.Take(filter.Size).ToList();
        var shows = !filter.HidesDigits && !read.By.MasksCodes && read.By.StandingIn(cabinet.Tenant)?.Contains(Permission.PinsReveal) == true;
        CredentialId[] revealed = [.. page.Where(row => shows && row.ShowsDigits).Select(row => row.Code!.Value).Distinct()];
        if (await reveals.OnceAnHourAsync(by, CredentialKind.Passcode, cabinet.Tenant, revealed, cancel) is { } unrecorded)
        {
            return unrecorded;
        }

        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        var shown = page.ConvertAll(row => row.Show(cabinet.Boxes, keys, installation, shows));
        return new BoxRecordPage(shown, read.Rows.Count > filter.Size ? shown[^1].Number : null);
    }

    private async Task<Outcome<Cabinet>> FindAsync(Caller by, WireId locker, CancellationToken cancel)
    {
        var found = await reads.ReadAsync(by, CabinetSql, Cabinet.Read, _ => [(short)locker.Kind, locker.Text], cancel);
        return found.IsRefused(out var refusal, out var read) ? refusal
            : read.Rows is not [var cabinet] ? LockerTurns.NoLocker
            : AccessDecision.Refuse(Permission.AuditRead, read.By.StandingIn(cabinet.Tenant), Noun.Locker) is { } weak ? weak
            : cabinet;
    }

    private const string CabinetSql = """
        select k.tenant_id, k.locker_id, array(select b.box_id from locker_box b where b.tenant_id = k.tenant_id and b.locker_id = k.locker_id order by b.number),
            array(select b.number from locker_box b where b.tenant_id = k.tenant_id and b.locker_id = k.locker_id order by b.number)
        from public_id p
        join locker k on k.tenant_id = p.tenant_id and k.locker_id = p.row_id and k.decommissioned_at is null
        where p.kind = $1 and p.wire_id = $2
        """;

    private static readonly string Sql = $"""
        select e.sequence, e.object_id, e.bytes, c.credential_id, {EventNames.ValueThen}, {EventNames.Columns}
        from (
            select e.* from audit_event e
            where e.tenant_id = $1 and e.object_id = any ($2) and e.kind = any ($3) and e.stage <> 1 and e.sequence < $4 and ($6::smallint is null or e.outcome = $6)
                and ($7::timestamptz is null or e.happened_at >= $7) and ($8::timestamptz is null or e.happened_at < $8)
            order by e.sequence desc limit $5) as e
        {EventNames.Joins}
        order by e.sequence desc
        """;

    private sealed record Cabinet(TenantId Tenant, Guid Id, IReadOnlyDictionary<Guid, BoxNumber> Boxes)
    {
        public static Cabinet Read(NpgsqlDataReader row) =>
            new(
                new TenantId(row.GetGuid(0)),
                row.GetGuid(1),
                row.GetFieldValue<Guid[]>(2)
                    .Zip(row.GetFieldValue<string[]>(3))
                    .ToDictionary(box => box.First, box => BoxNumber.Parse(box.Second).Value)
            );
    }

    private sealed record Row(long Sequence, Guid Object, AuditEvent Event, CredentialId? Code, byte[]? Sealed, EventNames Names)
    {
        public bool ShowsDigits => Sealed is not null && Event.Shown == CredentialKind.Passcode;

        public static Row Read(NpgsqlDataReader row) =>
            new(
                row.GetInt64(0),
                row.GetGuid(1),
                AuditEvent.FromBytes(row.GetFieldValue<byte[]>(2)),
                row.GetId(3, id => new CredentialId(id)),
                row.IsDBNull(4) ? null : row.GetFieldValue<byte[]>(4),
                EventNames.Read(row, 5)
            );

        public BoxRecord Show(IReadOnlyDictionary<Guid, BoxNumber> boxes, TenantKeys keys, TenantKeys installation, bool shows) =>
            new(
                keys.RecordIds.Permute(Sequence),
                boxes.TryGetValue(Object, out var box) ? box : null,
                Event.Kind,
                Event.Outcome,
                Event.DeviceAt ?? Event.ReceivedAt,
                Event.ReceivedAt
            )
            {
                By = Event.By?.Kind,
                Surface = Event.By?.Surface ?? Surface.None,
                UserName = Names.Person.Open(installation),
                Shown = Event.Shown,
                CredentialName = Names.Credential,
                Digits = shows && ShowsDigits ? Open(keys) : null,
                Door = Event.Door,
                Inside = Event.Inside,
            };

        private PinDigits? Open(TenantKeys keys) =>
            CredentialValue.FromBytes(CredentialKind.Passcode, keys.Open(CredentialPlaces.Value(Code!.Value), Sealed!)).Digits;
    }
}
