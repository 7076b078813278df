using System.Net;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Domain.Users;

namespace Latchwork.Domain.Explanations;

/// <summary>What stops everybody who must ask the server: from afar, at a reader, at a tile. What a lock's own memory holds opens all the same.</summary>
public enum Obstacle
{
    CannotUnlock,
    Frozen,
    OutsideUsageHours,
    RemoteUnlockOff,

    /// <summary>Nothing connects it now.</summary>
    NoLink,

    /// <summary>It cannot be reached now.</summary>
    Offline,
}

/// <summary>Whether the lock had a credential, as far as that is known.</summary>
public enum OnLock
{
    Yes,
    No,
    NotKnown,
}

/// <summary>
/// Who could open a door at an instant. It is the one decision that says so (AZ-1), asked of each of them about a lock that stops nobody; what stops everybody is told apart.
/// </summary>
public static class Openers
{
    private static readonly LockFacts StopsNobody = new() { Capabilities = Capabilities.Unlock };

    public static bool ByRole(MemberThen member, DateTimeOffset at) =>
        member is { Role: { } role, IsSwitchedOff: false } && ByScopes(role.Permissions(), at);

    public static bool ByScopes(PermissionSet scopes, DateTimeOffset at) => Refuse(null, scopes, at) is null;

    /// <param name="holder">In the lock's tenant: who is switched off there has no grant either.</param>
    public static bool ByGrant(GrantThen then, MemberThen? holder, DateTimeOffset at) =>
        then.Grant is { } grant && holder?.IsSwitchedOff != true && Refuse(grant, null, at) is null;

    /// <summary>One whose window then is not recorded might have.</summary>
    public static bool ByCredential(CredentialThen then, DateTimeOffset at) =>
        AccessDecision.RefuseShown(
            then.ChangedAt is null ? then.ShownAt(at) : then.ShownAt(at) with { Window = TimeWindow.Always, Hours = null },
            StopsNobody,
            at
        )
            is null;

    /// <param name="isPresent">The lock is known to have it now; null where that is not known.</param>
    public static OnLock WasOn(CredentialThen then, bool? isPresent, DateTimeOffset at, DateTimeOffset now) =>
        then.Evidence < EvidenceRung.Acknowledged || then.Evidence is null ? (isPresent == false ? OnLock.No : OnLock.NotKnown)
        : at >= now || then.ProvenAt <= at ? OnLock.Yes
        : OnLock.NotKnown;

    /// <summary>Of what is known of then; reach is for the caller to add, since it is only known of now.</summary>
    public static IReadOnlyList<Obstacle> ObstaclesAt(LockThen door, DateTimeOffset at)
    {
        var found = new List<Obstacle>();
        Add(Obstacle.CannotUnlock, !door.Facts.Capabilities.HasFlag(Capabilities.Unlock));
        Add(Obstacle.Frozen, door.Facts.IsFrozen);
        Add(Obstacle.OutsideUsageHours, door.Facts.UsageHours.Count > 0 && !door.Facts.UsageHours.Any(hours => hours.Contains(at)));
        Add(Obstacle.RemoteUnlockOff, door.Facts.IsRemoteUnlockOff);
        return found;

        void Add(Obstacle obstacle, bool stands)
        {
            if (stands)
            {
                found.Add(obstacle);
            }
        }
    }

    private static AccessError? Refuse(AccessGrant? grant, PermissionSet? standing, DateTimeOffset at) =>
        AccessDecision.Refuse(
            AccessAct.Unlock,
            new AccessFacts
            {
                Lock = StopsNobody,
                Grant = grant,
                Standing = standing,
                IsRemote = true,
                CallerAddress = IPAddress.None,
            },
            at
        );
}
