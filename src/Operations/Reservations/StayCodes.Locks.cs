using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Reservations;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Reservations;

/// <summary>What becomes of the codes of stays when other locks lead into their unit.</summary>
internal sealed partial class StayCodes
{
    private sealed record StayInUnit(ReservationId Id, string Guest, TimeWindow Window);

    /// <summary>
    /// The same digits go to the locks that came, and leave those that went. Where a new lock takes no digits of that length, or has them for somebody else, or where
    /// they went with the former lock, others are made.
    /// </summary>
    /// <returns>The stays whose guests have other digits now: they are to be told.</returns>
    public async Task<Outcome<IReadOnlyList<ReservationId>>> FollowLocksAsync(CallerTurn turn, UnitId unit, TenantKeys keys, CancellationToken cancel)
    {
        var allowed = turn with { By = ForCodes(turn) };
        var others = new List<ReservationId>();
        foreach (var stay in await StaysInAsync(turn, unit, cancel))
        {
            if ((await FollowLocksAsync(allowed, stay, unit, keys, cancel)).IsRefused(out var refusal, out var isOther))
            {
                return refusal;
            }

            if (isOther)
            {
                others.Add(stay.Id);
            }
        }

        return others;
    }

    private async Task<Outcome<bool>> FollowLocksAsync(CallerTurn turn, StayInUnit stay, UnitId unit, TenantKeys keys, CancellationToken cancel)
    {
        var live = await LiveAsync(turn, stay.Id, unit, cancel);
        var locks = await LocksAsync(turn, unit, cancel);
        StoredCredential[] lone = [.. live.Where(IsWorkedOut)];
        if ((await FollowLoneAsync(turn, stay, unit, lone, locks.Alone, keys, cancel)).IsRefused(out var refusal, out var isOther))
        {
            return refusal;
        }

        return (await FollowSentAsync(turn, stay, unit, [.. live.Except(lone)], locks, keys, cancel)).Then(sent => sent || isOther);
    }

    private async Task<Outcome<bool>> FollowSentAsync(
        CallerTurn turn,
        StayInUnit stay,
        UnitId unit,
        IReadOnlyList<StoredCredential> live,
        StayLocks locks,
        TenantKeys keys,
        CancellationToken cancel
    )
    {
        if (live.Count == 0 && locks.Linked.Count == 0)
        {
            return false;
        }

        if (live is not [var code] || code.Open(keys) is not { } value || !Fits(value, locks) || code.Places.Any(place => place.HasEnded))
        {
            return (await RemakeSentAsync(turn, (stay.Id, unit), stay.Guest, live, stay.Window, keys, cancel)).Then(_ => true);
        }

        LockId[] came = [.. locks.Linked.Except(code.Places.Select(place => place.Lock))];
        if (came.Length > 0)
        {
            var rules = new PlaceRules(CredentialKind.Passcode, value, code.Window, NeedsLink: false, _ => null) { WaitsForSlot = true };
            if ((await NewCredentials.PlacesAsync(turn, rules, keys, came, locks.Found, cancel)).IsRefused(out var refusal, out var places))
            {
                return refusal.Code == AccessErrorCode.Taken
                    ? (await RemakeSentAsync(turn, (stay.Id, unit), stay.Guest, live, stay.Window, keys, cancel)).Then(_ => true)
                    : refusal;
            }

            await made.AddAsync(turn, code.Id, places, new NewCredential(value, code.Window), keys, cancel);
        }

        var left = code with { Places = [.. code.Places.Select(place => place with { IsNamed = !locks.Linked.Contains(place.Lock) })] };
        return left.Named.Any() ? (await RevokeAsync(turn, [left], cancel)).Then(_ => false) : false;
    }

    private static bool Fits(CredentialValue value, StayLocks locks) => locks.Linked.Count == 0 || value.Digits?.Length == locks.Length;

    private static Task<List<StayInUnit>> StaysInAsync(CallerTurn turn, UnitId unit, CancellationToken cancel) =>
        turn.Work.ListAsync(
            $"""
            select r.reservation_id, r.contact_name, lower(u.during) - r.early, upper(u.during) + r.extend
            from reservation_unit u join reservation r on r.tenant_id = u.tenant_id and r.reservation_id = u.reservation_id
            where u.tenant_id = $1 and u.unit_id = $2 and u.is_live and r.state in ({(int)StayState.Booked}, {(int)StayState.CheckedIn})
                and upper(u.during) + r.extend > $3
            order by lower(u.during), r.reservation_id
            """,
            row => new StayInUnit(new ReservationId(row.GetGuid(0)), row.GetString(1), new TimeWindow(row.GetInstant(2), row.GetInstant(3))),
            [turn.Tenant.Value, unit.Value, turn.Now],
            cancel
        );
}
