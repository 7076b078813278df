using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Credentials;

/// <summary>What was made of a wish for a credential.</summary>
public record CreatedCredential(TenantId Tenant, CredentialId Credential, IReadOnlyList<CreatedEnrollment> Enrollments)
{
    /// <summary>Of the credential: our own API's and KEYVOX's.</summary>
    public required string Uuid { get; init; }

    public required string KeyvoxId { get; init; }

    /// <summary>Of one that is shown as a QR too.</summary>
    public DoorToken? Token { get; init; }

    public override string ToString() => $"credential {Credential.Value}";
}

/// <param name="Number">Sifely's <c>keyboardPwdId</c>, <c>cardId</c> or <c>fingerprintId</c>.</param>
public sealed record CreatedEnrollment(EnrollmentId Id, LockId Lock, int Number, string Uuid);

/// <summary>Where a credential came from. The numbers are stored: only add.</summary>
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

/// <summary>A credential that is to be stored.</summary>
internal sealed record NewCredential(CredentialValue Value, TimeWindow Window)
{
    public string? Name { get; init; }

    public CredentialOrigin Origin { get; init; }

    public int? WireType { get; init; }

    public WeeklyHours? Hours { get; init; }

    /// <summary>Of a code for a box: on no lock, and ended with the lease.</summary>
    public BoxLeaseId? Lease { get; init; }

    /// <summary>Also shown as a QR, to readers that ask the server.</summary>
    public DoorToken? Token { get; init; }

    /// <summary>The registered card that it is of.</summary>
    public CardId? Card { get; init; }
}

/// <summary>What is to be put on locks: each in its turn refuses what it does not take, then what it has already, then that it cannot be reached (4.2).</summary>
/// <param name="Value">Null for digits that are drawn once the locks are known.</param>
/// <param name="NeedsLink">Every lock must be reachable now.</param>
/// <param name="Refuse">Why a lock does not take it; null where it does.</param>
internal sealed record PlaceRules(
    CredentialKind Kind,
    CredentialValue? Value,
    TimeWindow Window,
    bool NeedsLink,
    Func<CredentialLock, AccessError?> Refuse
)
{
    /// <summary>
    /// A full memory refuses nothing, and one whose start is far away takes no slot yet: it gets one when its time comes. For codes that are made long
    /// before they are used.
    /// </summary>
    public bool WaitsForSlot { get; init; }
}

/// <summary>One of its locks.</summary>
/// <param name="Others">Of its kind, that live there.</param>
/// <param name="Slot">Null where nothing allots one.</param>
internal sealed record NewPlace(CredentialLock Lock, LiveCredentials Others, int? Slot);

/// <summary>
/// The way of every new credential: its locks are found, all of one tenant, and each refuses what it does not take; then it is stored with what is desired of
/// each lock. All locks or none.
/// </summary>
internal sealed class NewCredentials(CallerTurns turns, KeyRing ring, WireIds ids, WireIdIndex index)
{
    private const int MostLocks = 100;

    private static readonly TimeSpan KeepsSlotAhead = new EnrollmentPolicy().KeepSlotAhead;

    /// <summary>For a unit: whatever locks it has when the act is decided.</summary>
    public Task<Outcome<T>> OnUnitAsync<T>(
        Caller by,
        CredentialKind kind,
        WireId unit,
        Func<CallerTurn, IReadOnlyList<LockId>, TenantKeys, Task<Outcome<T>>> act,
        CancellationToken cancel
    ) =>
        turns.RunAsync<UnitId, T>(
            by,
            new TurnRules(AuditKind.CredentialCreated, AccessError.NotFound(Noun.Unit), kind.IsTaken()),
            async caller => await index.FindAsync(unit, caller.Tenants, cancel) is { } row ? new(row.Tenant, new UnitId(row.Id)) : null,
            async (turn, found) =>
            {
                if ((await UnitLocks.OfAsync(turn, found, cancel)).IsRefused(out var refusal, out var locks))
                {
                    return refusal;
                }

                using var keys = await ring.RentAsync(turn.Tenant, cancel);
                return await act(turn, locks, keys);
            },
            cancel
        );

    /// <summary>For the door that a lock is at.</summary>
    public Task<Outcome<T>> OnDoorOfAsync<T>(
        Caller by,
        CredentialKind kind,
        WireId smartLock,
        Func<CallerTurn, IReadOnlyList<LockId>, TenantKeys, Task<Outcome<T>>> act,
        CancellationToken cancel
    ) =>
        RunAsync(
            by,
            kind,
            [smartLock],
            async (turn, found, keys) => await act(turn, await UnitLocks.BesideAsync(turn, found[0], cancel), keys),
            cancel
        );

