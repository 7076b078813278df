using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Reservations;
using Latchwork.Domain.Users;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Reservations;

/// <summary>Which reservations are asked for; what is null filters nothing.</summary>
public sealed record ReservationsFilter(PageRequest Page)
{
    public WireId? Site { get; init; }

    public WireId? Unit { get; init; }

    /// <summary>Those that overlap the time from here on.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>And up to here.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Part of the guest's name, without regard to case; or all of the telephone number or of the e-mail address.</summary>
    public string? Search { get; init; }

    public StayState? State { get; init; }

    /// <summary>Without those that were cancelled or are over.</summary>
    public bool OnlyOpen { get; init; }

    /// <summary>Each with its codes and how sure it is that its guest gets in, as one that is asked for by itself.</summary>
    public bool WithVerdict { get; init; }

    /// <summary>With a unit, or without.</summary>
    public bool? IsAssigned { get; init; }

    public override string ToString() => nameof(ReservationsFilter);
}

/// <summary>The reservations of a tenant, for its members and keys.</summary>
public sealed class ReservationQueries
{
    private readonly CallerReads reads;
    private readonly RevealRecords reveals;
    private readonly KeyRing ring;

    internal ReservationQueries(CallerReads reads, RevealRecords reveals, KeyRing ring) =>
        (this.reads, this.reveals, this.ring) = (reads, reveals, ring);

    /// <summary>By their start. Without codes, unless the verdict is asked for; without digits in any case.</summary>
    public async Task<Outcome<PageOf<ReservationView>>> ListAsync(Caller by, TenantId tenant, ReservationsFilter filter, CancellationToken cancel)
    {
        using var keys = await ring.RentAsync(tenant, cancel);
        var found = await reads.ReadAsync(
            by,
            ListSql.For(filter.Page),
            Paged.Row(ReservationRow.Read),
            _ => ParametersOf(tenant, filter, keys),
            cancel
        );
        if (found.IsRefused(out var refusal, out var read))
        {
            return refusal;
        }

        if (AccessDecision.Refuse(Permission.ReservationsRead, read.By.StandingIn(tenant), Noun.Reservation) is { } weak)
        {
            return weak;
        }

        var page = Paged.Page(read.Rows);
        if (filter.WithVerdict)
        {
            return (await WholeAsync(read.By, tenant, page.Items, shows: false, keys, cancel)).Then(page.With);
        }

        var units = await reads.ListAsync(by, ReservedUnitRow.Sql, ReservedUnitRow.Read, _ => [tenant.Value, Ids(page.Items)], cancel);
        return units.Then(found => page.With<ReservationView>([.. WithUnits(page.Items, found, keys).Select(one => one.View)]));
    }

    /// <param name="withDigits">For wires that list them: for who may see digits, one audit record a principal, lock and hour (KR-3). Else there are none.</param>
    public Task<Outcome<ReservationView>> FindAsync(Caller by, WireId reservation, bool withDigits, CancellationToken cancel) =>
        FindAsync(by, reservation, withDigits, isOwnAct: false, cancel);

    /// <summary>
    /// With digits, as the caller's own act has left it: who may book is told of that, also without the right to read bookings; and of the codes of bookings that they
    /// made themselves, also without the right to be told others' (keyvox.md 12).
    /// </summary>
    public Task<Outcome<ReservationView>> ActedOnAsync(Caller by, WireId reservation, CancellationToken cancel) =>
        FindAsync(by, reservation, withDigits: true, isOwnAct: true, cancel);

    private async Task<Outcome<ReservationView>> FindAsync(Caller by, WireId reservation, bool withDigits, bool isOwnAct, CancellationToken cancel)
    {
        var found = await reads.ReadAsync(
            by,
            OneSql,
            row => (Row: ReservationRow.Read(row), Tenant: new TenantId(row.GetGuid(ReservationRow.TenantColumn))),
            _ => [(short)reservation.Kind, reservation.Text],
            cancel
        );
        if (found.IsRefused(out var refusal, out var read))
        {
            return refusal;
        }

        if (read.Rows is not [var (row, tenant)])
        {
            return AccessError.NotFound(Noun.Reservation);
        }

        var needed = isOwnAct ? Permission.ReservationsWrite : Permission.ReservationsRead;
        if (AccessDecision.Refuse(needed, read.By.StandingIn(tenant), Noun.Reservation) is { } weak)
        {
            return weak;
        }

        using var keys = await ring.RentAsync(tenant, cancel);
        var shows = withDigits && ((isOwnAct && row.MadeBy == by.Principal.Id && !read.By.MasksCodes) || MayReveal(read.By, tenant));
        var whole = await WholeAsync(read.By, tenant, [row], shows, keys, cancel);
        return whole.Then(views => views[0]);
    }

