using Latchwork.Domain;

namespace Latchwork.Operations.Locks;

/// <summary>Why a lock cannot be reached.</summary>
internal static class LinkErrors
{
    public static readonly AccessError NoLink = new(AccessErrorCode.NoLink, "Nothing connects this lock with the server.", Noun.Lock);

    /// <param name="so">What follows for the act that was asked for.</param>
    public static AccessError Offline(string so) => new(AccessErrorCode.LinkOffline, $"The connection to this lock is down: {so}.", Noun.Link);
}
