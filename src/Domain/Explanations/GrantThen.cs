using System.Globalization;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;

namespace Latchwork.Domain.Explanations;

/// <summary>A grant as it stood at a moment.</summary>
/// <param name="Grant">Null where there was none then.</param>
/// <param name="ChangedAt">It was changed then, and how it stood before is not recorded: what is told is as of now.</param>
public sealed record GrantThen(AccessGrant? Grant, DateTimeOffset? ChangedAt)
{
    /// <summary>From the grant as it is now, and what the list of events told of its changes.</summary>
    /// <param name="acceptedAt">Null while it waits.</param>
    public static GrantThen At(DateTimeOffset at, AccessGrant now, DateTimeOffset createdAt, DateTimeOffset? acceptedAt, ToldValues told)
    {
        if (IsLater(at, createdAt, told))
        {
            return new GrantThen(null, null);
        }

        var values = new Values(told);
        var then = now with
        {
            Role = values.Of(GrantStory.Role, now.Role, text => Enum.Parse<GrantRole>(text), GrantStory.FormerRole),
            IsDeputy = values.Of(GrantStory.Deputy, now.IsDeputy, bool.Parse),
            Window = new TimeWindow(
                values.Of(GrantStory.StartsAt, now.Window.StartsAt, Instant),
                values.Of(GrantStory.EndsAt, now.Window.EndsAt, Instant)
            ),
            Hours = values.Of(GrantStory.Hours, now.Hours, text => text.Length == 0 ? null : WeeklyHours.Parse(text).Value),
            CanUnlockRemotely = values.Of(GrantStory.Remote, now.CanUnlockRemotely, bool.Parse),
            IsFrozen = values.Of(GrantStory.Frozen, now.IsFrozen, bool.Parse),
            IsWaiting = acceptedAt is null || acceptedAt > at,
            RevokedAt = now.RevokedAt > at ? null : now.RevokedAt,
        };
        return new GrantThen(then, values.UnknownSince);
    }

    // One that was over may have been given anew under the same id: then it is older than it says.
    private static bool IsLater(DateTimeOffset at, DateTimeOffset createdAt, ToldValues told) => createdAt > at && told.Before.Count == 0;

    private static DateTimeOffset? Instant(string text) =>
        text.Length == 0 ? null : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private sealed class Values(ToldValues told)
    {
        /// <summary>What a whole grant was told without had no bound.</summary>
        private readonly bool beginsWhole =
            told.Before is [{ Kind: AuditKind.GrantGiven, Changed: { } first }, ..] && first.ContainsKey(GrantStory.Deputy);

        public DateTimeOffset? UnknownSince { get; private set; }

        public T Of<T>(string name, T now, Func<string, T> parse, string? former = null)
        {
            var value = told.Of(name, former);
            if (value.IsAsNow)
            {
                return now;
            }

            if (value.Text is { } text)
            {
                return parse(text);
            }

            if (beginsWhole)
            {
                return default!;
            }

            UnknownSince ??= value.UnknownSince;
            return now;
        }
    }
}
