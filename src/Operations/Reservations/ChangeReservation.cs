using System.Collections.Immutable;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Reservations;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Reservations;

/// <summary>What is to be different; what is null stays.</summary>
public sealed record ReservationChanges
{
    /// <summary>Of every unit that is not over and says nothing itself.</summary>
    public StayTime? StartsAt { get; init; }

    /// <inheritdoc cref="StartsAt"/>
    public StayTime? EndsAt { get; init; }

    public TimeSpan? Early { get; init; }

    public TimeSpan? Extend { get; init; }

    /// <summary>All units that it is to have; null: those that it has.</summary>
    public IReadOnlyList<WantedUnit>? Units { get; init; }

    /// <summary>
    /// Where <see cref="Units"/> is null: the unit of a stay that has one. Of a stay with several it names one of them and changes none: whoever sends back what
    /// they were told takes no room from anybody.
    /// </summary>
    public WireId? Unit { get; init; }

    public GuestFields Contact { get; init; } = new();

    public BookingDetails Details { get; init; } = new();

    public override string ToString() => nameof(ReservationChanges);
}

/// <summary>
/// Changes a stay as far as its state allows: times, units, guest, payment. Codes keep their digits and follow the times; in another unit a new code is there
/// before the old one goes. All in one transaction.
/// </summary>
public sealed class ChangeReservation
{
    private readonly StayTurns stays;
    private readonly TenantTurns turns;
    private readonly StayNews news;

    internal ChangeReservation(StayTurns stays, TenantTurns turns, StayNews news) => (this.stays, this.turns, this.news) = (stays, turns, news);

    public async Task<Outcome<Done>> RunAsync(Caller by, NamedStay reservation, ReservationChanges changes, CancellationToken cancel) =>
        (
            GuestRows.Refuse(changes.Contact)
            ?? changes.Details.Refuse()
            ?? (
                changes.Contact.Name is { } name && string.IsNullOrWhiteSpace(name)
                    ? AccessError.Invalid("A booking needs the guest's name.", Noun.Reservation)
                    : null
            )
        )
            is { } invalid
            ? invalid
            : await stays.RunAsync(
                by,
                AuditKind.ReservationChanged,
                reservation,
                (turn, stored, keys) => ChangeAsync(turn, stored, changes, keys, cancel),
                cancel
            );

    private async Task<Outcome<Done>> ChangeAsync(
        CallerTurn turn,
        StoredStay stored,
        ReservationChanges changes,
        TenantKeys keys,
        CancellationToken cancel
    )
    {
        if ((await WithUnitAsync(turn, stored, changes, cancel)).IsRefused(out var ambiguous, out changes!))
        {
            return ambiguous;
        }

        if ((await WantedAsync(turn, stored, changes, cancel)).IsRefused(out var unfit, out var units))
        {
            return unfit;
        }

        var what = new StayEvent.Change(changes.Early ?? stored.Stay.Early, changes.Extend ?? stored.Stay.Extend, units);
        if ((await stays.TakeAsync(turn, AuditKind.ReservationChanged, stored, what, keys, cancel)).IsRefused(out var refusal, out var step))
        {
            return refusal;
        }

        turn.Made = stored.Id.Value;
        await SaveDetailsAsync(turn, stored.Id, changes, cancel);
        var isReachedElsewhere = stored.Guest is { } guest && await GuestRows.SaveAsync(turn, keys, guest, changes.Contact, cancel);

        if (changes.Units is { } named)
        {
            await NewStay.SaveUnitDetailsAsync(turn, stored.Id, [.. named.Zip(units, (wanted, unit) => (wanted, unit.Unit))], cancel);
        }

        if (step.Changed == 0)
        {
            turn.Told.Add(TenantTurns.Told(turn, AuditKind.ReservationChanged, Noun.Reservation, stored.Id.Value, "details"));
        }

        if (step.Changed > 0 || isReachedElsewhere)
        {
            await news.TellAsync(turn, stored.Id, GuestNews.StayChanged, keys, cancel);
        }

        return Done.Yes;
    }

