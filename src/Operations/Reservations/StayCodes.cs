using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Domain.Reservations;
using Latchwork.Domain.Users;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Reservations;

/// <summary>A code that was made for one unit of a stay: the only time that its digits are told without a record of their own.</summary>
/// <param name="UnitId">Public UUID, as that of the credential.</param>
/// <param name="Token">Null where the lock works the digits out by itself: nothing is drawn for such a code.</param>
public sealed record MadeCode(string UnitId, string CredentialId, string CredentialKeyvoxId, PinDigits Digits, DoorToken? Token)
{
    public override string ToString() => $"code {CredentialId}";
}

/// <summary>
/// Carries out what <see cref="StayRules"/> wishes for, in its order and in the transaction of the act: a stay's codes are ordinary credentials. Who may
/// book may have them made, moved and revoked: they are part of the stay.
/// </summary>
internal sealed partial class StayCodes(NewCredentials made, IssueOfflinePasscode offline)
{
    private static readonly int[] Lengths = [PinMaker.UsualLength, 5, 7, PinMaker.MinLength, PinMaker.MaxLength];

    public async Task<Outcome<IReadOnlyList<MadeCode>>> FollowAsync(
        CallerTurn turn,
        ReservationId stay,
        string guest,
        IEnumerable<StayWish> wishes,
        TenantKeys keys,
        CancellationToken cancel
    )
    {
        var allowed = turn with { By = ForCodes(turn) };
        var codes = new List<MadeCode>();
        foreach (var wish in wishes)
        {
            var done = wish switch
            {
                StayWish.MakeCode make => await MakeAsync(allowed, stay, guest, make.Unit, make.Window, keys, cancel),
                StayWish.MoveCode move => await MoveAsync(allowed, stay, guest, move, keys, cancel),
                StayWish.RevokeCode revoke => await RevokeAsync(allowed, await LiveAsync(allowed, stay, revoke.Unit, cancel), cancel),
                _ => await NeedsCleaningAsync(allowed, wish.Unit, cancel),
            };
            if (done.IsRefused(out var refusal, out var code))
            {
                return refusal;
            }

            codes.AddRange(code);
        }

        return codes;
    }

    private static Caller ForCodes(CallerTurn turn)
    {
        var standings = turn.By.Standings.ToDictionary();
        standings[turn.Tenant] = (turn.By.StandingIn(turn.Tenant) ?? default).With(Permission.CredentialsWrite);
        return turn.By with { Standings = standings };
    }

    /// <returns>None where no lock of the unit takes a code: then the verdict of the stay says so.</returns>
    private async Task<Outcome<MadeCode[]>> MakeAsync(
        CallerTurn turn,
        ReservationId stay,
        string guest,
        UnitId unit,
        TimeWindow window,
        TenantKeys keys,
        CancellationToken cancel
    )
    {
        var locks = await LocksAsync(turn, unit, cancel);
        var codes = new List<MadeCode>();
        if (locks.Linked.Count > 0)
        {
            var sent = await MakeSentAsync(turn, (stay, unit), guest, locks, window, keys, cancel);
            if (sent.IsRefused(out var refusal, out var code))
            {
                return refusal;
            }

            codes.Add(code);
        }

        foreach (var alone in locks.Alone)
        {
            if (await MakeWorkedOutAsync(turn, (stay, unit), guest, alone, window, keys, cancel) is { } code)
            {
                codes.Add(code);
            }
        }

        return codes.ToArray();
    }

    private async Task<Outcome<MadeCode>> MakeSentAsync(
        CallerTurn turn,
        (ReservationId Stay, UnitId Unit) of,
        string guest,
        StayLocks locks,
        TimeWindow window,
        TenantKeys keys,
        CancellationToken cancel
    )
    {
        var rules = new PlaceRules(CredentialKind.Passcode, Value: null, window, NeedsLink: false, _ => null) { WaitsForSlot = true };
        if ((await NewCredentials.PlacesAsync(turn, rules, keys, locks.Linked, locks.Found, cancel)).IsRefused(out var refusal, out var places))
        {
            return refusal;
        }

        var drawn = PinMaker.Make(
            digits => places.Any(place => place.Others.IsTakenForDraw(keys.PinIndexes(place.Lock.Id, digits), window)),
            locks.Length
        );
        if (drawn.IsRefused(out var exhausted, out var pin))
        {
            return exhausted;
        }

        var passcode = new NewCredential(CredentialValue.Of(pin), window)
        {
            Name = guest,
            Origin = CredentialOrigin.Reservation,
            Token = DoorToken.Make(),
        };
        var saved = await made.SaveAsync(turn, places, passcode, keys, cancel);
        return await NoteAsync(turn, of, saved.Credential, unit => new MadeCode(unit, saved.Uuid, saved.KeyvoxId, pin, passcode.Token), cancel);
    }

