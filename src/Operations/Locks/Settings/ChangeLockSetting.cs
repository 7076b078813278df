using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Locks.Settings;

/// <summary>
/// What a lock keeps for itself: sound, privacy and the like. Over the link it is stored once the lock has taken it; with a phone it is stored as the caller
/// says. A setting that no link carries to this lock is refused over it.
/// </summary>
public sealed class ChangeLockSetting
{
    private readonly LockTurns turns;
    private readonly DoorControl doors;
    private readonly TimeProvider clock;

    internal ChangeLockSetting(LockTurns turns, DoorControl doors, TimeProvider clock) =>
        (this.turns, this.doors, this.clock) = (turns, doors, clock);

    /// <param name="changes">One or several settings, as they are told to the lock: all of them can be made, or none is.</param>
    /// <param name="wait">How long the caller waits for the lock to take them all.</param>
    public async Task<Outcome<Done>> RunAsync(
        Caller by,
        WireId lockId,
        IReadOnlyList<(LockSetting Setting, int Value)> changes,
        Carriage carriage,
        TimeSpan wait,
        CancellationToken cancel
    )
    {
        if (carriage == Carriage.Phone)
        {
            return await StoreAllAsync(by, lockId, changes, cancel);
        }

        // The same request again goes on: what each of its commands came to is told again.
        var allowed = await AllowAsync(by, lockId, changes, cancel);
        return allowed.Error is { } refusal && refusal.Former is not { Refused: null }
            ? refusal.Former?.Refusal ?? refusal
            : await CarryAllAsync(by with { Expected = null }, lockId, changes, isRepeated: allowed.Error is not null, wait, cancel);
    }

    private async Task<Outcome<Done>> StoreAllAsync(
        Caller by,
        WireId lockId,
        IReadOnlyList<(LockSetting Setting, int Value)> changes,
        CancellationToken cancel
    )
    {
        foreach (var (setting, value) in changes)
        {
            if (await StoreAsync(by, lockId, setting, value, isCarried: false, cancel) is { Error: { } refusal })
            {
                return refusal;
            }
        }

        return Done.Yes;
    }

    /// <param name="isRepeated">What the first request stored may have been changed since.</param>
    private async Task<Outcome<Done>> CarryAllAsync(
        Caller by,
        WireId lockId,
        IReadOnlyList<(LockSetting Setting, int Value)> changes,
        bool isRepeated,
        TimeSpan wait,
        CancellationToken cancel
    )
    {
        var began = clock.GetTimestamp();
        foreach (var (setting, value) in changes)
        {
            var left = wait - clock.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
            {
                return TooLate;
            }

            var part = by with { Repeatable = by.Repeatable?.Part((byte)setting) };
            if (await doors.RunAsync(part, lockId, new DeviceAct.Configure(setting, value), left, cancel) is { Error: { } failed })
            {
                return failed;
            }

            // The lock has it by now, whether or not its caller still listens.
            var stored = isRepeated
                ? Done.Yes
                : await StoreAsync(by with { Repeatable = null }, lockId, setting, value, isCarried: true, CancellationToken.None);
            if (stored.Error is { } refusal)
            {
                return refusal;
            }
        }

        return Done.Yes;
    }

    private Task<Outcome<Done>> AllowAsync(
        Caller by,
        WireId lockId,
        IReadOnlyList<(LockSetting Setting, int Value)> changes,
        CancellationToken cancel
    ) =>
        turns.RunAsync<Done>(
            by,
            lockId,
            AuditKind.LockChanged,
            AccessAct.ChangeSettings,
            (_, named) =>
                Task.FromResult<Outcome<Done>>(
                    changes.Select(change => RefuseOverLink(named, change.Setting, change.Value)).FirstOrDefault(refusal => refusal is not null)
                        is { } refused
                        ? refused
                        : Done.Yes
                ),
            cancel
        );

    private static AccessError? RefuseOverLink(NamedLock named, LockSetting setting, int value) =>
        RefuseValue(setting, value) is { } invalid ? invalid
        : named.Link is not null && setting.Carrier() is null ? CannotBeCarried
        : named.RefuseOverLink(setting.Carrier() ?? Capabilities.None);

    /// <param name="isCarried">The command to the lock has its own two records (AU-1).</param>
    private Task<Outcome<Done>> StoreAsync(Caller by, WireId lockId, LockSetting setting, int value, bool isCarried, CancellationToken cancel) =>
        turns.RunAsync<Done>(
            by,
            lockId,
            AuditKind.LockChanged,
            AccessAct.ChangeSettings,
            async (turn, named) =>
            {
                if (RefuseValue(setting, value) is { } invalid)
                {
                    return invalid;
                }

                await turn.Work.DoAsync(Sql, [turn.Tenant.Value, named.Id.Value, (short)setting, value, turn.Now], cancel);
                if (!isCarried)
                {
                    turn.Told.Add(
                        turn.Event(AuditKind.LockChanged, named.Id) with
                        {
                            Changed = new Dictionary<string, string> { [setting.ToString()] = $"{value}", ["by"] = "phone" },
                        }
                    );
                }

                return Done.Yes;
            },
            cancel
        );

    private static AccessError? RefuseValue(LockSetting setting, int value) =>
        setting.Takes(value) ? null : AccessError.Invalid("The setting cannot have this value.", Noun.Lock);

    private static readonly AccessError TooLate = new(
        AccessErrorCode.NotSentInTime,
        "The lock took so long over the first of these settings that the others were not sent.",
        Noun.Lock
    );

    private static readonly AccessError CannotBeCarried = new(
        AccessErrorCode.Unsupported,
        "This setting is made at the lock, with a phone.",
        Noun.Lock
    );

    private const string Sql = """
        insert into lock_setting (tenant_id, lock_id, setting, value, updated_at) values ($1, $2, $3, $4, $5)
        on conflict (tenant_id, lock_id, setting) do update set value = excluded.value, updated_at = excluded.updated_at
        """;
}
