using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Credentials;

/// <summary>What is to be different; what is null stays.</summary>
public sealed record PasscodeChanges
{
    public string? Name { get; init; }

    public PinDigits? Digits { get; init; }

    public TimeWindow? Window { get; init; }

    /// <summary>Of the window, where only this end changes; not beside <see cref="Window"/>.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    /// <inheritdoc cref="StartsAt"/>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>Refuse to give an end to a passcode that has none.</summary>
    public bool KeepsOpenEnd { get; init; }

    public bool RefusesWeak { get; init; }

    /// <summary>Every lock must be reachable now, unless only the name changes: the caller is going to wait for them.</summary>
    public bool NeedsLink { get; init; }

    /// <summary>Whether a lock may have to hold something else than before.</summary>
    internal bool ReachesLocks => Digits is not null || Window is not null || StartsAt is not null || EndsAt is not null;

    internal TimeWindow WindowFrom(TimeWindow former) => Window ?? new TimeWindow(StartsAt ?? former.StartsAt, EndsAt ?? former.EndsAt);

    public override string ToString() => nameof(PasscodeChanges);
}

/// <summary>What a change replaced, for one who may have to undo it.</summary>
/// <param name="Revision">Of the credential, after the change.</param>
public sealed record ChangedPasscode(
    TenantId Tenant,
    CredentialId Credential,
    int Revision,
    IReadOnlyList<EnrollmentId> Enrollments,
    PasscodeChanges Former
)
{
    public override string ToString() => $"passcode {Credential.Value}";
}

/// <summary>
/// Changes a passcode on all locks that it is on: whoever names it by one enrollment changes it there too, so they must manage all of them.
/// New digits are written over the old ones: the door never lacks a code.
/// </summary>
public sealed class ChangePasscode
{
    private readonly PasscodeTurns turns;

    internal ChangePasscode(PasscodeTurns turns) => this.turns = turns;

    /// <param name="smartLock">Where the caller says that it is; on another lock there is no such passcode. Null: not said.</param>
    public async Task<Outcome<ChangedPasscode>> RunAsync(
        Caller by,
        WireId id,
        WireId? smartLock,
        PasscodeChanges changes,
        CancellationToken cancel
    ) =>
        RefuseInput(changes) is { } invalid
            ? invalid
            : await turns.RunAsync(
                by,
                AuditKind.CredentialChanged,
                id,
                smartLock,
                (turn, passcode, keys) => ChangeAsync(turn, passcode, keys, changes, cancel),
                cancel
            );

    /// <summary>
    /// Desires again what a change replaced, whatever would be said of it as new input. A later change, or the end of the passcode, stands: there
    /// is nothing to undo then.
    /// </summary>
    internal async Task<Outcome<Done>> UndoAsync(Caller by, ChangedPasscode changed, CancellationToken cancel)
    {
        var undone = await turns.RunAsync<Done>(
            by,
            AuditKind.CredentialChanged,
            new CoreRow(changed.Tenant, changed.Credential.Value),
            async (turn, passcode, keys) =>
                passcode.Revision == changed.Revision
                    ? (await ChangeAsync(turn, passcode, keys, changed.Former, cancel, isUndo: true)).Then(_ => Done.Yes)
                    : Done.Yes,
            cancel
        );
        return undone.Error is { Code: AccessErrorCode.NotFound } ? Done.Yes : undone;
    }

    private static AccessError? RefuseInput(PasscodeChanges changes) =>
        changes.Name?.Length > 200 ? AccessError.Invalid("A name has at most 200 characters.", Noun.Passcode)
        : changes.RefusesWeak && changes.Digits is { } digits && WeakPins.Contains(digits.Reveal())
            ? AccessError.Invalid("The passcode is too simple.", Noun.Passcode)
        : null;

    private static async Task<Outcome<ChangedPasscode>> ChangeAsync(
        CallerTurn turn,
        StoredPasscode passcode,
        TenantKeys keys,
        PasscodeChanges changes,
        CancellationToken cancel,
        bool isUndo = false
    )
    {
        var locks = await KeypadLock.OfAsync(turn, passcode.Places.Select(place => place.Lock), cancel);
        var former = PinDigits.Parse(keys.OpenText(CredentialPlaces.Value(passcode.Id), passcode.Sealed!)).Value;
        var window = changes.WindowFrom(passcode.Window);
        var wanted = new Wanted(changes.Digits ?? former, window, changes.Digits is { } digits && digits != former, window != passcode.Window);
        if (!isUndo && RefuseWindow(passcode, wanted, changes, turn.Now) is { } unfit)
        {
            return unfit;
        }

        foreach (var place in passcode.Places)
        {
            if (await RefuseAsync(turn, place, locks.GetValueOrDefault(place.Lock), keys, wanted, changes.NeedsLink, cancel) is { } refusal)
            {
                return refusal;
            }
        }

        await SaveAsync(turn, passcode, locks, keys, changes, wanted, cancel);
        return new ChangedPasscode(
            turn.Tenant,
            passcode.Id,
            passcode.Revision + wanted.Steps,
            [.. passcode.Places.Select(place => place.Id)],
            new PasscodeChanges { Digits = former, Window = passcode.Window }
        );
    }

    private static AccessError? RefuseWindow(StoredPasscode passcode, Wanted wanted, PasscodeChanges changes, DateTimeOffset now) =>
        !wanted.HasNewWindow ? null
        : wanted.Window.IsEmpty || wanted.Window.IsOver(now)
            ? AccessError.Invalid("The passcode would end before it starts, or has ended.", Noun.Passcode)
        : changes.KeepsOpenEnd && passcode.Window.EndsAt is null ? AccessError.Invalid("A permanent passcode stays one.", Noun.Passcode)
        : null;

