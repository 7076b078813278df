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

    /// <summary>The same digits go to the locks that came, and leave those that went. Where they are somebody else's on a new lock, others are made.</summary>
    public async Task<AccessError?> FollowLocksAsync(CallerTurn turn, UnitId unit, TenantKeys keys, CancellationToken cancel)
    {
        var allowed = turn with { By = ForCodes(turn) };
        foreach (var stay in await StaysInAsync(turn, unit, cancel))
        {
            if (await FollowLocksAsync(allowed, stay, unit, keys, cancel) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    private async Task<AccessError?> FollowLocksAsync(CallerTurn turn, StayInUnit stay, UnitId unit, TenantKeys keys, CancellationToken cancel)
    {
        var live = await LiveAsync(turn, stay.Id, unit, cancel);
        var (locks, _, alone) = await LocksAsync(turn, unit, cancel);
        if (live is not [var code] || alone.Count > 0 || code.Open(keys) is not { } value || code.Places.Any(IsFixed))
        {
            return await RemakeAsync(turn, stay, unit, live, keys, cancel);
        }

        LockId[] came = [.. locks.Except(code.Places.Select(place => place.Lock))];
        if (came.Length > 0)
        {
            var rules = new PlaceRules(CredentialKind.Passcode, value, code.Window, NeedsLink: false, _ => null) { WaitsForSlot = true };
            if ((await NewCredentials.PlacesAsync(turn, rules, keys, came, cancel)).IsRefused(out var refusal, out var places))
            {
                return refusal.Code == AccessErrorCode.Taken ? await RemakeAsync(turn, stay, unit, live, keys, cancel) : refusal;
            }

            await made.AddAsync(turn, code.Id, places, new NewCredential(value, code.Window), keys, cancel);
        }

        var left = code with { Places = [.. code.Places.Select(place => place with { IsNamed = !locks.Contains(place.Lock) })] };
        return left.Named.Any() ? (await RevokeAsync(turn, [left], cancel)).Error : null;
    }

    private async Task<AccessError?> RemakeAsync(
        CallerTurn turn,
        StayInUnit stay,
        UnitId unit,
        IReadOnlyList<StoredCredential> former,
        TenantKeys keys,
        CancellationToken cancel
    ) => (await MakeAsync(turn, stay.Id, stay.Guest, unit, stay.Window, keys, cancel)).Error ?? (await RevokeAsync(turn, former, cancel)).Error;

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
