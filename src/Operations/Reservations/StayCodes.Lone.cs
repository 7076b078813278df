using Latchwork.Domain;
using Latchwork.Domain.Credentials.Offline;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Reservations;

/// <summary>Codes of stays for locks that nothing connects: each works out its own digits, in full hours, and nothing can be moved or taken back there.</summary>
internal sealed partial class StayCodes
{
    private static bool IsWorkedOut(StoredCredential code) =>
        code.Places.Count > 0 && code.Places.All(place => place.Path == EnrollmentPath.OfflineScheme);

    /// <summary>None where the lock cannot say that time, or has given out all that it can say of it: then the verdict of the stay says so.</summary>
    private async Task<MadeCode?> MakeWorkedOutAsync(
        CallerTurn turn,
        (ReservationId Stay, UnitId Unit) of,
        string guest,
        LockId alone,
        TimeWindow window,
        TenantKeys keys,
        CancellationToken cancel
    )
    {
        var wish = new OfflineRequest(OfflineKind.Period, window.StartsAt ?? turn.Now, window.EndsAt);
        return (await offline.IssueAsync(turn, alone, keys, wish, guest, cancel)).IsRefused(out _, out var issued)
            ? null
            : await NoteAsync(
                turn,
                of,
                issued.Credential,
                unit => new MadeCode(unit, issued.Uuid, issued.KeyvoxId, issued.Digits, Token: null),
                cancel
            );
    }

    /// <summary>Another window is another code. Where the lock cannot say it, the former stays if it opens at no time that is not the stay's.</summary>
    private async Task<Outcome<MadeCode[]>> MoveLoneAsync(
        CallerTurn turn,
        (ReservationId Stay, UnitId Unit) of,
        string guest,
        IReadOnlyList<StoredCredential> former,
        TimeWindow window,
        TenantKeys keys,
        CancellationToken cancel
    )
    {
        var made = new List<MadeCode>();
        foreach (var code in former)
        {
            if (await MakeWorkedOutAsync(turn, of, guest, code.Places[0].Lock, window, keys, cancel) is { } another)
            {
                made.Add(another);
            }
            else if (code.Window.StartsAt >= window.StartsAt && code.Window.EndsAt <= window.EndsAt)
            {
                continue;
            }

            if ((await RevokeAsync(turn, [code], cancel)).IsRefused(out var refusal, out _))
            {
                return refusal;
            }
        }

        return made.ToArray();
    }

    /// <returns>Whether the guest has other codes now.</returns>
    private async Task<Outcome<bool>> FollowLoneAsync(
        CallerTurn turn,
        StayInUnit stay,
        UnitId unit,
        IReadOnlyList<StoredCredential> live,
        IReadOnlyList<LockId> alone,
        TenantKeys keys,
        CancellationToken cancel
    )
    {
        StoredCredential[] left = [.. live.Where(code => !alone.Contains(code.Places[0].Lock))];
        if ((await RevokeAsync(turn, left, cancel)).IsRefused(out var refusal, out _))
        {
            return refusal;
        }

        var isOther = left.Length > 0;
        foreach (var came in alone.Except(live.Select(code => code.Places[0].Lock)))
        {
            isOther |= await MakeWorkedOutAsync(turn, (stay.Id, unit), stay.Guest, came, stay.Window, keys, cancel) is not null;
        }

        return isOther;
    }
}