    /// <summary>Those of one unit that are booked or under way, with their codes and digits as they are shown of one.</summary>
    public async Task<Outcome<IReadOnlyList<ReservationView>>> OfUnitAsync(
        Caller by,
        TenantId tenant,
        WireId unit,
        bool withDigits,
        CancellationToken cancel
    )
    {
        const int Most = 200;
        using var keys = await ring.RentAsync(tenant, cancel);
        var filter = new ReservationsFilter(new PageRequest(1, Most))
        {
            Unit = unit,
            From = reads.Now,
            OnlyOpen = true,
        };
        var found = await reads.ReadAsync(
            by,
            ListSql.For(filter.Page),
            Paged.Row(ReservationRow.Read),
            _ => ParametersOf(tenant, filter, keys),
            cancel
        );
        if (found.IsRefused(out var refusal, out var read))
        {
            return refusal;
        }

        return AccessDecision.Refuse(Permission.ReservationsRead, read.By.StandingIn(tenant), Noun.Unit) is { } weak
            ? weak
            : await WholeAsync(read.By, tenant, Paged.Page(read.Rows).Items, withDigits && MayReveal(read.By, tenant), keys, cancel);
    }

    private static object?[] ParametersOf(TenantId tenant, ReservationsFilter filter, TenantKeys keys) =>
        [
            tenant.Value,
            filter.Page.Size,
            filter.Page.Start,
            (short?)filter.Site?.Kind,
            filter.Site?.Text,
            (short?)filter.Unit?.Kind,
            filter.Unit?.Text,
            filter.From?.Cut(),
            filter.Until?.Cut(),
            filter.Search is { } part ? Like.Escape(part) : null,
            IndexesOf(filter.Search, keys),
            (short?)filter.State,
            filter.OnlyOpen,
            filter.IsAssigned,
        ];

    private static byte[][] IndexesOf(string? search, TenantKeys keys)
    {
        if (search is null)
        {
            return [];
        }

        var number = ContactText.TypedTelephone(search) is { } telephone ? keys.ContactIndexes(telephone) : [];
        var address = ContactText.Email(search) is { Error: null } email ? keys.ContactIndexes(email.Value) : [];
        return [.. number, .. address];
    }

    private readonly record struct Opened(ReservationRow Row, ReservationView View, IReadOnlyList<ReservedUnitRow> Units);

    private static List<Opened> WithUnits(IReadOnlyList<ReservationRow> rows, List<ReservedUnitRow> units, TenantKeys keys)
    {
        var byStay = units.ToLookup(unit => unit.Reservation);
        return rows.Select(row => new Opened(
                row,
                row.Open(keys) with
                {
                    Units = [.. byStay[row.Row].Select(unit => unit.View)],
                },
                [.. byStay[row.Row]]
            ))
            .ToList();
    }

    private async Task<Outcome<IReadOnlyList<ReservationView>>> WholeAsync(
        Caller by,
        TenantId tenant,
        IReadOnlyList<ReservationRow> rows,
        bool shows,
        TenantKeys keys,
        CancellationToken cancel
    )
    {
        var (now, ids) = (reads.Now, Ids(rows));
        var found = await reads.ListByKeyAsync(
            by,
            new KeyQuestion<ReservedUnitRow>(ReservedUnitRow.Sql, ReservedUnitRow.Read, tenant.Value, ids),
            new KeyQuestion<StayCodeRow>(StayCodeRow.Sql, row => StayCodeRow.Read(row, now), tenant.Value, ids),
            new KeyQuestion<StayEvidence>(StayEvidence.Sql, row => StayEvidence.Read(row, now), tenant.Value, ids),
            cancel
        );
        if (found.IsRefused(out var refusal, out var read))
        {
            return refusal;
        }

        var (units, codes, evidence) = read;
        LockId[] locks = [.. codes.Where(code => code.Lock is not null && code.Value is not null).Select(code => code.Lock!.Value).Distinct()];
        if (shows && await reveals.OnceAnHourAsync(by, CredentialKind.Passcode, tenant, locks, cancel) is { } unrecorded)
        {
            return unrecorded;
        }

        var (codesOf, evidenceOf) = (codes.ToLookup(code => code.Reservation), evidence.ToLookup(one => one.Reservation));
        ReservationView[] views =
        [
            .. WithUnits(rows, units, keys)
                .Select(one =>
                    one.View with
                    {
                        Codes = CodesOf(codesOf[one.Row.Row], shows ? keys : null),
                        Verdict = VerdictOf(one, evidenceOf[one.Row.Row], now),
                    }
                ),
        ];
        return views;
    }

