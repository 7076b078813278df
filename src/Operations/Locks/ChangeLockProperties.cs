using System.Globalization;
using System.Text.RegularExpressions;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Locks;

/// <summary>How one person keeps a lock; null leaves it as it is.</summary>
public sealed record PreferenceEdit
{
    /// <summary>What they call it; empty for what it is called itself.</summary>
    public string? Alias { get; init; }

    /// <summary>As <c>#RRGGBB</c>.</summary>
    public string? Colour { get; init; }

    public bool? IsFavourite { get; init; }

    public bool IsEmpty => Alias is null && Colour is null && IsFavourite is null;
}

/// <summary>What of a lock is for all; null leaves it as it is.</summary>
public sealed record PropertyEdit
{
    public string? Name { get; init; }

    /// <summary>Addresses and ranges that may open it; empty for anywhere.</summary>
    public IReadOnlyList<string>? PermittedAddresses { get; init; }

    public bool? IsHidden { get; init; }

    /// <summary>It opens only inside one of them; empty for always.</summary>
    public IReadOnlyList<WeeklyHours>? UsageHours { get; init; }

    public LockLocation? Location { get; init; }

    public bool RemovesLocation { get; init; }

    public TimeSpan? ShownDelay { get; init; }
}

/// <summary>Changes how the caller keeps a lock and, for who runs it, what it is for all: both in one turn, or neither.</summary>
public sealed partial class ChangeLockProperties
{
    public const int MostUsageHours = 28;

    public static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(60);

    private const int LongestName = 200;

    private readonly LockTurns turns;
    private readonly RemovedLocks removed;

    internal ChangeLockProperties(LockTurns turns, RemovedLocks removed) => (this.turns, this.removed) = (turns, removed);

    /// <param name="ofLock">Null where nothing is asked that is for all. Anything else, empty too, takes the right to run the lock.</param>
    public async Task<Outcome<Done>> RunAsync(Caller by, WireId lockId, PreferenceEdit own, PropertyEdit? ofLock, CancellationToken cancel)
    {
        var changed = await turns.RunAsync<Done>(
            by,
            lockId,
            ofLock is null ? AuditKind.LockPreferenceChanged : AuditKind.LockChanged,
            ofLock is null ? AccessAct.SetPreference : AccessAct.ChangeSettings,
            async (turn, named) =>
            {
                if ((RefuseOwn(own, turn.By) ?? RefuseLock(ofLock)) is { } refusal)
                {
                    return refusal;
                }

                await KeepAsync(turn, named.Id, own, cancel);
                await ChangeAsync(turn, named.Id, ofLock, cancel);
                return Done.Yes;
            },
            cancel
        );
        return changed.Error is { } refused ? await removed.ToldAsync(refused, by, lockId, cancel) : changed;
    }

    private static AccessError? RefuseOwn(PreferenceEdit own, Caller by) =>
        own.Alias?.Length > LongestName ? AccessError.Invalid($"A name has at most {LongestName} characters.", Noun.Lock)
        : own.Colour is { } colour && !Rgb().IsMatch(colour) ? AccessError.Invalid("A colour is written #RRGGBB.", Noun.Lock)
        : by.User is null && !own.IsEmpty ? new AccessError(AccessErrorCode.NotAllowed, "That is for people.")
        : null;

    internal static AccessError? RefuseLock(PropertyEdit? edit) =>
        edit is null ? null
        : edit.Name is { } name && name.Trim().Length is 0 or > LongestName
            ? AccessError.Invalid($"A lock needs a name of at most {LongestName} characters.", Noun.Lock)
        : edit.PermittedAddresses is { } addresses && AddressList.Parse(addresses).Error is { } odd ? odd
        : edit.UsageHours?.Count > MostUsageHours ? AccessError.Invalid($"Usage hours are at most {MostUsageHours}.", Noun.Lock)
        : edit.ShownDelay < TimeSpan.Zero || edit.ShownDelay > LongestDelay
            ? AccessError.Invalid($"A delay is from 0 to {LongestDelay.TotalSeconds:0} seconds.", Noun.Lock)
        : edit.Location?.Refuse();

