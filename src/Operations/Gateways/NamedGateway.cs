using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Identity;

namespace Latchwork.Operations.Gateways;

/// <summary>A gateway that a caller named, with the locks that decide about it.</summary>
internal sealed class NamedGateway(IReadOnlyList<RelayedLock> locks)
{
    public SeenGateway Seen => locks[0].Gateway;

    /// <summary>Its link does not find it any more.</summary>
    public bool IsGone => locks[0].IsGone;

    public IEnumerable<RelayedLock> Behind => locks.Where(one => one.IsBehind);

    /// <summary>Null where nothing is behind it: then it is no gateway.</summary>
    public static NamedGateway? Of(IReadOnlyList<RelayedLock> locks) => locks.Any(one => one.IsBehind) ? new NamedGateway(locks) : null;

    public AccessError? RefuseSeeing(Caller by, DateTimeOffset now) => GatewayDecision.RefuseSeeing(Behind.Select(one => one.Lock.FactsFor(by)), now);

    public AccessError? RefuseManaging(Caller by, DateTimeOffset now) =>
        GatewayDecision.RefuseManaging(Behind.Select(one => one.Lock.FactsFor(by)), now);

    /// <summary>Who takes a link away takes it from every lock of it, whatever they are behind.</summary>
    public AccessError? RefuseRemoving(Caller by, DateTimeOffset now) =>
        RefuseManaging(by, now) ?? GatewayDecision.RefuseManaging(locks.Select(one => one.Lock.FactsFor(by)), now);

    /// <summary>The locks behind it that the caller may see.</summary>
    public IReadOnlyList<RelayedDevice> LocksFor(Caller by, DateTimeOffset now) =>
        [.. Behind.Where(one => one.Lock.Refuse(AccessAct.SeeLock, by, now) is null).Select(one => one.Device)];
}
