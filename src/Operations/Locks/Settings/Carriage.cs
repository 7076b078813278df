using Latchwork.Domain;
using Latchwork.Domain.Locks;

namespace Latchwork.Operations.Locks.Settings;

/// <summary>How a change is to reach a lock.</summary>
public enum Carriage
{
    /// <summary>Somebody's telephone tells the lock, or nothing has to: the change is stored, and nobody waits for the lock.</summary>
    Phone = 1,

    /// <summary>The server, over the lock's link. Where it cannot, the change is refused and nothing is stored.</summary>
    Link = 2,
}

internal static class LinkPath
{
    /// <summary>Why the server cannot see to it over the link; null where it can.</summary>
    /// <param name="needed">What the lock must be able to do for that.</param>
    public static AccessError? RefuseOverLink(this NamedLock named, Capabilities needed) =>
        named.Link is null ? LinkErrors.NoLink
        : !named.Facts.Capabilities.HasFlag(needed) ? new AccessError(AccessErrorCode.Unsupported, "This lock cannot do that.", Noun.Lock)
        : !named.IsLinkOnline ? LinkErrors.Offline("nothing was changed")
        : null;
}
