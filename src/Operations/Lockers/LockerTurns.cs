using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Lockers;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Lockers;

/// <summary>
/// The way of every act on a cabinet, a box or a lease: find what is named, decide by the caller's standing in its tenant, and then act. Nobody has grants to
/// cabinets. Who opens and lights boxes needs <see cref="Permission.LockersOpen"/>; who gives boxes away, and so makes codes, <see cref="Permission.CredentialsWrite"/>;
/// who names and sizes them, <see cref="Permission.LockersWrite"/>.
/// </summary>
internal sealed class LockerTurns(CallerTurns turns, WireIdIndex index)
{
    public static readonly AccessError NoLocker = AccessError.NotFound(Noun.Locker);
    public static readonly AccessError NoBox = AccessError.NotFound(Noun.Box);
    public static readonly AccessError NoLease = AccessError.NotFound(Noun.Passcode);
    private static readonly AccessError HasEnded = new(AccessErrorCode.Removed, "The lease has ended.", Noun.Passcode);
    public static readonly AccessError BoxIsTaken = new(AccessErrorCode.Taken, "The box is somebody else's at some time of that.", Noun.Box);
    public static readonly AccessError CodeIsTaken = new(
        AccessErrorCode.Taken,
        "The cabinet has this passcode for another box already.",
        Noun.Passcode
    );
    public static readonly AccessError CardIsTaken = new(AccessErrorCode.Taken, "The cabinet has this card for another box already.", Noun.Card);

    public DateTimeOffset Now => turns.Now;

    /// <param name="locker">By any of its public ids.</param>
    public Task<Outcome<T>> RunAsync<T>(
        Caller by,
        WireId locker,
        AuditKind kind,
        Permission needed,
        Func<CallerTurn, NamedLocker, Task<Outcome<T>>> act,
        CancellationToken cancel
    ) =>
        turns.RunAsync<LockerId, T>(
            by,
            new TurnRules(kind, NoLocker),
            async caller =>
                await index.FindAsync(locker, caller.Tenants, cancel) is { } row
                    ? new(row.Tenant, new LockerId(row.Id)) { On = new AuditObject(Noun.Locker, row.Id) }
                    : null,
            async (turn, id) =>
                await NamedLocker.FindAsync(turn.Work, turn.Tenant, id, cancel) is not { } named ? NoLocker
                : AccessDecision.Refuse(needed, turn.By.StandingIn(turn.Tenant), Noun.Locker) is { } refusal ? refusal
                : await act(turn, named),
            cancel
        );

    /// <summary>The same about one of its boxes.</summary>
    public Task<Outcome<T>> OnBoxAsync<T>(
        Caller by,
        BoxName name,
        AuditKind kind,
        Permission needed,
        Func<CallerTurn, NamedBox, Task<Outcome<T>>> act,
        CancellationToken cancel
    ) =>
        RunAsync(
            by,
            name.Locker,
            kind,
            needed,
            async (turn, locker) => await NamedBox.FindAsync(turn, locker, name.Number, cancel) is { } box ? await act(turn, box) : NoBox,
            cancel
        );

    /// <summary>The same about a lease, by its own public id or by one of its code's; <see cref="AccessErrorCode.Removed"/> where it has ended.</summary>
    public Task<Outcome<T>> OnLeaseAsync<T>(
        Caller by,
        WireId lease,
        AuditKind kind,
        Func<CallerTurn, StoredLease, Task<Outcome<T>>> act,
        CancellationToken cancel
    ) =>
        turns.RunAsync<Guid, T>(
            by,
            new TurnRules(kind, NoLease),
            async caller => await index.FindAsync(lease, caller.Tenants, cancel) is { } row ? new(row.Tenant, row.Id) : null,
            (turn, row) =>
                WithLeaseAsync(turn, row, stored => stored.Lease.IsLive ? act(turn, stored) : Task.FromResult<Outcome<T>>(HasEnded), cancel),
            cancel
        );

    /// <summary>The same by its row in the caller's own tenant, ended or not.</summary>
    public Task<Outcome<T>> OfLeaseAsync<T>(
        Caller by,
        Guid lease,
        AuditKind kind,
        Func<CallerTurn, StoredLease, Task<Outcome<T>>> act,
        CancellationToken cancel
    ) =>
        turns.RunAsync<Guid, T>(
            by,
            new TurnRules(kind, NoLease),
            caller => ValueTask.FromResult<Located<Guid>?>(new(caller.Home, lease)),
            (turn, row) => WithLeaseAsync(turn, row, stored => act(turn, stored), cancel),
            cancel
        );

    private static async Task<Outcome<T>> WithLeaseAsync<T>(
        CallerTurn turn,
        Guid row,
        Func<StoredLease, Task<Outcome<T>>> act,
        CancellationToken cancel
    ) =>
        await LeaseRows.FindAsync(turn, row, cancel) is not { } stored ? NoLease
        : AccessDecision.Refuse(Permission.CredentialsWrite, turn.By.StandingIn(turn.Tenant), Noun.Passcode) is { } refusal ? refusal
        : await act(stored);
}

/// <summary>A box as wires name it: by its cabinet and the number on its door.</summary>
public readonly record struct BoxName(WireId Locker, BoxNumber Number);
