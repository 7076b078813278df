using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Lockers;
using Latchwork.Domain.Users;
using Latchwork.Operations.Cards;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Secrets;
using Npgsql;

namespace Latchwork.Operations.Lockers;

public sealed record LeaseBoxRequest
{
    public required WireId Locker { get; init; }

    /// <summary>Null for the free box with the lowest number.</summary>
    public BoxNumber? Number { get; init; }

    /// <summary>Where no number is given: of this size; null for any.</summary>
    public BoxSize? Size { get; init; }

    /// <summary>Where the box that was named is somebody else's: another free one of its size.</summary>
    public bool Reassigns { get; init; }

    public required BoxLeaseKind Kind { get; init; }

    /// <summary>It may be in the past.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>Excluded. Null until it is ended: only where a card is all that opens it, for digits that open for ever are guessed some day.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>The box is in use from now on, whenever the window begins.</summary>
    public bool IsInUseNow { get; init; }

    /// <summary>False where a card is all that opens it.</summary>
    public bool HasPasscode { get; init; } = true;

    /// <summary>Null for digits of the server's own making (KR-4).</summary>
    public PinDigits? Digits { get; init; }

    /// <summary>Of generated digits: 4 to 8.</summary>
    public int Length { get; init; } = PinMaker.UsualLength;

    /// <summary>The passcode is shown as a QR too.</summary>
    public bool HasQr { get; init; } = true;

    public CardNumber? Card { get; init; }

    /// <summary>The same for a card that is registered, or is registered by it.</summary>
    public CardName? RegisteredCard { get; init; }

    /// <summary>Whom it is for, in words; searchable, so no secret.</summary>
    public string? Name { get; init; }

    /// <summary>Who is told of its passcode; null: nobody. Whatever becomes of the message, the lease is there.</summary>
    public GuestContact? Tell { get; init; }

    public override string ToString() => $"{Kind} of {Number?.ToString() ?? "a box"}";
}

/// <summary>A lease as it was just made or changed, with what opens the box.</summary>
/// <param name="Uuid">Its public id.</param>
public sealed record LeasedBox(string Uuid, BoxNumber Number, string? BoxName, BoxSize Size, BoxLease Lease, IReadOnlyList<BoxCode> Codes)
{
    public BoxCode? Passcode => Codes.FirstOrDefault(code => code.Kind == CredentialKind.Passcode);

    public BoxCode? Card => Codes.FirstOrDefault(code => code.Kind == CredentialKind.Card);
}

/// <summary>
/// Gives somebody a box for a time, and makes the code that opens it. Refused: a box that is somebody else's at some time of that, or broken; a code that
/// means another box of the cabinet then. However many ask at once, on however many nodes, the database lets one through.
/// </summary>
public sealed class LeaseBox
{
    /// <summary>Leases of one box that have not ended: reserved years ahead, hour by hour, is a mistake of a program.</summary>
    internal const int MostOfBox = 1000;

    private readonly LockerTurns turns;
    private readonly NewBoxCodes codes;
    private readonly WireIds ids;

    internal LeaseBox(LockerTurns turns, NewBoxCodes codes, WireIds ids) => (this.turns, this.codes, this.ids) = (turns, codes, ids);

    public async Task<Outcome<LeasedBox>> RunAsync(Caller by, LeaseBoxRequest request, CancellationToken cancel) =>
        RefuseInput(request) is { } invalid
            ? invalid
            : await turns.RunAsync(
                by,
                request.Locker,
                AuditKind.BoxLeased,
                Permission.CredentialsWrite,
                (turn, locker) => ConstraintErrors.AskAsync(() => LeaseAsync(turn, locker, request, cancel)),
                cancel
            );

    private AccessError? RefuseInput(LeaseBoxRequest request) =>
        request.EndsAt <= request.StartsAt || request.EndsAt <= turns.Now
            ? AccessError.Invalid("The lease would end before it starts, or has ended.", Noun.Passcode)
        : request.Kind == BoxLeaseKind.Hold ? AccessError.Invalid("A box is held by its status, not by a lease.", Noun.Box)
        : !request.HasPasscode && request.Card is null && request.RegisteredCard is null
            ? AccessError.Invalid("A lease needs a passcode or a card.", Noun.Passcode)
        : request is { EndsAt: null, HasPasscode: true } ? AccessError.Invalid("A lease with a passcode ends.", Noun.Passcode)
        : LeaseRules.RefuseName(request.Name) ?? LeaseRules.RefuseWindow(request.StartsAt, request.EndsAt, turns.Now);

