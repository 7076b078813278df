using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Credentials.Offline;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks.Settings;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Credentials;

public sealed record CreatePasscodeRequest
{
    /// <summary>One or several, all of one tenant; none where a unit is named.</summary>
    public IReadOnlyList<WireId> Locks { get; init; } = [];

    /// <summary>In place of locks: all those of a door, which may be none: refused as <see cref="AccessErrorCode.Unsupported"/> of the unit.</summary>
    public WireId? Unit { get; init; }

    /// <summary>In place of locks: all those of the door that this lock is at; it alone where it is at none.</summary>
    public WireId? DoorOf { get; init; }

    /// <summary>Null for digits of the server's own making (KR-4).</summary>
    public PinDigits? Digits { get; init; }

    /// <summary>Of generated digits: 4 to 8.</summary>
    public int Length { get; init; } = PinMaker.UsualLength;

    public string? Name { get; init; }

    public TimeWindow Window { get; init; }

    public WeeklyHours? Hours { get; init; }

    /// <summary>Refuse chosen digits that people try first.</summary>
    public bool RefusesWeak { get; init; }

    /// <summary>Every lock must be reachable now: the caller is going to wait for them.</summary>
    public bool NeedsLink { get; init; }

    /// <summary>It is shown as a QR too, to readers that ask the server.</summary>
    public bool HasQr { get; init; }

    /// <summary>Who is told of it; null: nobody. Whatever becomes of the message, the passcode is there.</summary>
    public GuestContact? Tell { get; init; }

    /// <summary>No telephone will bring it: for a lock without a link it is one that the lock works out by itself, in full hours; where it works out none it is refused.</summary>
    public bool NeedsNoTelephone { get; init; }

    /// <summary>The lock's super passcode, which stands in no list.</summary>
    internal bool IsSuper { get; init; }

    /// <summary>As the wire asked for it: a number of its own.</summary>
    public int? WireType { get; init; }

    public override string ToString() => $"passcode for {Locks.Count} locks";
}

public sealed record CreatedPasscode(TenantId Tenant, CredentialId Credential, PinDigits Digits, IReadOnlyList<CreatedEnrollment> Enrollments)
    : CreatedCredential(Tenant, Credential, Enrollments)
{
    public override string ToString() => $"passcode {Credential.Value}";
}

/// <summary>
/// Stores a passcode and what is desired of each of its locks; the holders of their links bring it there. All locks or none. Refused: digits
/// that a lock does not take, a code that the lock has at some time in the window, a full memory, a lock without a keypad.
/// </summary>
public sealed class CreatePasscode
{
    /// <summary>Of super passcodes a lock has one: it is to be changed, not made.</summary>
    internal static readonly AccessError HasSuper = new(AccessErrorCode.Conflict, "The lock has a super passcode already.", Noun.Lock);

    private static readonly AccessError SeveralAndUnlinked = new(
        AccessErrorCode.Unsupported,
        "A lock that nothing connects works out digits of its own: none are the same as those of the other locks of the door.",
        Noun.Lock
    );

    private static readonly AccessError ChosenAndUnlinked = AccessError.Invalid(
        "A lock that nothing connects works out its own digits: none can be chosen.",
        Noun.Passcode
    );

    private readonly NewCredentials made;
    private readonly IssueOfflinePasscode offline;
    private readonly TellGuest tell;

    internal CreatePasscode(NewCredentials made, IssueOfflinePasscode offline, TellGuest tell) =>
        (this.made, this.offline, this.tell) = (made, offline, tell);

    public async Task<Outcome<CreatedPasscode>> RunAsync(Caller by, CreatePasscodeRequest request, CancellationToken cancel)
    {
        if (RefuseInput(request, request is { Unit: null, DoorOf: null } ? request.Locks.Count : 1) is { } invalid)
        {
            return invalid;
        }

        return request.Unit is { } unit ? await made.OnUnitAsync(by, CredentialKind.Passcode, unit, Create, cancel)
            : request.DoorOf is { } smartLock ? await made.OnDoorOfAsync(by, CredentialKind.Passcode, smartLock, Create, cancel)
            : await made.RunAsync(by, CredentialKind.Passcode, request.Locks, Create, cancel);

        Task<Outcome<CreatedPasscode>> Create(CallerTurn turn, IReadOnlyList<LockId> locks, TenantKeys keys) =>
            CreateAsync(turn, locks, keys, request, cancel);
    }