    public Task<Outcome<T>> RunAsync<T>(
        Caller by,
        CredentialKind kind,
        IReadOnlyList<WireId> locks,
        Func<CallerTurn, IReadOnlyList<LockId>, TenantKeys, Task<Outcome<T>>> act,
        CancellationToken cancel
    ) =>
        turns.RunAsync<IReadOnlyList<LockId>, T>(
            by,
            new TurnRules(AuditKind.CredentialCreated, AccessError.NotFound(Noun.Lock), kind.IsTaken()),
            caller => FindAsync(caller, locks, cancel),
            async (turn, found) =>
            {
                using var keys = await ring.RentAsync(turn.Tenant, cancel);
                return await act(turn, found, keys);
            },
            cancel
        );

    /// <summary>What is wrong with the wish before any lock is asked.</summary>
    public AccessError? RefuseInput(CredentialKind kind, int locks, string? name, TimeWindow window) =>
        locks is 0 or > MostLocks ? AccessError.Invalid($"A {kind.Noun().Words()} is for 1 to {MostLocks} locks.", Noun.Lock)
        : window.IsEmpty || window.IsOver(turns.Now)
            ? AccessError.Invalid($"The {kind.Noun().Words()} would end before it starts, or has ended.", kind.Noun())
        : CredentialChanges.RefuseName(kind, name);

    public static async Task<Outcome<IReadOnlyList<NewPlace>>> PlacesAsync(
        CallerTurn turn,
        PlaceRules rules,
        TenantKeys keys,
        IReadOnlyList<LockId> wanted,
        CancellationToken cancel
    ) => await PlacesAsync(turn, rules, keys, wanted, await CredentialLock.OfAsync(turn, wanted, cancel), cancel);

    /// <param name="found">Those of the wanted locks that are there, and maybe others.</param>
    public static async Task<Outcome<IReadOnlyList<NewPlace>>> PlacesAsync(
        CallerTurn turn,
        PlaceRules rules,
        TenantKeys keys,
        IReadOnlyList<LockId> wanted,
        IReadOnlyDictionary<LockId, CredentialLock> found,
        CancellationToken cancel
    )
    {
        var places = new List<NewPlace>(wanted.Count);
        foreach (var id in wanted)
        {
            if (!found.TryGetValue(id, out var smartLock))
            {
                return AccessError.NotFound(Noun.Lock);
            }

            if ((smartLock.Refuse(AccessAct.ManageCredentials, turn.By, turn.Tenant, turn.Now) ?? rules.Refuse(smartLock)) is { } unfit)
            {
                return unfit;
            }

            var others = await LiveCredentials.LoadAsync(turn, rules.Kind, id, cancel);
            if (Refuse(rules, keys, smartLock, others) is { } refusal)
            {
                return refusal;
            }

            var slots = rules.WaitsForSlot && rules.Window.StartsAt - KeepsSlotAhead > turn.Now ? null : smartLock.SlotsFor(rules.Kind);
            places.Add(new NewPlace(smartLock, others, slots is { } size ? others.FreeSlot(size) : null));
        }

        return places;
    }

    /// <summary>By what the lock has already.</summary>
    private static AccessError? Refuse(PlaceRules rules, TenantKeys keys, CredentialLock at, LiveCredentials others) =>
        (rules.Value is { } value && others.IsTaken(keys.ValueIndexes(at.Id, value), rules.Window) ? rules.Kind.IsTaken() : null)
        ?? (rules.NeedsLink ? at.RefuseLink() : null)
        ?? (!rules.WaitsForSlot && at.SlotsFor(rules.Kind) is { } slots && others.FreeSlot(slots) is null ? rules.Kind.MemoryIsFull() : null);

    public async Task<CreatedCredential> SaveAsync(
        CallerTurn turn,
        IReadOnlyList<NewPlace> places,
        NewCredential made,
        TenantKeys keys,
        CancellationToken cancel
    )
    {
        var credential = CredentialId.New(turn.Now);
        Insert(turn, credential, made, keys);
        var enrollments = await AddAsync(turn, credential, places, made, keys, cancel);
        await ids.IssueAsync(turn.Work, turn.Tenant, credential.Value, cancel, WireIdKind.CredentialUuid, WireIdKind.KeyvoxCredential);
        Guid[] rows = [.. enrollments.Select(enrollment => enrollment.Value)];
        turn.Made = credential.Value;
        var names = await CredentialNames.OfAsync(turn, [credential.Value, .. rows], cancel);
        return new CreatedCredential(
            turn.Tenant,
            credential,
            [
                .. enrollments.Zip(
                    places,
                    (id, place) => new CreatedEnrollment(id, place.Lock.Id, names.Number(id.Value), names.Text(id.Value, WireIdKind.EnrollmentUuid))
                ),
            ]
        )
        {
            Uuid = names.Text(credential.Value, WireIdKind.CredentialUuid),
            KeyvoxId = names.Text(credential.Value, WireIdKind.KeyvoxCredential),
            Token = made.Token,
        };
    }