    private async Task<Outcome<LeasedBox>> LeaseAsync(CallerTurn turn, NamedLocker locker, LeaseBoxRequest request, CancellationToken cancel)
    {
        var live = await LeaseRows.OfLockerAsync(turn, locker.Id, cancel);
        if (Choose(await NamedBox.AllAsync(turn, locker, cancel), live, request, turn.Now).IsRefused(out var refusal, out var box))
        {
            return refusal;
        }

        await EndFollowedAsync(turn, box, live, request, cancel);
        var begun = new BoxLease(request.Kind, request.StartsAt.Cut(), request.EndsAt?.Cut()) { Inside = box.Inside }.Take(
            request.IsInUseNow ? new BoxLeaseEvent.CheckedIn() : new BoxLeaseEvent.Looked(),
            turn.Now
        );
        var lease = new StoredLease(BoxLeaseId.New(turn.Now), locker.Id, box.Id, begun.Lease, BoxNews.None, request.Name);
        await LeaseRows.AddAsync(turn, lease, cancel);
        await ids.IssueAsync(turn.Work, turn.Tenant, lease.Id.Value, cancel, WireIdKind.BoxLeaseUuid);
        turn.Told.Add(LeaseEvents.About(lease, turn.Event(AuditKind.BoxLeased, null), "kind", $"{request.Kind}"));
        var made = await AddCodesAsync(turn, lease, request, cancel);
        if (made.IsRefused(out refusal, out var codesOf))
        {
            return refusal;
        }

        if (request.Tell is { } guest)
        {
            await codes.TellAsync(turn, guest, codesOf, cancel);
        }

        turn.Made = lease.Id.Value;
        return await LeasedBoxes.ShowAsync(turn, lease, codesOf, cancel);
    }

    private async Task<Outcome<List<BoxCode>>> AddCodesAsync(CallerTurn turn, StoredLease lease, LeaseBoxRequest request, CancellationToken cancel)
    {
        var made = new List<BoxCode>(2);
        if (request.HasPasscode)
        {
            var passcode = await codes.AddPasscodeAsync(turn, lease, request.Digits, request.Length, request.HasQr, cancel);
            if (passcode.IsRefused(out var refusal, out var code))
            {
                return refusal;
            }

            made.Add(code);
        }

        if (request.Card is { } card)
        {
            if ((await codes.AddCardAsync(turn, lease, card, cancel)).IsRefused(out var refusal, out var code))
            {
                return refusal;
            }

            made.Add(code);
        }

        if (request.RegisteredCard is { } registered)
        {
            if ((await codes.AddRegisteredAsync(turn, lease, registered, cancel)).IsRefused(out var refusal, out var code))
            {
                return refusal;
            }

            made.Add(code);
        }

        return made;
    }

    /// <summary>Whoever picks up follows who deposited: what is in the box is theirs from now on.</summary>
    private static async Task EndFollowedAsync(
        CallerTurn turn,
        NamedBox box,
        List<StoredLease> live,
        LeaseBoxRequest request,
        CancellationToken cancel
    )
    {
        foreach (var deposit in live.Where(lease => IsFollowed(lease, box, request, turn.Now)))
        {
            var step = deposit.Lease.Take(new BoxLeaseEvent.Ended(BoxLeaseEnd.Followed), turn.Now);
            await LeaseRows.SaveAsync(turn.Work, turn.Tenant, [deposit with { Lease = step.Lease }], turn.Now, cancel);
            turn.Told.AddRange(step.Told(deposit, turn.Event(AuditKind.BoxLeaseEnded, null)));
        }
    }

    /// <summary>Only in the box that was named: another box holds another's. And only at once: until a later pick-up begins, the deposit has the box.</summary>
    private static bool IsFollowed(StoredLease lease, NamedBox box, LeaseBoxRequest request, DateTimeOffset now) =>
        request.Kind == BoxLeaseKind.PickUp
        && request.Number == box.Number
        && request.StartsAt.Cut() <= now
        && lease.Box == box.Id
        && lease.Lease is { Kind: BoxLeaseKind.Deposit, IsSpent: true };

