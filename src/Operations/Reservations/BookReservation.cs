using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Reservations;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Reservations;

public sealed record BookingRequest
{
    public WireId? Site { get; init; }

    public WireId? Plan { get; init; }

    /// <summary>None: the first free ones of the plan or the site.</summary>
    public IReadOnlyList<WantedUnit> Units { get; init; } = [];

    /// <summary>How many, where none is named.</summary>
    public int UnitCount { get; init; } = 1;

    public required StayTime StartsAt { get; init; }

    public required StayTime EndsAt { get; init; }

    /// <summary>So long before a unit's start its code works too.</summary>
    public TimeSpan Early { get; init; }

    /// <summary>So long after its end.</summary>
    public TimeSpan Extend { get; init; }

    /// <summary>It waits for approval, and has no codes until then.</summary>
    public bool IsRequest { get; init; }

    public GuestFields Contact { get; init; } = new();

    public BookingDetails Details { get; init; } = new();

    /// <summary>Nobody's stay: the room is out of use.</summary>
    internal bool IsBlock { get; init; }

    public override string ToString() => nameof(BookingRequest);
}

/// <param name="Id">Its public UUID.</param>
/// <param name="KeyvoxId">KEYVOX's <c>orderId</c>.</param>
/// <param name="IsNew">False where the booking site's order was booked before.</param>
/// <param name="Codes">Of a new one.</param>
public sealed record BookedStay(TenantId Tenant, ReservationId Reservation, string Id, string KeyvoxId, bool IsNew, IReadOnlyList<MadeCode> Codes)
{
    public override string ToString() => $"reservation {Id}";
}

/// <summary>
/// Books units for somebody, with a code on every lock of each: all of it in one transaction, or nothing. The same order of the same booking site is booked
/// once. Of two who want a room at one time the second is told that it is taken, however many nodes there are.
/// </summary>
public sealed class BookReservation
{
    internal static readonly AccessError NoRoom = new(AccessErrorCode.Taken, "No unit is free at that time.", Noun.Unit);

    private static readonly AccessError Nowhere = AccessError.Invalid("A booking names a site, a plan or a unit.", Noun.Unit);

    private readonly TenantTurns turns;
    private readonly StayCodes codes;
    private readonly StayNews news;
    private readonly KeyRing ring;
    private readonly WireIds ids;

    internal BookReservation(TenantTurns turns, StayCodes codes, StayNews news, KeyRing ring, WireIds ids) =>
        (this.turns, this.codes, this.news, this.ring, this.ids) = (turns, codes, news, ring, ids);

    public async Task<Outcome<BookedStay>> RunAsync(Caller by, BookingRequest request, CancellationToken cancel)
    {
        if (Anchor(request) is not var (anchor, noun))
        {
            return Nowhere;
        }

        return RefuseInput(request) is { } invalid
            ? invalid
            : await turns.RunAsync(
                by,
                new TenantRules(AuditKind.ReservationBooked, Permission.ReservationsWrite, noun, NoRoom),
                anchor,
                (turn, _) => BookAsync(turn, request, cancel),
                cancel
            );
    }

    private static (WireId, Noun)? Anchor(BookingRequest request) =>
        request.Site is { } site ? (site, Noun.Site)
        : request.Plan is { } plan ? (plan, Noun.RoomPlan)
        : request.Units is [var unit, ..] ? (unit.Unit, Noun.Unit)
        : null;

    private static AccessError? RefuseInput(BookingRequest request) =>
        (
            !request.IsBlock && string.IsNullOrWhiteSpace(request.Contact.Name)
                ? AccessError.Invalid("A booking needs the guest's name.", Noun.Reservation)
                : null
        )
        ?? GuestRows.Refuse(request.Contact)
        ?? request.Details.Refuse()
        ?? (
            request.Units.Any(unit => unit.ContactName?.Length > 200 || unit.Guests is < 1)
                ? AccessError.Invalid("A unit has at least one guest, and a contact name of at most 200 characters.", Noun.Unit)
                : null
        );