    private async Task<Outcome<ReservationChanges>> WithUnitAsync(
        CallerTurn turn,
        StoredStay stored,
        ReservationChanges changes,
        CancellationToken cancel
    )
    {
        if (changes is not { Units: null, Unit: { } named })
        {
            return changes;
        }

        if (await turns.RowsAsync(turn, [named], cancel) is not [var row])
        {
            return AccessError.NotFound(Noun.Unit);
        }

        var live = stored.Stay.Units.Where(unit => !unit.IsOver).Select(unit => unit.Unit).ToList();
        return live.Contains(new UnitId(row)) ? changes
            : live.Count > 1 ? AccessError.Invalid("The stay has several units: name all that it is to have.", Noun.Unit)
            : changes with { Units = [new WantedUnit(named)] };
    }

    private async Task<Outcome<ImmutableArray<StayUnit>>> WantedAsync(
        CallerTurn turn,
        StoredStay stored,
        ReservationChanges changes,
        CancellationToken cancel
    )
    {
        var (start, end) = (changes.StartsAt?.StartIn(stored.Zone), changes.EndsAt?.EndIn(stored.Zone));
        if ((start?.Error ?? end?.Error) is { } invalid)
        {
            return invalid;
        }

        if (changes.Units is not { } named)
        {
            return stored.Stay.Units.Select(unit => unit.IsOver ? unit : Moved(unit)).ToImmutableArray();
        }

        var scope = new BookingScope(stored.Site, stored.Zone, Plan: null);
        var all = await scope.NamedAsync(turns, turn, named, stored.Stay.Period, cancel);
        return all.Then(units => units.Select((unit, n) => Placed(unit, named[n])).ToImmutableArray());

        StayUnit Moved(StayUnit unit) => unit with { StartsAt = start?.Value ?? unit.StartsAt, EndsAt = end?.Value ?? unit.EndsAt };

        // What neither the unit nor the whole says is as it was, and for a new unit as the whole was.
        StayUnit Placed(StayUnit unit, WantedUnit wanted)
        {
            var was = stored.Stay.Units.FirstOrDefault(one => one.Unit == unit.Unit);
            return unit with
            {
                StartsAt =
                    wanted.StartsAt is not null ? unit.StartsAt
                    : was?.IsOver == true ? was.StartsAt
                    : start?.Value ?? was?.StartsAt ?? unit.StartsAt,
                EndsAt =
                    wanted.EndsAt is not null ? unit.EndsAt
                    : was?.IsOver == true ? was.EndsAt
                    : end?.Value ?? was?.EndsAt ?? unit.EndsAt,
            };
        }
    }

    private static async Task SaveDetailsAsync(CallerTurn turn, ReservationId id, ReservationChanges changes, CancellationToken cancel)
    {
        var details = changes.Details;
        await turn.Work.DoAsync(
            """
            update reservation set contact_name = coalesce($3, contact_name), guests = coalesce($4, guests), payment_state = coalesce($5, payment_state),
                payment_kind = coalesce($6, payment_kind), channel = coalesce($7, channel), source = coalesce($8, source),
                channel_order = coalesce($9, channel_order), is_important = coalesce($10, is_important), lines = coalesce($11::jsonb, lines), updated_at = $12
            where tenant_id = $1 and reservation_id = $2
            """,
            [
                turn.Tenant.Value,
                id.Value,
                changes.Contact.Name?.Trim(),
                details.Guests,
                (short?)details.PaymentState,
                (short?)details.PaymentKind,
                details.Channel,
                details.Source,
                details.ChannelOrder is { Length: > 0 } order ? order : null,
                details.IsImportant,
                await BookedLines.ToJsonAsync(turn, details.Lines, cancel),
                turn.Now,
            ],
            cancel
        );
        if (changes.Contact.Name is { } name)
        {
            await turn.Work.DoAsync(
                """
                update credential c set name = $3, updated_at = $4 from reservation_credential rc
                where rc.tenant_id = $1 and rc.reservation_id = $2 and c.tenant_id = rc.tenant_id and c.credential_id = rc.credential_id and c.revoked_at is null
                """,
                [turn.Tenant.Value, id.Value, name.Trim(), turn.Now],
                cancel
            );
        }
    }
}
