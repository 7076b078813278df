using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Latchwork.Dialects;

/// <summary>The only way to a dialect's routes: first what a route does, then its address (AZ-2).</summary>
internal sealed class DialectRoutes(IEndpointRouteBuilder routes, Surface surface)
{
    /// <summary>Something asked of the lock that the request names.</summary>
    public RouteGroupBuilder OfLock(AccessAct act) => Declare(new RouteAct(surface, act.ToString(), Noun.Lock) { OfLock = act });

    /// <summary>Something asked of the gateway that the request names; the locks behind it decide.</summary>
    public RouteGroupBuilder OfGateway(AccessAct act) => Declare(new RouteAct(surface, act.ToString(), Noun.Gateway) { OfLock = act });

    /// <summary>Something done to another thing that the request names, or to a new one.</summary>
    public RouteGroupBuilder Needs(Permission permission, Noun on) => Declare(new RouteAct(surface, permission.Word(), on) { Needs = permission });

    /// <summary>Something done to another thing that the request names, where the operation alone decides who may.</summary>
    /// <param name="isRead">It only looks.</param>
    public RouteGroupBuilder Named(string name, Noun on, bool isRead = false) => Declare(new RouteAct(surface, name, on) { OnlyLooks = isRead });

    /// <summary>Something about what is the caller's own, so that nothing is named.</summary>
    /// <param name="isRead">It only looks.</param>
    public RouteGroupBuilder Own(string name, bool isRead = false) => Declare(new RouteAct(surface, name, Noun.None) { OnlyLooks = isRead });

    /// <summary>Something about the person who asks: their session, their account.</summary>
    /// <param name="isRead">It only looks.</param>
    public RouteGroupBuilder Personal(string name, bool isRead = false) =>
        Declare(new RouteAct(surface, name, Noun.None) { IsPersonal = true, OnlyLooks = isRead });

    /// <summary>Something that is a person's and no tenant's. Without the second factor that their role needs they have no right to it (CO-1).</summary>
    /// <param name="isRead">It only looks.</param>
    public RouteGroupBuilder OfPerson(string name, Noun on, bool isRead = false) =>
        Declare(
            new RouteAct(surface, name, on)
            {
                IsPersonal = true,
                NeedsSecondFactor = true,
                OnlyLooks = isRead,
            }
        );

    /// <summary>Served to anybody.</summary>
    public RouteGroupBuilder Public(string name, string because) => Declare(new RouteAct(surface, name, Noun.None) { PublicBecause = because });

    /// <summary>The one way to set the server up (KR-6).</summary>
    public RouteGroupBuilder SetUp(string because) => Declare(new RouteAct(surface, "set up", Noun.None) { PublicBecause = because, IsSetUp = true });

    private RouteGroupBuilder Declare(RouteAct act) => routes.MapGroup("").WithMetadata(act);
}