    private readonly record struct Wanted(PinDigits Digits, TimeWindow Window, bool HasNewDigits, bool HasNewWindow)
    {
        /// <summary>How far the credential's revision moves.</summary>
        public int Steps => HasNewDigits || HasNewWindow ? 1 : 0;
    }

    private static async Task<AccessError?> RefuseAsync(
        CallerTurn turn,
        StoredPasscode.Place place,
        KeypadLock? smartLock,
        TenantKeys keys,
        Wanted wanted,
        bool needsLink,
        CancellationToken cancel
    )
    {
        if (smartLock is null)
        {
            return AccessError.NotFound(Noun.Passcode);
        }

        if (smartLock.Refuse(AccessAct.ManageCredentials, turn.By, turn.Tenant, turn.Now) is { } weak)
        {
            return weak.Code == AccessErrorCode.NotFound ? AccessError.NotFound(Noun.Passcode) : weak;
        }

        if (!wanted.HasNewDigits && !wanted.HasNewWindow)
        {
            return null;
        }

        if (place.Path == EnrollmentPath.OfflineScheme)
        {
            return place.WasUsed ? IsWorkedOut : NeverUsed;
        }

        var codes = await KeypadCodes.LoadAsync(turn.Work, turn.Tenant, place.Lock, turn.Now, cancel);
        return smartLock.RefuseCode(wanted.Digits.Length, hours: null)
            ?? (needsLink ? smartLock.RefuseLink() : null)
            ?? (codes.IsTaken(keys, place.Lock, wanted.Digits, wanted.Window, except: place.Id) ? CreatePasscode.IsTaken : null);
    }

    private static readonly AccessError NeverUsed = new(
        AccessErrorCode.Conflict,
        "An offline code that has never been used at the lock cannot be changed.",
        Noun.Passcode
    );
    private static readonly AccessError IsWorkedOut = new(
        AccessErrorCode.Unsupported,
        "The lock works out an offline code by itself: revoke it, and make another one.",
        Noun.Passcode
    );

    private static async Task SaveAsync(
        CallerTurn turn,
        StoredPasscode passcode,
        Dictionary<LockId, KeypadLock> locks,
        TenantKeys keys,
        PasscodeChanges changes,
        Wanted wanted,
        CancellationToken cancel
    )
    {
        await turn.Work.DoAsync(
            """
            update credential set name = coalesce($3, name), value_sealed = coalesce($4::bytea, value_sealed), starts_at = $5, ends_at = $6,
                revision = revision + $7, updated_at = $8
            where tenant_id = $1 and credential_id = $2
            """,
            [
                turn.Tenant.Value,
                passcode.Id.Value,
                changes.Name,
                wanted.HasNewDigits ? keys.SealText(CredentialPlaces.Value(passcode.Id), wanted.Digits.Reveal()) : null,
                wanted.Window.StartsAt?.Cut(),
                wanted.Window.EndsAt?.Cut(),
                wanted.Steps,
                turn.Now,
            ],
            cancel
        );
        if (wanted.HasNewDigits || wanted.HasNewWindow)
        {
            await DesireAsync(turn, passcode, locks, keys, wanted, cancel);
        }

        string[] names = [.. Changed(changes, wanted)];
        foreach (var place in passcode.Places)
        {
            turn.Told.Add(
                turn.Event(AuditKind.CredentialChanged, place.Lock, passcode.Id) with
                {
                    Shown = CredentialKind.Passcode,
                    Changed = new Dictionary<string, string> { ["what"] = string.Join(' ', names) },
                }
            );
        }
    }

    private static IEnumerable<string> Changed(PasscodeChanges changes, Wanted wanted)
    {
        if (changes.Name is not null)
        {
            yield return "name";
        }

        if (wanted.HasNewDigits)
        {
            yield return "digits";
        }

        if (wanted.HasNewWindow)
        {
            yield return "window";
        }
    }

    /// <summary>The revision grows with what the lock must hold: the digits, and the window where the lock keeps it.</summary>
    private static async Task DesireAsync(
        CallerTurn turn,
        StoredPasscode passcode,
        Dictionary<LockId, KeypadLock> locks,
        TenantKeys keys,
        Wanted wanted,
        CancellationToken cancel
    )
    {
        foreach (var place in passcode.Places)
        {
            var smartLock = locks[place.Lock];
            await turn.Work.DoAsync(
                """
                update enrollment set revision = revision + $3, value_index = $4, valid = tstzrange($5::timestamptz, $6::timestamptz),
                    deliver_from = $7, remove_at = $6::timestamptz, asked_at = $8, due_at = case when path = 1 then $8 end, updated_at = $8
                where tenant_id = $1 and enrollment_id = $2
                """,
                [
                    turn.Tenant.Value,
                    place.Id.Value,
                    wanted.HasNewDigits || smartLock.KeepsWindows ? 1 : 0,
                    keys.PinIndex(place.Lock, wanted.Digits),
                    wanted.Window.StartsAt?.Cut(),
                    wanted.Window.EndsAt?.Cut(),
                    smartLock.DeliverFrom(wanted.Window),
                    turn.Now,
                ],
                cancel
            );
            if (smartLock.Link is { } link)
            {
                turn.Woken.Add(link);
            }
        }
    }
}
