using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Credentials;

public sealed record CreatePasscodeRequest
{
    /// <summary>One or several, all of one tenant.</summary>
    public required IReadOnlyList<WireId> Locks { get; init; }

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

    /// <summary>The lock's super passcode, which stands in no list.</summary>
    internal bool IsSuper { get; init; }

    /// <summary>As the wire asked for it: a number of its own.</summary>
    public int? WireType { get; init; }

    public override string ToString() => $"passcode for {Locks.Count} locks";
}

public sealed record CreatedPasscode(TenantId Tenant, CredentialId Credential, PinDigits Digits, IReadOnlyList<CreatedEnrollment> Enrollments)
{
    /// <summary>Of the credential: our own API's and KEYVOX's.</summary>
    public required string Uuid { get; init; }

    public required string KeyvoxId { get; init; }

    public override string ToString() => $"passcode {Credential.Value}";
}

/// <param name="Number">Sifely's <c>keyboardPwdId</c>.</param>
public sealed record CreatedEnrollment(EnrollmentId Id, LockId Lock, int Number, string Uuid);

/// <summary>
/// Stores a passcode and what is desired of each of its locks; the holders of their links bring it there. All locks or none. Refused: digits
/// that a lock does not take, a code that the lock has at some time in the window, a full memory, a lock without a keypad.
/// </summary>
public sealed class CreatePasscode
{
    private const int MostLocks = 100;

    private readonly CallerTurns turns;
    private readonly KeyRing ring;
    private readonly WireIds ids;
    private readonly WireIdIndex index;

    internal CreatePasscode(CallerTurns turns, KeyRing ring, WireIds ids, WireIdIndex index) =>
        (this.turns, this.ring, this.ids, this.index) = (turns, ring, ids, index);

    public async Task<Outcome<CreatedPasscode>> RunAsync(Caller by, CreatePasscodeRequest request, CancellationToken cancel)
    {
        if (RefuseInput(request) is { } invalid)
        {
            return invalid;
        }

        return await turns.RunAsync(
            by,
            new TurnRules(AuditKind.CredentialCreated, AccessError.NotFound(Noun.Lock), IsTaken),
            caller => FindAsync(caller, request.Locks, cancel),
            async (turn, locks) =>
            {
                using var keys = await ring.RentAsync(turn.Tenant, cancel);
                return await CreateAsync(turn, locks, keys, request, cancel);
            },
            cancel
        );
    }

    private AccessError? RefuseInput(CreatePasscodeRequest request) =>
        request.Locks.Count is 0 or > MostLocks ? AccessError.Invalid($"A passcode is for 1 to {MostLocks} locks.", Noun.Lock)
        : request.Window.IsEmpty || request.Window.IsOver(turns.Now)
            ? AccessError.Invalid("The passcode would end before it starts, or has ended.", Noun.Passcode)
        : request.Name?.Length > 200 ? AccessError.Invalid("A name has at most 200 characters.", Noun.Passcode)
        : request.RefusesWeak && request.Digits is { } digits && WeakPins.Contains(digits.Reveal())
            ? AccessError.Invalid("The passcode is too simple.", Noun.Passcode)
        : null;

    /// <summary>None where any of the locks is unknown, out of the caller's sight, or another tenant's than the first.</summary>
    private async ValueTask<Located<IReadOnlyList<LockId>>?> FindAsync(Caller by, IReadOnlyList<WireId> wanted, CancellationToken cancel)
    {
        TenantId? tenant = null;
        var locks = new List<LockId>(wanted.Count);
        foreach (var id in wanted.Distinct())
        {
            if (await index.FindAsync(id, by.Tenants, cancel) is not { } row || (tenant ?? row.Tenant) != row.Tenant)
            {
                return null;
            }

            tenant = row.Tenant;
            locks.Add(new LockId(row.Id));
        }

        return new Located<IReadOnlyList<LockId>>(tenant!.Value, locks, locks[0]);
    }

    private async Task<Outcome<CreatedPasscode>> CreateAsync(
        CallerTurn turn,
        IReadOnlyList<LockId> wanted,
        TenantKeys keys,
        CreatePasscodeRequest request,
        CancellationToken cancel
    )
    {
        var found = await KeypadLock.OfAsync(turn, wanted, cancel);
        var places = new List<Place>(wanted.Count);
        foreach (var id in wanted)
        {
            if (!found.TryGetValue(id, out var smartLock))
            {
                return AccessError.NotFound(Noun.Lock);
            }

            var refusal =
                smartLock.Refuse(AccessAct.ManageCredentials, turn.By, turn.Tenant, turn.Now)
                ?? smartLock.RefuseCode(request.Digits?.Length ?? request.Length, request.Hours)
                ?? (request.NeedsLink ? smartLock.RefuseLink() : null);
            var codes = await KeypadCodes.LoadAsync(turn.Work, turn.Tenant, id, turn.Now, cancel);
            var slot = smartLock.Memory is { } memory ? codes.FreeSlot(memory.Slots) : null;
            refusal ??= smartLock.Memory is not null && slot is null ? MemoryIsFull : null;
            if (refusal is not null)
            {
                return refusal;
            }

            places.Add(new Place(smartLock, codes, slot));
        }

        if (Digits(places, keys, request).IsRefused(out var taken, out var digits))
        {
            return taken;
        }

        return await SaveAsync(turn, places, keys, request, digits, cancel);
    }

    private sealed record Place(KeypadLock Lock, KeypadCodes Codes, int? Slot)
    {
        public EnrollmentId Id { get; init; }
    }

