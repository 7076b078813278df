using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Reservations;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Reservations;

/// <summary>What becomes of the codes of stays when their times change.</summary>
internal sealed partial class StayCodes
{
    /// <summary>
    /// The same digits in another window, by one change of what each lock is to hold. Where a lock has let go of them, or they are somebody else's in that window, or
    /// none were ever there, new ones are made first.
    /// </summary>
    private async Task<Outcome<MadeCode[]>> MoveAsync(
        CallerTurn turn,
        ReservationId stay,
        string guest,
        StayWish.MoveCode move,
        TenantKeys keys,
        CancellationToken cancel
    )
    {
        var live = await LiveAsync(turn, stay, move.Unit, cancel);
        if (live.Count == 0)
        {
            return await MakeAsync(turn, stay, guest, move.Unit, move.Window, keys, cancel);
        }

        StoredCredential[] sent = [.. live.Where(code => !IsWorkedOut(code))];
        if ((await MoveSentAsync(turn, (stay, move.Unit), guest, sent, move.Window, keys, cancel)).IsRefused(out var refusal, out var made))
        {
            return refusal;
        }

        return (await MoveLoneAsync(turn, (stay, move.Unit), guest, [.. live.Except(sent)], move.Window, keys, cancel)).Then(more =>
            (MadeCode[])[.. made, .. more]
        );
    }

    private async Task<Outcome<MadeCode[]>> MoveSentAsync(
        CallerTurn turn,
        (ReservationId Stay, UnitId Unit) of,
        string guest,
        IReadOnlyList<StoredCredential> sent,
        TimeWindow window,
        TenantKeys keys,
        CancellationToken cancel
    )
    {
        foreach (var code in sent)
        {
            if (
                code.Open(keys) is not { } value
                || code.Places.Any(place => place.HasEnded)
                || await IsTakenAsync(turn, code, value, window, keys, cancel)
            )
            {
                return await RemakeSentAsync(turn, of, guest, sent, window, keys, cancel);
            }
        }

        foreach (var code in sent)
        {
            var locks = await CredentialLock.OfAsync(turn, code.Places.Select(place => place.Lock), cancel);
            var wanted = new WantedCredential(code.Open(keys), window, HasNewValue: false, HasNewWindow: true, HasHours: false);
            await new CredentialChangeRows(turn, code, locks, keys).SaveAsync(name: null, wanted, cancel);
        }

        return Array.Empty<MadeCode>();
    }

    /// <summary>New ones before the former ones go.</summary>
    private async Task<Outcome<MadeCode[]>> RemakeSentAsync(
        CallerTurn turn,
        (ReservationId Stay, UnitId Unit) of,
        string guest,
        IReadOnlyList<StoredCredential> former,
        TimeWindow window,
        TenantKeys keys,
        CancellationToken cancel
    )
    {
        var locks = await LocksAsync(turn, of.Unit, cancel);
        MadeCode[] made = [];
        if (locks.Linked.Count > 0)
        {
            if ((await MakeSentAsync(turn, of, guest, locks, window, keys, cancel)).IsRefused(out var refusal, out var code))
            {
                return refusal;
            }

            made = [code];
        }

        return (await RevokeAsync(turn, former, cancel)).Then(_ => made);
    }

    private static async Task<bool> IsTakenAsync(
        CallerTurn turn,
        StoredCredential code,
        CredentialValue value,
        TimeWindow window,
        TenantKeys keys,
        CancellationToken cancel
    )
    {
        foreach (var place in code.Places)
        {
            var others = await LiveCredentials.LoadAsync(turn, CredentialKind.Passcode, place.Lock, cancel);
            if (others.IsTaken(keys.ValueIndexes(place.Lock, value), window, except: place.Id))
            {
                return true;
            }
        }

        return false;
    }
}