    private static Outcome<NamedBox> Choose(List<NamedBox> boxes, List<StoredLease> live, LeaseBoxRequest request, DateTimeOffset now)
    {
        var named = request.Number is { } number ? boxes.Find(box => box.Number == number) : null;
        if (request.Number is not null && named is null)
        {
            return LockerTurns.NoBox;
        }

        var candidates =
            named is null ? boxes.FindAll(box => request.Size is null || box.Size == request.Size)
            : request.Reassigns ? [named, .. boxes.FindAll(box => box.Size == named.Size && box != named)]
            : [named];
        var of = live.ToLookup(lease => lease.Box);
        return candidates.Find(box => IsFree(box, [.. of[box.Id]], request, now)) is { } free ? free : LockerTurns.BoxIsTaken;
    }

    private static bool IsFree(NamedBox box, List<StoredLease> live, LeaseBoxRequest request, DateTimeOffset now)
    {
        var startsAt = request.IsInUseNow && now < request.StartsAt ? now : request.StartsAt;
        return !box.IsBroken
            && live.Count < MostOfBox
            && BoxAvailability.IsFree(
                live.Where(lease => !IsFollowed(lease, box, request, now)).Select(lease => lease.Lease),
                startsAt,
                request.EndsAt,
                now
            );
    }
}

/// <summary>What the exclusion constraints of leases and codes say, in our words.</summary>
internal static class ConstraintErrors
{
    /// <param name="codeIsTaken">Of what the act is about; null: of a passcode.</param>
    public static async Task<Outcome<T>> AskAsync<T>(Func<Task<Outcome<T>>> act, AccessError? codeIsTaken = null)
    {
        try
        {
            return await act();
        }
        catch (PostgresException taken) when (taken is { SqlState: PostgresErrorCodes.ExclusionViolation, ConstraintName: "box_lease_once" })
        {
            return LockerTurns.BoxIsTaken;
        }
        catch (PostgresException taken) when (taken is { SqlState: PostgresErrorCodes.ExclusionViolation, ConstraintName: "box_code_once" })
        {
            return codeIsTaken ?? LockerTurns.CodeIsTaken;
        }
    }
}

internal static class LeaseRules
{
    private const int LongestName = 200;

    /// <summary>Farther away than that nobody leases a box.</summary>
    private static readonly TimeSpan Farthest = TimeSpan.FromDays(3660);

    public static AccessError? RefuseWindow(DateTimeOffset? startsAt, DateTimeOffset? endsAt, DateTimeOffset now) =>
        startsAt < now - Farthest || startsAt > now + Farthest || endsAt < now - Farthest || endsAt > now + Farthest
            ? AccessError.Invalid("A lease begins and ends within ten years.", Noun.Passcode)
            : null;

    public static AccessError? RefuseName(string? name) =>
        name is { Length: 0 or > LongestName } ? AccessError.Invalid($"A name has 1 to {LongestName} characters.", Noun.Passcode) : null;
}

internal static class LeasedBoxes
{
    public static async Task<Outcome<LeasedBox>> ShowAsync(
        CallerTurn turn,
        StoredLease lease,
        IReadOnlyList<BoxCode> codes,
        CancellationToken cancel
    ) =>
        await turn.Work.FirstAsync(
            $"""
            select p.wire_id, b.number, b.name, b.size from locker_box b
            join public_id p on p.tenant_id = b.tenant_id and p.row_id = $3 and p.kind = {(int)WireIdKind.BoxLeaseUuid}
            where b.tenant_id = $1 and b.box_id = $2
            """,
            row => new LeasedBox(
                row.GetString(0),
                BoxNumber.Parse(row.GetString(1)).Value,
                row.IsDBNull(2) ? null : row.GetString(2),
                (BoxSize)row.GetInt16(3),
                lease.Lease,
                turn.By.MasksCodes ? [.. codes.Select(code => code.Masked())] : codes
            ),
            [turn.Tenant.Value, lease.Box.Value, lease.Id.Value],
            cancel
        )
            is { } shown
            ? shown
            : LockerTurns.NoLease;
}