    private static Outcome<PinDigits> Digits(List<Place> places, TenantKeys keys, CreatePasscodeRequest request) =>
        request.Digits is not { } chosen
            ? PinMaker.Make(drawn => places.Exists(p => p.Codes.IsTakenForDraw(keys, p.Lock.Id, drawn, request.Window)), request.Length)
        : places.Exists(p => p.Codes.IsTaken(keys, p.Lock.Id, chosen, request.Window)) ? IsTaken
        : chosen;

    private async Task<Outcome<CreatedPasscode>> SaveAsync(
        CallerTurn turn,
        List<Place> places,
        TenantKeys keys,
        CreatePasscodeRequest request,
        PinDigits digits,
        CancellationToken cancel
    )
    {
        var credential = CredentialId.New(turn.Now);
        var enrolled = places.ConvertAll(place => place with { Id = EnrollmentId.New(turn.Now) });
        await turn.Work.DoAsync(
            """
            insert into credential (tenant_id, credential_id, kind, name, origin, wire_type, value_sealed, starts_at, ends_at, hours, created_by, created_at, updated_at)
            values ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)
            """,
            [
                turn.Tenant.Value,
                credential.Value,
                request.Name,
                (short)OriginOf(request),
                (short?)request.WireType,
                keys.SealText(CredentialPlaces.Value(credential), digits.Reveal()),
                request.Window.StartsAt?.Cut(),
                request.Window.EndsAt?.Cut(),
                request.Hours?.ToString(),
                turn.By.Principal.Id,
                turn.Now,
            ],
            cancel
        );
        await InsertAsync(turn, credential, enrolled, keys, request.Window, digits, cancel);
        await ids.IssueAsync(turn.Work, turn.Tenant, credential.Value, cancel, WireIdKind.CredentialUuid, WireIdKind.KeyvoxCredential);
        foreach (var place in enrolled)
        {
            await ids.IssueAsync(turn.Work, turn.Tenant, place.Id.Value, cancel, WireIdKind.EnrollmentNumber, WireIdKind.EnrollmentUuid);
            turn.Told.Add(
                turn.Event(AuditKind.CredentialCreated, place.Lock.Id, credential) with
                {
                    Shown = CredentialKind.Passcode,
                    Slot = place.Slot,
                }
            );
        }

        turn.Woken.UnionWith(enrolled.Where(place => place.Lock.Link is not null).Select(place => place.Lock.Link!.Value));
        var names = await CredentialNames.OfAsync(turn, [credential.Value, .. enrolled.Select(place => place.Id.Value)], cancel);
        return new CreatedPasscode(
            turn.Tenant,
            credential,
            digits,
            enrolled.ConvertAll(p => new CreatedEnrollment(
                p.Id,
                p.Lock.Id,
                names.Number(p.Id.Value),
                names.Text(p.Id.Value, WireIdKind.EnrollmentUuid)
            ))
        )
        {
            Uuid = names.Text(credential.Value, WireIdKind.CredentialUuid),
            KeyvoxId = names.Text(credential.Value, WireIdKind.KeyvoxCredential),
        };
    }

    private static CredentialOrigin OriginOf(CreatePasscodeRequest request) =>
        request.IsSuper ? CredentialOrigin.Super
        : request.Digits is null ? CredentialOrigin.Generated
        : CredentialOrigin.Chosen;

    private static Task<int> InsertAsync(
        CallerTurn turn,
        CredentialId credential,
        List<Place> places,
        TenantKeys keys,
        TimeWindow window,
        PinDigits digits,
        CancellationToken cancel
    ) =>
        turn.Work.DoAsync(
            """
            insert into enrollment (tenant_id, enrollment_id, credential_id, lock_id, kind, path, slot, desired_present, deliver_from, remove_at, valid, value_index,
                plan, due_at, asked_at, created_at, updated_at)
            select $1, u.enrollment_id, $2, u.lock_id, 1, u.path, u.slot, true, u.deliver_from, $4::timestamptz, tstzrange($3::timestamptz, $4::timestamptz), u.value_index,
                '{}', case when u.path = 1 then $5 end, $5, $5, $5
            from unnest($6::uuid[], $7::uuid[], $8::smallint[], $9::smallint[], $10::timestamptz[], $11::bytea[])
                as u (enrollment_id, lock_id, path, slot, deliver_from, value_index)
            """,
            [
                turn.Tenant.Value,
                credential.Value,
                window.StartsAt?.Cut(),
                window.EndsAt?.Cut(),
                turn.Now,
                places.Select(place => place.Id.Value).ToArray(),
                places.Select(place => place.Lock.Id.Value).ToArray(),
                places.Select(place => (short)place.Lock.Path).ToArray(),
                places.Select(place => (short?)place.Slot).ToArray(),
                places.Select(place => place.Lock.DeliverFrom(window)).ToArray(),
                places.Select(place => keys.PinIndex(place.Lock.Id, digits)).ToArray(),
            ],
            cancel
        );

    private static readonly AccessError MemoryIsFull = new(AccessErrorCode.LimitReached, "The memory of this lock is full.", Noun.Passcode);
    internal static readonly AccessError IsTaken = new(AccessErrorCode.Taken, "The lock has this passcode already.", Noun.Passcode);
}

/// <summary>Where digits came from. The numbers are stored: only add.</summary>
public enum CredentialOrigin
{
    Chosen = 0,
    Generated = 1,
    OfflineScheme = 2,
    Reservation = 3,

    /// <summary>Found on the lock and taken over.</summary>
    Adopted = 4,

    /// <summary>The owner's own, that always opens.</summary>
    Super = 5,
}
