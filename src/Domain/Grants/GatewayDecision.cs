using static Latchwork.Domain.AccessErrorCode;

namespace Latchwork.Domain.Grants;

/// <summary>
/// What relays for locks has no grants of its own: who may know of it, and who may change it, follows from the locks behind it
/// (<see cref="AccessDecision"/>). Whoever has nothing to do with any of them learns nothing, as if it did not exist (AZ-3).
/// </summary>
public static class GatewayDecision
{
    private static readonly AccessError NoSuchGateway = AccessError.NotFound(Noun.Gateway);
    private static readonly AccessError NotAllTheirs = new(NotAllowed, "Not every lock behind it is yours.", Noun.Gateway);

    /// <summary>One lock behind it is enough.</summary>
    public static AccessError? RefuseSeeing(IEnumerable<AccessFacts> behind, DateTimeOffset now)
    {
        var refusals = behind.Select(facts => AccessDecision.Refuse(AccessAct.SeeGateway, facts, now)).ToList();
        return refusals.Contains(null) ? null : Told(refusals);
    }

    /// <summary>It takes every lock behind it, and there must be one.</summary>
    public static AccessError? RefuseManaging(IEnumerable<AccessFacts> behind, DateTimeOffset now)
    {
        var refusals = behind.Select(facts => AccessDecision.Refuse(AccessAct.ManageGateway, facts, now)).ToList();
        return refusals.Count > 0 && refusals.TrueForAll(refusal => refusal is null) ? null
            : refusals.Contains(null) ? NotAllTheirs
            : Told(refusals);
    }

    private static AccessError Told(List<AccessError?> refusals) =>
        refusals.Find(refusal => refusal?.Code is not (NotFound or Ended)) ?? NoSuchGateway;
}
