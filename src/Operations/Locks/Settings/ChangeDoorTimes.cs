using System.Globalization;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Locks.Settings;

/// <summary>What is to change; what is null stays.</summary>
/// <param name="RelockAfter">How long it stays open; from <see cref="ChangeDoorTimes.Shortest"/> to <see cref="ChangeDoorTimes.Longest"/>.</param>
/// <param name="OpenHours">When it stays open by itself.</param>
public sealed record DoorTimes(TimeSpan? RelockAfter, WantedOpenHours? OpenHours);

/// <param name="Hours">With a zone of their own; null for none.</param>
public sealed record WantedOpenHours(WeeklyHours? Hours);

/// <summary>
/// How long a door stays open and when it does so by itself, in one act: both or neither. Nothing is sent to the lock for it; what follows is done by the lock
/// where it can, else by the server (<see cref="RelockPlan"/>).
/// </summary>
public sealed class ChangeDoorTimes
{
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private readonly LockTurns turns;

    internal ChangeDoorTimes(LockTurns turns) => this.turns = turns;

    public Task<Outcome<Done>> RunAsync(Caller by, WireId lockId, DoorTimes wanted, CancellationToken cancel) =>
        turns.RunAsync<Done>(
            by,
            lockId,
            AuditKind.LockChanged,
            AccessAct.ChangeSettings,
            async (turn, named) =>
            {
                if (Refuse(named, wanted) is { } refusal)
                {
                    return refusal;
                }

                if (wanted.RelockAfter is { } after)
                {
                    await SetAutoLock.SaveAsync(turn, named.Id, after, cancel);
                }

                if (wanted.OpenHours is { } hours)
                {
                    await SetOpenHours.SaveAsync(turn, named.Id, hours.Hours, opensByItself: hours.Hours is not null, cancel);
                }

                return Done.Yes;
            },
            cancel
        );

    private static AccessError? Refuse(NamedLock named, DoorTimes wanted)
    {
        var able = LockAbilities.Of(named.Facts.Capabilities, named.Link is not null, places: null);
        return wanted.RelockAfter < Shortest || wanted.RelockAfter > Longest
                ? AccessError.Invalid(
                    string.Create(CultureInfo.InvariantCulture, $"A lock stays open for {Shortest.TotalSeconds} to {Longest.TotalSeconds} seconds."),
                    Noun.Lock
                )
            : (wanted.RelockAfter is not null && !able.HasRelockTime) || (wanted.OpenHours is not null && !able.HasOpenHours) ? CannotDoThat
            : null;
    }

    private static readonly AccessError CannotDoThat = new(AccessErrorCode.Unsupported, "This lock cannot do that.", Noun.Lock);
}