    private static async Task KeepAsync(CallerTurn turn, LockId smartLock, PreferenceEdit own, CancellationToken cancel)
    {
        if (own.IsEmpty)
        {
            return;
        }

        await turn.Work.DoAsync(
            """
            insert into lock_preference as f (tenant_id, lock_id, user_id, alias, colour, is_favourite)
            values ($1, $2, $3, nullif($4::text, ''), $5::text, coalesce($6::boolean, false))
            on conflict (tenant_id, lock_id, user_id) do update set
                alias = case when $4::text is null then f.alias else excluded.alias end,
                colour = coalesce(excluded.colour, f.colour), is_favourite = coalesce($6::boolean, f.is_favourite)
            """,
            [turn.Tenant.Value, smartLock.Value, turn.By.User!.Value.Value, own.Alias?.Trim(), own.Colour?.ToUpperInvariant(), own.IsFavourite],
            cancel
        );
        turn.Tell(
            turn.Event(AuditKind.LockPreferenceChanged, smartLock) with
            {
                Changed = Told(("alias", own.Alias is null ? null : ""), ("colour", own.Colour), ("favourite", own.IsFavourite?.ToString())),
            }
        );
    }

    /// <summary>In the turn of whoever may change it, after <see cref="RefuseLock"/> has let it through.</summary>
    internal static async Task ChangeAsync(CallerTurn turn, LockId smartLock, PropertyEdit? edit, CancellationToken cancel)
    {
        if (edit is null || ToldOf(edit) is not { Count: > 0 } told)
        {
            return;
        }

        await turn.Work.DoAsync(
            """
            update smart_lock set name = coalesce($3::text, name), permitted_addresses = coalesce($4::text[], permitted_addresses),
                is_hidden = coalesce($5::boolean, is_hidden), usage_hours = coalesce($6::text[], usage_hours),
                location = case when $8 then null else coalesce($7::jsonb, location) end, shown_delay = coalesce($9::interval, shown_delay),
                updated_at = $10
            where tenant_id = $1 and lock_id = $2
            """,
            [
                turn.Tenant.Value,
                smartLock.Value,
                edit.Name?.Trim(),
                edit.PermittedAddresses is { } addresses ? AddressList.Parse(addresses).Value.Ranges().ToArray() : null,
                edit.IsHidden,
                edit.UsageHours?.Select(hours => hours.ToString()).ToArray(),
                edit.Location is { } location ? LocationText.Write(location) : null,
                edit.RemovesLocation,
                edit.ShownDelay,
                turn.Now,
            ],
            cancel
        );
        turn.Tell(turn.Event(AuditKind.LockChanged, smartLock) with { Changed = told });
    }

    /// <summary>Where people live and work is not told: neither addresses nor the place.</summary>
    private static Dictionary<string, string> ToldOf(PropertyEdit edit) =>
        Told(
            ("name", edit.Name?.Trim()),
            ("permittedAddresses", edit.PermittedAddresses is null ? null : ""),
            ("hidden", edit.IsHidden?.ToString()),
            ("usageHours", edit.UsageHours?.Count.ToString(CultureInfo.InvariantCulture)),
            ("location", edit.Location is null && !edit.RemovesLocation ? null : ""),
            ("delay", edit.ShownDelay is { } delay ? string.Create(CultureInfo.InvariantCulture, $"{delay.TotalSeconds}") : null)
        );

    private static Dictionary<string, string> Told(params ReadOnlySpan<(string Name, string? Value)> changes)
    {
        var told = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in changes)
        {
            if (value is not null)
            {
                told[name] = value;
            }
        }

        return told;
    }

    [GeneratedRegex("^#[0-9A-Fa-f]{6}$", RegexOptions.CultureInvariant, 100)]
    private static partial Regex Rgb();
}
