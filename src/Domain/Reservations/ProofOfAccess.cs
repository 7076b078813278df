using Latchwork.Domain.Credentials;

namespace Latchwork.Domain.Reservations;

/// <summary>A lock on the way into a unit.</summary>
/// <param name="Code">What is known of the stay's code on it, the freshness of its link included; null where it has none.</param>
/// <param name="BatteryLasts">Whether its battery is foreseen to last the stay; null where nobody knows.</param>
public sealed record DoorProof(LockId Lock, Verdict? Code, bool? BatteryLasts = null);

/// <param name="Doors">All locks of the unit: the guest has to get through each.</param>
public sealed record UnitProof(UnitId Unit, IReadOnlyList<DoorProof> Doors);

/// <summary>A lock may have two.</summary>
/// <param name="Lock">Null where the unit has none.</param>
public sealed record AccessReason(UnitId Unit, LockId? Lock, Verdict Verdict);

/// <summary>Whether the guest gets in: the worst of all reasons, and each of them.</summary>
public sealed record AccessVerdict(Verdict Overall, IReadOnlyList<AccessReason> Reasons);

/// <summary>Works out from the evidence for every code of a stay how sure it is that its guest gets in. No word is stronger than the evidence.</summary>
public static class ProofOfAccess
{
    private static readonly Verdict NoLock = new(Readiness.NotReady, "The unit has no lock, so there is no code for it.");
    private static readonly Verdict NoCode = new(Readiness.NotReady, "This lock has no code of the stay.");
    private static readonly Verdict BatteryEnds = new(Readiness.AtRisk, "The battery of this lock will probably not last the stay.");
    private static readonly Verdict AllReady = new(Readiness.Ready, "Every door has its code.");

    /// <summary>Null where nobody is to get in: the stay is over, or was never anybody's.</summary>
    /// <param name="units">Of the stay, but for those that are over.</param>
    public static AccessVerdict? Of(StayState state, IReadOnlyList<UnitProof> units)
    {
        if (state == StayState.Requested)
        {
            return new AccessVerdict(new Verdict(Readiness.NotReady, "It waits to be approved, and has no codes until then."), []);
        }

        if (!state.HasCodes() || units.Count == 0)
        {
            return null;
        }

        AccessReason[] reasons = [.. units.SelectMany(ReasonsOf)];
        var worst = reasons.MaxBy(reason => reason.Verdict.Readiness)!.Verdict;
        return new AccessVerdict(worst.Readiness == Readiness.Ready ? AllReady : worst, reasons);
    }

    private static IEnumerable<AccessReason> ReasonsOf(UnitProof unit) =>
        unit.Doors.Count == 0
            ? [new AccessReason(unit.Unit, null, NoLock)]
            : unit.Doors.SelectMany(door => VerdictsOf(door).Select(verdict => new AccessReason(unit.Unit, door.Lock, verdict)));

    /// <summary>A code that is ready behind a battery that ends is not ready; what else is wrong with a code stands beside it.</summary>
    private static IEnumerable<Verdict> VerdictsOf(DoorProof door)
    {
        var code = door.Code ?? NoCode;
        return door.BatteryLasts != false ? [code]
            : code.Readiness == Readiness.Ready ? [BatteryEnds]
            : [code, BatteryEnds];
    }
}