    private static bool MayReveal(Caller by, TenantId tenant) => !by.MasksCodes && by.StandingIn(tenant)?.Contains(Permission.PinsReveal) == true;

    private static StayCode[] CodesOf(IEnumerable<StayCodeRow> rows, TenantKeys? keys) =>
        [
            .. rows.GroupBy(row => row.Credential)
                .Select(code =>
                    (keys is null ? code.First().Code : code.First().Open(keys)) with
                    {
                        Doors = [.. code.Select(row => row.Door).OfType<StayDoor>()],
                    }
                ),
        ];

    private static StayVerdict? VerdictOf(Opened one, IEnumerable<StayEvidence> evidence, DateTimeOffset now)
    {
        StayEvidence[] all = [.. evidence];
        var names = one.Units.ToDictionary(unit => unit.Unit, unit => unit.View);
        return StayEvidence.Judge(one.View.State, one.View.Period, all, now) is { } verdict
            ? new StayVerdict(verdict.Overall, [.. verdict.Reasons.Select(Named)])
            : null;

        StayReason Named(AccessReason reason)
        {
            var at = all.FirstOrDefault(found => found.Unit == reason.Unit && found.Lock?.Id == reason.Lock)?.Lock;
            return new StayReason(names[reason.Unit].Id, names[reason.Unit].Name, at?.Uuid, at?.Name, reason.Verdict);
        }
    }

    private static Guid[] Ids(IReadOnlyList<ReservationRow> rows) => [.. rows.Select(row => row.Row.Value)];

    private static readonly string OneSql = $"""
        select {ReservationRow.Columns}
        from public_id i join reservation r on r.tenant_id = i.tenant_id and r.reservation_id = i.row_id {ReservationRow.Joins}
        where i.kind = $1 and i.wire_id = $2
        """;

    private static readonly PagedSql ListSql = Paged.Sql(
        $"""
        select r.* from reservation r left join person p on p.tenant_id = r.tenant_id and p.person_id = r.person_id
        where r.tenant_id = $1
            and ($5::text is null or r.site_id = (select row_id from public_id where kind = $4 and wire_id = $5 and tenant_id = $1))
            and ($7::text is null or exists (select from reservation_unit x where x.tenant_id = r.tenant_id and x.reservation_id = r.reservation_id
                and x.unit_id = (select row_id from public_id where kind = $6 and wire_id = $7 and tenant_id = $1)))
            and ($8::timestamptz is null or r.ends_at > $8) and ($9::timestamptz is null or r.starts_at < $9)
            and ($10::text is null or r.contact_name ilike '%' || $10 || '%' or p.telephone_index = any ($11::bytea[]) or p.email_index = any ($11::bytea[])
                or exists (select from reservation_unit x where x.tenant_id = r.tenant_id and x.reservation_id = r.reservation_id
                    and x.contact_name ilike '%' || $10 || '%'))
            and ($12::smallint is null or r.state = $12)
            and (not $13 or r.state not in ({(int)StayState.Cancelled}, {(int)StayState.CheckedOut}))
            and ($14::boolean is null or $14 = exists (select from reservation_unit x where x.tenant_id = r.tenant_id and x.reservation_id = r.reservation_id))
        """,
        PageOrder.Rising("starts_at timestamptz, reservation_id uuid"),
        size: 2,
        "r",
        (ReservationRow.Columns, ReservationRow.Joins)
    );
}