    private async Task<Outcome<BookedStay>> BookAsync(CallerTurn turn, BookingRequest request, CancellationToken cancel)
    {
        if (await BookedBeforeAsync(turn, request.Details, cancel) is { } before)
        {
            return before;
        }

        var located = await BookingScope.FindAsync(turns, turn, request.Site, request.Plan, request.Units, cancel);
        if (located.IsRefused(out var unknown, out var scope))
        {
            return unknown;
        }

        if ((await WantedAsync(turn, scope, request, cancel)).IsRefused(out var refusal, out var wanted))
        {
            return refusal;
        }

        if (StayRules.Begin(new StayEvent.Book(wanted), turn.Now).IsRefused(out var unfit, out var step))
        {
            return unfit;
        }

        using var keys = await ring.RentAsync(turn.Tenant, cancel);
        var id = await NewStay.InsertAsync(turn, scope.Site, step.Stay, request, keys, cancel);
        await ids.IssueAsync(turn.Work, turn.Tenant, id.Value, cancel, WireIdKind.ReservationUuid, WireIdKind.KeyvoxOrder);
        turn.Told.Add(TenantTurns.Told(turn, AuditKind.ReservationBooked, Noun.Reservation, id.Value, step.Stay.State.ToString()));
        var made = await codes.FollowAsync(turn, id, request.Contact.Name?.Trim() ?? "", step.Wishes, keys, cancel);
        if (made.IsRefused(out var noCode, out var all))
        {
            return noCode;
        }

        if (step.Stay.State == StayState.Booked)
        {
            await news.TellAsync(turn, id, GuestNews.StayBooked, keys, cancel);
        }

        return await NamedAsync(turn, id, isNew: true, all, cancel);
    }

    private async Task<Outcome<Stay>> WantedAsync(CallerTurn turn, BookingScope scope, BookingRequest request, CancellationToken cancel)
    {
        var (start, end) = (request.StartsAt.StartIn(scope.Zone), request.EndsAt.EndIn(scope.Zone));
        if ((start.Error ?? end.Error) is { } invalid)
        {
            return invalid;
        }

        var whole = new Period(start.Value, end.Value);
        if (scope.Plan?.Refuse(whole, request.Details.Guests ?? 1) is { } against)
        {
            return against;
        }

        var state =
            request.IsBlock ? StayState.Maintenance
            : request.IsRequest ? StayState.Requested
            : StayState.Booked;
        var units =
            request.Units.Count > 0
                ? await scope.NamedAsync(turns, turn, request.Units, whole, cancel)
                : await scope.FreeAsync(turn, request.UnitCount, whole, cancel);
        return units.Then(all => new Stay(state, request.Early, request.Extend, all));
    }

    /// <summary>Exact, since the acts of a tenant wait for each other at its chain.</summary>
    private static async Task<BookedStay?> BookedBeforeAsync(CallerTurn turn, BookingDetails details, CancellationToken cancel)
    {
        if (details.ChannelOrder is not { Length: > 0 } order)
        {
            return null;
        }

        var before = await turn.Work.ListAsync(
            $"""
            select reservation_id from reservation where tenant_id = $1 and source is not distinct from $2 and channel_order = $3
                and state not in ({(int)StayState.Refused}, {(int)StayState.CheckedOut}, {(int)StayState.Cancelled})
            """,
            row => new ReservationId(row.GetGuid(0)),
            [turn.Tenant.Value, details.Source, order],
            cancel
        );
        return before is [var one] ? await NamedAsync(turn, one, isNew: false, [], cancel) : null;
    }

    private static async Task<BookedStay> NamedAsync(
        CallerTurn turn,
        ReservationId id,
        bool isNew,
        IReadOnlyList<MadeCode> made,
        CancellationToken cancel
    )
    {
        (turn.Made, turn.Counts) = (id.Value, [isNew ? 1 : 0]);
        var names = await WireIds.TextsAsync(turn.Work, turn.Tenant, id.Value, cancel, WireIdKind.ReservationUuid, WireIdKind.KeyvoxOrder);
        return new BookedStay(turn.Tenant, id, names[0], names[1], isNew, made);
    }
}

/// <summary>Takes a unit out of use for a time, or several.</summary>
public sealed class BlockUnit
{
    private readonly BookReservation book;

    internal BlockUnit(BookReservation book) => this.book = book;

    /// <param name="because">In a few words; none that is personal.</param>
    public Task<Outcome<BookedStay>> RunAsync(
        Caller by,
        IReadOnlyList<WireId> units,
        StayTime startsAt,
        StayTime endsAt,
        string? because,
        CancellationToken cancel
    ) =>
        book.RunAsync(
            by,
            new BookingRequest
            {
                Units = [.. units.Select(unit => new WantedUnit(unit))],
                StartsAt = startsAt,
                EndsAt = endsAt,
                Contact = new GuestFields { Name = because ?? "" },
                IsBlock = true,
            },
            cancel
        );
}