    /// <summary>That the code is the stay's.</summary>
    private static async Task<MadeCode> NoteAsync(
        CallerTurn turn,
        (ReservationId Stay, UnitId Unit) of,
        CredentialId code,
        Func<string, MadeCode> told,
        CancellationToken cancel
    )
    {
        turn.Work.DoLater(
            "insert into reservation_credential (tenant_id, reservation_id, unit_id, credential_id, created_at) values ($1, $2, $3, $4, $5)",
            [turn.Tenant.Value, of.Stay.Value, of.Unit.Value, code.Value, turn.Now]
        );
        return told(await WireIds.TextAsync(turn.Work, turn.Tenant, of.Unit.Value, WireIdKind.UnitUuid, cancel));
    }

    /// <param name="Linked">Those that take digits of one length, of the usual one if any does.</param>
    /// <param name="Alone">Those that nothing connects, and that work out codes.</param>
    /// <param name="Found">All of them.</param>
    private sealed record StayLocks(
        IReadOnlyList<LockId> Linked,
        int Length,
        IReadOnlyList<LockId> Alone,
        IReadOnlyDictionary<LockId, CredentialLock> Found
    );

    private static async Task<StayLocks> LocksAsync(CallerTurn turn, UnitId unit, CancellationToken cancel)
    {
        var all = await turn.Work.ListAsync(
            "select lock_id from smart_lock where tenant_id = $1 and unit_id = $2 and decommissioned_at is null order by lock_id",
            row => new LockId(row.GetGuid(0)),
            [turn.Tenant.Value, unit.Value],
            cancel
        );
        var found = await CredentialLock.OfAsync(turn, all, cancel);
        var length = Lengths.MaxBy(digits => found.Values.Count(one => Takes(one, digits)));
        return new StayLocks(
            [.. all.Where(id => found.TryGetValue(id, out var one) && Takes(one, length))],
            length,
            [.. all.Where(id => found.TryGetValue(id, out var one) && one.Link is null && one.Facts.Capabilities.HasFlag(Capabilities.OfflineCodes))],
            found
        );

        static bool Takes(CredentialLock one, int digits) => one.Link is not null && one.RefuseCode(digits, hasHours: false) is null;
    }

    /// <summary>Those codes of the unit that were not revoked, by the stay or by anybody.</summary>
    private static async Task<IReadOnlyList<StoredCredential>> LiveAsync(CallerTurn turn, ReservationId stay, UnitId unit, CancellationToken cancel)
    {
        var rows = await turn.Work.ListAsync(
            """
            select c.credential_id from reservation_credential rc
            join credential c on c.tenant_id = rc.tenant_id and c.credential_id = rc.credential_id and c.revoked_at is null
            where rc.tenant_id = $1 and rc.reservation_id = $2 and rc.unit_id = $3
            """,
            row => row.GetGuid(0),
            [turn.Tenant.Value, stay.Value, unit.Value],
            cancel
        );
        var live = new List<StoredCredential>(rows.Count);
        foreach (var row in rows)
        {
            if (await StoredCredential.FindAsync(turn, CredentialKind.Passcode, row, cancel) is { } stored)
            {
                live.Add(stored);
            }
        }

        return live;
    }

    private static async Task<Outcome<MadeCode[]>> RevokeAsync(CallerTurn turn, IReadOnlyList<StoredCredential> live, CancellationToken cancel) =>
        live.Count == 0
            ? Array.Empty<MadeCode>()
            : (await new Revocation(turn, CredentialKind.Passcode, NeedsLink: false).RunAsync(live, cancel)).Then(_ => Array.Empty<MadeCode>());

    private static async Task<Outcome<MadeCode[]>> NeedsCleaningAsync(CallerTurn turn, UnitId unit, CancellationToken cancel)
    {
        await turn.Work.DoAsync(
            "update unit set is_clean = false, updated_at = $3 where tenant_id = $1 and unit_id = $2",
            [turn.Tenant.Value, unit.Value, turn.Now],
            cancel
        );
        return Array.Empty<MadeCode>();
    }
}
