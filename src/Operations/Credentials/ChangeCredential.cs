using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Credentials;

/// <summary>
/// Changes a credential on all locks that it is on: whoever names it by one enrollment changes it there too, so they must manage all of them.
/// A new value is written over the old one: the door never lacks one.
/// </summary>
public sealed class ChangeCredential
{
    private readonly CredentialTurns turns;

    internal ChangeCredential(CredentialTurns turns) => this.turns = turns;

    /// <param name="kind">Another kind of credential is none.</param>
    /// <param name="smartLock">Where the caller says that it is; on another lock there is no such credential. Null: not said.</param>
    public async Task<Outcome<ChangedCredential>> RunAsync(
        Caller by,
        CredentialKind kind,
        WireId id,
        WireId? smartLock,
        CredentialChanges changes,
        CancellationToken cancel
    ) =>
        changes.RefuseInput(kind) is { } invalid
            ? invalid
            : await turns.RunAsync(
                by,
                kind,
                AuditKind.CredentialChanged,
                id,
                smartLock,
                (turn, stored, keys) => ChangeAsync(turn, stored, keys, changes, cancel),
                cancel
            );

    /// <summary>
    /// Desires again what a change replaced, whatever would be said of it as new input. A later change, or the end of the credential, stands: there
    /// is nothing to undo then.
    /// </summary>
    internal async Task<Outcome<Done>> UndoAsync(Caller by, ChangedCredential changed, CancellationToken cancel)
    {
        var undone = await turns.RunAsync<Done>(
            by,
            changed.Kind,
            AuditKind.CredentialChanged,
            new CoreRow(changed.Tenant, changed.Credential.Value),
            async (turn, stored, keys) =>
                stored.Revision == changed.Revision && !stored.Places.Any(place => place.HasEnded)
                    ? (await ChangeAsync(turn, stored, keys, changed.Former, cancel, isUndo: true)).Then(_ => Done.Yes)
                    : Done.Yes,
            cancel
        );
        return undone.Error is { Code: AccessErrorCode.NotFound } ? Done.Yes : undone;
    }

    internal static async Task<Outcome<ChangedCredential>> ChangeAsync(
        CallerTurn turn,
        StoredCredential stored,
        TenantKeys keys,
        CredentialChanges changes,
        CancellationToken cancel,
        bool isUndo = false
    )
    {
        var locks = await CredentialLock.OfAsync(turn, stored.Places.Select(place => place.Lock), cancel);
        var (former, window) = (stored.Open(keys), changes.WindowFrom(stored.Window));
        var wanted = new WantedCredential(
            changes.Value ?? former,
            window,
            changes.Value is { } value && former?.IsSameAs(value) != true,
            window != stored.Window,
            changes.Hours.Count > 0
        );
        if (!isUndo && RefuseWindow(stored, wanted, changes, turn.Now) is { } unfit)
        {
            return unfit;
        }

        foreach (var place in stored.Places)
        {
            if (await RefuseAsync(turn, stored.Kind, place, locks.GetValueOrDefault(place.Lock), keys, wanted, changes.NeedsLink, cancel) is { } no)
            {
                return no;
            }
        }

        await new CredentialChangeRows(turn, stored, locks, keys).SaveAsync(changes.Name, wanted, cancel);
        return new ChangedCredential(
            turn.Tenant,
            stored.Kind,
            stored.Id,
            stored.Revision + wanted.Steps,
            [.. stored.Places.Select(place => place.Id)],
            new CredentialChanges { Value = former, Window = stored.Window }
        );
    }

    private static AccessError? RefuseWindow(StoredCredential stored, WantedCredential wanted, CredentialChanges changes, DateTimeOffset now) =>
        changes.SaysOpenEnd && stored.Window.EndsAt is not null
            ? AccessError.Invalid($"A {stored.Kind.Noun().Words()} with an end keeps one.", stored.Kind.Noun())
        : !wanted.HasNewWindow ? null
        : wanted.Window.IsEmpty || wanted.Window.IsOver(now)
            ? AccessError.Invalid($"The {stored.Kind.Noun().Words()} would end before it starts, or has ended.", stored.Kind.Noun())
        : changes.KeepsOpenEnd && stored.Window.EndsAt is null
            ? AccessError.Invalid($"A permanent {stored.Kind.Noun().Words()} stays one.", stored.Kind.Noun())
        : null;

    private static async Task<AccessError?> RefuseAsync(
        CallerTurn turn,
        CredentialKind kind,
        StoredCredential.Place place,
        CredentialLock? smartLock,
        TenantKeys keys,
        WantedCredential wanted,
        bool needsLink,
        CancellationToken cancel
    )
    {
        if (smartLock is null)
        {
            return kind.Missing();
        }

        if (smartLock.Refuse(AccessAct.ManageCredentials, turn.By, turn.Tenant, turn.Now) is { } weak)
        {
            return kind.Told(weak);
        }

        if (!wanted.ReachesLocks)
        {
            return null;
        }

        if (place.HasEnded || wanted.Value is not { } value)
        {
            return AccessError.Invalid($"The {kind.Noun().Words()} has ended.", kind.Noun());
        }

        if (place.Path == EnrollmentPath.OfflineScheme)
        {
            return place.WasUsed ? IsWorkedOut : NeverUsed;
        }

        var others = await LiveCredentials.LoadAsync(turn, kind, place.Lock, cancel);
        return smartLock.RefuseValue(value, wanted.HasHours, needsLink)
            ?? (others.IsTaken(keys.ValueIndexes(place.Lock, value), wanted.Window, except: place.Id) ? kind.IsTaken() : null)
            ?? (needsLink ? smartLock.RefuseLink() : null);
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
}

/// <inheritdoc cref="ChangeCredential"/>
public sealed class ChangePasscode
{
    private readonly ChangeCredential change;

    internal ChangePasscode(ChangeCredential change) => this.change = change;

    /// <inheritdoc cref="ChangeCredential.RunAsync"/>
    public Task<Outcome<ChangedCredential>> RunAsync(Caller by, WireId id, WireId? smartLock, PasscodeChanges changes, CancellationToken cancel) =>
        change.RunAsync(by, CredentialKind.Passcode, id, smartLock, changes, cancel);
}
