using Latchwork.Domain.Grants;
using static Latchwork.Domain.AccessErrorCode;
using static Latchwork.Domain.Tests.Grants.Given;

namespace Latchwork.Domain.Tests.Grants;

/// <summary>AZ-2, AZ-3.</summary>
public sealed class GatewayDecisionTests
{
    private static readonly AccessFacts Owned = Facts(Grant(GrantRole.Owner));
    private static readonly AccessFacts Managed = Facts(Grant(GrantRole.Manager));
    private static readonly AccessFacts Held = Facts(Grant(GrantRole.Holder));
    private static readonly AccessFacts Strangers = Facts(null);

    [Fact]
    public void One_managed_lock_behind_it_lets_a_gateway_be_seen() => Assert.Null(GatewayDecision.RefuseSeeing([Strangers, Held, Managed], Now));

    [Fact]
    public void A_gateway_in_front_of_strangers_locks_alone_or_of_none_does_not_exist()
    {
        Assert.Equal(AccessError.NotFound(Noun.Gateway), GatewayDecision.RefuseSeeing([Strangers], Now));
        Assert.Equal(AccessError.NotFound(Noun.Gateway), GatewayDecision.RefuseManaging([Strangers], Now));
        Assert.Equal(AccessError.NotFound(Noun.Gateway), GatewayDecision.RefuseSeeing([], Now));
        Assert.Equal(AccessError.NotFound(Noun.Gateway), GatewayDecision.RefuseManaging([], Now));
    }

    [Fact]
    public void Who_only_opens_a_lock_behind_it_has_too_weak_a_right() =>
        Assert.Equal(NotAllowed, GatewayDecision.RefuseSeeing([Strangers, Held], Now)?.Code);

    [Fact]
    public void It_takes_every_lock_behind_it_to_change_a_gateway()
    {
        Assert.Null(GatewayDecision.RefuseManaging([Owned, Owned], Now));
        Assert.Equal(NotAllowed, GatewayDecision.RefuseManaging([Owned, Managed], Now)?.Code);
        Assert.Equal(NotAllowed, GatewayDecision.RefuseManaging([Owned, Strangers], Now)?.Code);
    }
}
