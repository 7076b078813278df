using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Reservations;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Reservations;

/// <param name="Site">Where the caller says that it is; at another site there is no such reservation. Null: not said.</param>
public readonly record struct NamedStay(WireId Id, WireId? Site = null)
{
    public static implicit operator NamedStay(WireId id) => new(id);
}

/// <summary>The way of every act on a reservation that is there: <see cref="StayRules"/> decide, and what they wish for is done with it.</summary>
internal sealed class StayTurns(TenantTurns turns, StayCodes codes, StayNews news, KeyRing ring)
{
    /// <param name="what">Of the unit that is named, or null for all.</param>
    /// <returns>How many records were changed; 0 where it was so already.</returns>
    public Task<Outcome<int>> RunAsync(
        Caller by,
        AuditKind kind,
        NamedStay reservation,
        WireId? unit,
        Func<UnitId?, StayEvent> what,
        CancellationToken cancel
    ) =>
        RunAsync<int>(
            by,
            kind,
            reservation,
            async (turn, stored, keys) =>
            {
                if (await turns.RowsAsync(turn, unit is { } named ? [named] : [], cancel) is not { } rows)
                {
                    return AccessError.NotFound(Noun.Unit);
                }

                var step = await TakeAsync(turn, kind, stored, what(rows is [var row] ? new UnitId(row) : null), keys, cancel);
                if (step is { Error: null, Value.Changed: > 0 } && NewsOf(kind, step.Value.Stay) is { } told)
                {
                    await news.TellAsync(turn, stored.Id, told, keys, cancel);
                }

                return step.Then(taken =>
                {
                    turn.Counts = [taken.Changed];
                    return taken.Changed;
                });
            },
            cancel
        );

    public Task<Outcome<T>> RunAsync<T>(
        Caller by,
        AuditKind kind,
        NamedStay reservation,
        Func<CallerTurn, StoredStay, TenantKeys, Task<Outcome<T>>> act,
        CancellationToken cancel
    ) =>
        turns.RunAsync<T>(
            by,
            new TenantRules(kind, Permission.ReservationsWrite, Noun.Reservation, BookReservation.NoRoom),
            reservation.Id,
            async (turn, row) =>
            {
                if (await StoredStay.FindAsync(turn, row, cancel) is not { } stored || !await IsThereAsync(turn, stored, reservation.Site, cancel))
                {
                    return AccessError.NotFound(Noun.Reservation);
                }

                using var keys = await ring.RentAsync(turn.Tenant, cancel);
                return await act(turn, stored, keys);
            },
            cancel
        );

    private async Task<bool> IsThereAsync(CallerTurn turn, StoredStay stored, WireId? site, CancellationToken cancel) =>
        site is not { } named || (await turns.RowsAsync(turn, [named], cancel) is [var row] && row == stored.Site.Value);

    /// <summary>A guest who stands at the desk, or has left, needs no message.</summary>
    private static GuestNews? NewsOf(AuditKind kind, Stay stay) =>
        kind == AuditKind.ReservationDecided && stay.State == StayState.Booked ? GuestNews.StayBooked
        : kind == AuditKind.ReservationCancelled ? GuestNews.StayCancelled
        : null;

    public async Task<Outcome<StayStep>> TakeAsync(
        CallerTurn turn,
        AuditKind kind,
        StoredStay stored,
        StayEvent what,
        TenantKeys keys,
        CancellationToken cancel
    )
    {
        if (StayRules.Take(stored.Stay, what, turn.Now).IsRefused(out var refusal, out var step))
        {
            return refusal;
        }

        if (step.Changed == 0)
        {
            return step;
        }

        turn.Made = stored.Id.Value;
        await stored.SaveAsync(turn, step.Stay, cancel);
        turn.Told.Add(TenantTurns.Told(turn, kind, Noun.Reservation, stored.Id.Value, step.Stay.State.ToString()));
        var followed = await codes.FollowAsync(turn, stored.Id, stored.ContactName, step.Wishes, keys, cancel);
        return followed.Error is { } noCode ? noCode : step;
    }
}

/// <summary>Ends a booking, a request or a block before anybody came. Its codes end at once.</summary>
public sealed class CancelReservation
{
    private readonly StayTurns turns;

    internal CancelReservation(StayTurns turns) => this.turns = turns;

    /// <inheritdoc cref="StayTurns.RunAsync(Caller, AuditKind, NamedStay, WireId?, Func{UnitId?, StayEvent}, CancellationToken)"/>
    public Task<Outcome<int>> RunAsync(Caller by, NamedStay reservation, CancellationToken cancel) =>
        turns.RunAsync(by, AuditKind.ReservationCancelled, reservation, unit: null, _ => new StayEvent.Cancel(), cancel);
}

/// <summary>The guest is there. Nothing but this says so: opening a door does not.</summary>
public sealed class CheckIn
{
    private readonly StayTurns turns;

    internal CheckIn(StayTurns turns) => this.turns = turns;

    /// <param name="unit">Null for all of the reservation.</param>
    /// <inheritdoc cref="StayTurns.RunAsync(Caller, AuditKind, NamedStay, WireId?, Func{UnitId?, StayEvent}, CancellationToken)"/>
    public Task<Outcome<int>> RunAsync(Caller by, NamedStay reservation, WireId? unit, CancellationToken cancel) =>
        turns.RunAsync(by, AuditKind.CheckedIn, reservation, unit, which => new StayEvent.CheckIn(which), cancel);
}

/// <summary>The guest has left: the codes end at once, the room is free, and needs cleaning.</summary>
public sealed class CheckOut
{
    private readonly StayTurns turns;

    internal CheckOut(StayTurns turns) => this.turns = turns;

    /// <param name="unit">Null for all of the reservation.</param>
    /// <inheritdoc cref="StayTurns.RunAsync(Caller, AuditKind, NamedStay, WireId?, Func{UnitId?, StayEvent}, CancellationToken)"/>
    public Task<Outcome<int>> RunAsync(Caller by, NamedStay reservation, WireId? unit, CancellationToken cancel) =>
        turns.RunAsync(by, AuditKind.CheckedOut, reservation, unit, which => new StayEvent.CheckOut(which), cancel);
}

/// <summary>Approves a request, which gets its codes then, or refuses it.</summary>
public sealed class DecideReservation
{
    private readonly StayTurns turns;

    internal DecideReservation(StayTurns turns) => this.turns = turns;

    /// <inheritdoc cref="StayTurns.RunAsync(Caller, AuditKind, NamedStay, WireId?, Func{UnitId?, StayEvent}, CancellationToken)"/>
    public Task<Outcome<int>> RunAsync(Caller by, NamedStay reservation, bool approve, CancellationToken cancel) =>
        turns.RunAsync(
            by,
            AuditKind.ReservationDecided,
            reservation,
            unit: null,
            _ => approve ? new StayEvent.Approve() : new StayEvent.Refuse(),
            cancel
        );
}