    internal AccessError? RefuseInput(CreatePasscodeRequest request, int locks) =>
        made.RefuseInput(CredentialKind.Passcode, locks, request.Name, request.Window)
        ?? (
            request.RefusesWeak && request.Digits is { } digits && WeakPins.Contains(digits.Reveal())
                ? AccessError.Invalid("The passcode is too simple.", Noun.Passcode)
                : null
        );

    /// <summary>In a turn under way, whose tenant the locks are of.</summary>
    internal async Task<Outcome<CreatedPasscode>> CreateAsync(
        CallerTurn turn,
        IReadOnlyList<LockId> wanted,
        TenantKeys keys,
        CreatePasscodeRequest request,
        CancellationToken cancel
    )
    {
        var made = await SaveAsync(turn, wanted, keys, request, cancel);
        if (made.Error is null && request.Tell is { } guest)
        {
            await tell.RunAsync(turn, keys, guest, GuestNews.CodeIssued, [made.Value.Credential], cancel);
        }

        return made;
    }

    private async Task<Outcome<CreatedPasscode>> SaveAsync(
        CallerTurn turn,
        IReadOnlyList<LockId> wanted,
        TenantKeys keys,
        CreatePasscodeRequest request,
        CancellationToken cancel
    )
    {
        var chosen = request.Digits is { } typed ? CredentialValue.Of(typed) : null;
        var rules = new PlaceRules(
            CredentialKind.Passcode,
            chosen,
            request.Window,
            request.NeedsLink,
            at => at.RefuseCode(request.Digits?.Length ?? request.Length, request.Hours is not null)
        );
        var found = await NewCredentials.PlacesAsync(turn, rules, keys, wanted, cancel);
        if (found.IsRefused(out var refusal, out var places))
        {
            return refusal;
        }

        if (request.NeedsNoTelephone && places.Any(place => place.Lock.Link is null))
        {
            return await WorkedOutAsync(turn, places, keys, request, cancel);
        }

        if (Digits(places, keys, request).IsRefused(out refusal, out var digits))
        {
            return refusal;
        }

        if (request.IsSuper && await SuperPasscodes.AreThereAsync(turn, wanted, indexes: null, cancel))
        {
            return HasSuper;
        }

        var passcode = new NewCredential(CredentialValue.Of(digits), request.Window)
        {
            Name = request.Name,
            Origin = OriginOf(request),
            WireType = request.WireType,
            Hours = request.Hours,
            Token = request.HasQr ? DoorToken.Make() : null,
        };
        var saved = await made.SaveAsync(turn, places, passcode, keys, cancel);
        return new CreatedPasscode(saved.Tenant, saved.Credential, digits, saved.Enrollments)
        {
            Uuid = saved.Uuid,
            KeyvoxId = saved.KeyvoxId,
            Token = saved.Token,
        };
    }

    /// <summary>Its own digits for each such lock, so for one alone.</summary>
    private async Task<Outcome<CreatedPasscode>> WorkedOutAsync(
        CallerTurn turn,
        IReadOnlyList<NewPlace> places,
        TenantKeys keys,
        CreatePasscodeRequest request,
        CancellationToken cancel
    )
    {
        if (places is not [var place])
        {
            return SeveralAndUnlinked;
        }

        if (request.Digits is not null)
        {
            return ChosenAndUnlinked;
        }

        var (now, window) = (turn.Now, request.Window);
        var wish = new OfflineRequest(window.EndsAt is null ? OfflineKind.Permanent : OfflineKind.Period, window.StartsAt ?? now, window.EndsAt);
        return (await offline.IssueAsync(turn, place.Lock.Id, keys, wish, request.Name, cancel)).Then(issued => new CreatedPasscode(
            issued.Tenant,
            issued.Credential,
            issued.Digits,
            []
        )
        {
            Uuid = issued.Uuid,
            KeyvoxId = issued.KeyvoxId,
        });
    }

    private static CredentialOrigin OriginOf(CreatePasscodeRequest request) =>
        request.IsSuper ? CredentialOrigin.Super
        : request.Digits is null ? CredentialOrigin.Generated
        : CredentialOrigin.Chosen;

    private static Outcome<PinDigits> Digits(IReadOnlyList<NewPlace> places, TenantKeys keys, CreatePasscodeRequest request) =>
        request.Digits is { } chosen
            ? chosen
            : PinMaker.Make(
                drawn => places.Any(place => place.Others.IsTakenForDraw(keys.PinIndexes(place.Lock.Id, drawn), request.Window)),
                request.Length
            );
}
