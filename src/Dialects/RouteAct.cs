using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;

namespace Latchwork.Dialects;

/// <summary>
/// What a route does and to what (AZ-2). It is metadata of the endpoint, so the table of all routes, and with it the test matrix of routes and
/// principals, can be read off the endpoints. A route without one is not served.
/// </summary>
public sealed record RouteAct
{
    internal RouteAct(Surface surface, string name, Noun on) => (Surface, Name, On) = (surface, name, on);

    public Surface Surface { get; }

    /// <summary>The act in one or two words.</summary>
    public string Name { get; }

    /// <summary>The kind of thing that the request names; <see cref="Noun.None"/> where it is the caller's own.</summary>
    public Noun On { get; }

    /// <summary>What is asked of the lock that the request names, or of those behind the gateway that it names.</summary>
    public AccessAct? OfLock { get; init; }

    /// <summary>What the caller must be allowed to do in the thing's tenant.</summary>
    public Permission? Needs { get; init; }

    /// <summary>Why nobody has to say who they are; null: the caller is authenticated before the handler runs.</summary>
    public string? PublicBecause { get; init; }

    /// <summary>Served until the server is set up too, when nothing else is (KR-6).</summary>
    public bool IsSetUp { get; init; }

    /// <summary>It is about the person who asks, in whatever tenants: no key is one.</summary>
    public bool IsPersonal { get; init; }

    /// <summary>It is no matter of the account itself: whoever lacks the second factor that their role needs may not (CO-1).</summary>
    public bool NeedsSecondFactor { get; init; }

    /// <summary>It only looks.</summary>
    public bool IsRead =>
        OfLock
            is AccessAct.SeeLock
                or AccessAct.ReadDetail
                or AccessAct.ReadOpenState
                or AccessAct.ReadOwnRecords
                or AccessAct.ReadAllRecords
                or AccessAct.ListCredentials
                or AccessAct.ListGrants
                or AccessAct.SeeGateway
        || Needs?.Word().EndsWith(":read", StringComparison.Ordinal) == true
        || OnlyLooks;

    /// <summary>Of a route whose act is neither one on a lock nor a permission.</summary>
    internal bool OnlyLooks { get; init; }

    /// <summary>It opens a door or a box from afar.</summary>
    public bool IsOpening => OfLock is AccessAct.Unlock || Needs is Permission.LockersOpen;

    /// <summary>It moves something: such calls have a rate of their own (RL-5).</summary>
    public bool IsMotion => OfLock is AccessAct.Unlock or AccessAct.Lock || Needs is Permission.LockersOpen;
}
