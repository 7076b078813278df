using System.Globalization;
using Latchwork.Domain.Grants;

namespace Latchwork.Domain.Explanations;

/// <summary>What the list of events tells of a grant: written by whoever changes one, read by whoever must know how it stood. Names are stored: only add.</summary>
public static class GrantStory
{
    public const string Role = "role";

    /// <summary>Told beside the role where it is another now than it was.</summary>
    public const string FormerRole = "formerRole";
    public const string Deputy = "deputy";
    public const string StartsAt = "startsAt";
    public const string EndsAt = "endsAt";
    public const string Hours = "hours";
    public const string Remote = "remote";
    public const string Frozen = "frozen";
    private const string DerivedFrom = "derivedFrom";

    /// <summary>Names of what is another now, and its values: none is personal. Null where nothing is.</summary>
    /// <param name="before">Null for a new one: then all is told but what has no bound.</param>
    public static Dictionary<string, string>? Told(AccessGrant? before, AccessGrant after)
    {
        var told = new Dictionary<string, string>(StringComparer.Ordinal);
        Tell(Role, before?.Role.ToString(), after.Role.ToString());
        Tell(Deputy, before?.IsDeputy.ToString(), after.IsDeputy.ToString());
        Tell(StartsAt, Text(before?.Window.StartsAt), Text(after.Window.StartsAt));
        Tell(EndsAt, Text(before?.Window.EndsAt), Text(after.Window.EndsAt));
        Tell(Hours, before?.Hours?.ToString(), after.Hours?.ToString());
        Tell(Remote, before?.CanUnlockRemotely.ToString(), after.CanUnlockRemotely.ToString());
        Tell(Frozen, before?.IsFrozen.ToString(), after.IsFrozen.ToString());
        Tell(DerivedFrom, before?.DerivedFrom?.Value.ToString(), after.DerivedFrom?.Value.ToString());
        if (before is not null && before.Role != after.Role)
        {
            told[FormerRole] = before.Role.ToString();
        }

        return told.Count == 0 ? null : told;

        void Tell(string name, string? was, string? value)
        {
            if (was != value)
            {
                told[name] = value ?? "";
            }
        }
    }

    private static string? Text(DateTimeOffset? bound) => bound?.ToString("O", CultureInfo.InvariantCulture);
}