    /// <summary>One that is there, on further locks.</summary>
    /// <param name="made">Its value and its window.</param>
    public async Task<EnrollmentId[]> AddAsync(
        CallerTurn turn,
        CredentialId credential,
        IReadOnlyList<NewPlace> places,
        NewCredential made,
        TenantKeys keys,
        CancellationToken cancel
    )
    {
        var enrollments = places.Select(_ => EnrollmentId.New(turn.Now)).ToArray();
        Insert(turn, credential, enrollments, places, made, keys);
        Guid[] rows = [.. enrollments.Select(enrollment => enrollment.Value)];
        await ids.IssueAsync(turn.Work, turn.Tenant, rows, cancel, WireIdKind.EnrollmentNumber, WireIdKind.EnrollmentUuid);
        foreach (var place in places)
        {
            turn.Told.Add(turn.Event(AuditKind.CredentialCreated, place.Lock.Id, credential) with { Shown = made.Value.Kind, Slot = place.Slot });
        }

        turn.Woken.UnionWith(places.Where(place => place.Lock.Link is not null).Select(place => place.Lock.Link!.Value));
        return enrollments;
    }

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

    /// <summary>The credential alone, which is on no lock yet.</summary>
    public static void Insert(CallerTurn turn, CredentialId credential, NewCredential made, TenantKeys keys) =>
        turn.Work.DoLater(
            """
            with page as (
                insert into public_id (kind, wire_id, tenant_id, row_id) select $13, $14, $1, $2 where $14::text is not null)
            insert into credential (tenant_id, credential_id, kind, name, origin, wire_type, value_sealed, starts_at, ends_at, hours, created_by, created_at, updated_at,
                qr_sealed, token_hash, card_id, box_lease_id)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $15, $16, $17, $18)
            """,
            [
                turn.Tenant.Value,
                credential.Value,
                (short)made.Value.Kind,
                made.Name,
                (short)made.Origin,
                (short?)made.WireType,
                keys.Seal(CredentialPlaces.Value(credential), made.Value.Bytes),
                made.Window.StartsAt?.Cut(),
                made.Window.EndsAt?.Cut(),
                made.Hours?.ToString(),
                turn.By.Principal.Id,
                turn.Now,
                (short)WireIdKind.GuestPage,
                made.Token?.Page.Text,
                made.Token is { } token ? keys.Seal(CredentialPlaces.Qr(credential), token.Secret) : null,
                made.Token?.Hash,
                made.Card?.Value,
                made.Lease?.Value,
            ]
        );

    private static void Insert(
        CallerTurn turn,
        CredentialId credential,
        EnrollmentId[] enrollments,
        IReadOnlyList<NewPlace> places,
        NewCredential made,
        TenantKeys keys
    ) =>
        turn.Work.DoLater(
            $"""
            insert into enrollment (tenant_id, enrollment_id, credential_id, lock_id, kind, path, slot, desired_present, deliver_from, remove_at, valid, value_index,
                plan, due_at, asked_at, created_at, updated_at)
            select $1, u.enrollment_id, $2, u.lock_id, $3, u.path, u.slot, true, u.deliver_from, $5::timestamptz, tstzrange($4::timestamptz, $5::timestamptz), u.value_index,
                jsonb_build_object(), case when u.path = {(int)EnrollmentPath.Link} then $6 end, $6, $6, $6
            from unnest($7::uuid[], $8::uuid[], $9::smallint[], $10::smallint[], $11::timestamptz[], $12::bytea[])
                as u (enrollment_id, lock_id, path, slot, deliver_from, value_index)
            """,
            [
                turn.Tenant.Value,
                credential.Value,
                (short)made.Value.Kind,
                made.Window.StartsAt?.Cut(),
                made.Window.EndsAt?.Cut(),
                turn.Now,
                enrollments.Select(id => id.Value).ToArray(),
                places.Select(place => place.Lock.Id.Value).ToArray(),
                places.Select(place => (short)place.Lock.PathOf(made.Value.Kind)).ToArray(),
                places.Select(place => (short?)place.Slot).ToArray(),
                places.Select(place => place.Lock.DeliverFrom(made.Value.Kind, made.Window)).ToArray(),
                places.Select(place => keys.ValueIndex(place.Lock.Id, made.Value)).ToArray(),
            ]
        );
}
