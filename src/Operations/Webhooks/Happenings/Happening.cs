using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;

namespace Latchwork.Operations.Webhooks.Happenings;

/// <summary>
/// An event with what is known now of where and to whom it happened, for formats that tell that. Ids are those of the KEYVOX wire, the one whose receivers know places
/// and stays; an id that there is none of is empty text, and so is a name.
/// </summary>
public sealed record Happening
{
    /// <summary>The same whenever and to whomever it is told, and of no other event or lock; it tells nothing of how many there were.</summary>
    public required string Id { get; init; }

    public required EventFacts Facts { get; init; }

    /// <summary>By the device's clock where it has one.</summary>
    public required DateTimeOffset HappenedAt { get; init; }

    /// <summary>The same by the clocks of the place, for people to read.</summary>
    public required DateTimeOffset LocalTime { get; init; }

    /// <summary>
    /// It says nothing that was said before: of a code, that it is on its lock for the first time in this version; of a late answer, what the lock has not told itself.
    /// </summary>
    public required bool IsNews { get; init; }

    public required bool IsOnline { get; init; }

    public EvidenceRung Evidence { get; init; }

    public required string OrganisationId { get; init; }

    public required ShownThing Site { get; init; }

    public required ShownThing Unit { get; init; }

    /// <summary>The lock, or the locker.</summary>
    public required ShownThing Device { get; init; }

    /// <summary>Of a box in its locker; null for a lock.</summary>
    public string? BoxNumber { get; init; }

    /// <summary>Who asked for it, or what the code that was shown is called.</summary>
    public required ShownThing Person { get; init; }

    public required string CredentialId { get; init; }

    /// <summary>Of an event about one.</summary>
    public ShownStay? Stay { get; init; }

    public override string ToString() => $"{Facts.Kind} {Id}";
}

/// <summary>Something by its public id and its name.</summary>
public readonly record struct ShownThing(string Id, string Name)
{
    public override string ToString() => Id;
}

/// <summary>A stay as it is now. Its name and codes are personal.</summary>
/// <param name="Source">Where it was booked, as whoever booked it said.</param>
public sealed record ShownStay(
    string OrderId,
    string PlanId,
    string Contact,
    DateTimeOffset StartsAt,
    DateTimeOffset EndsAt,
    string SiteAddress,
    string Source,
    IReadOnlyList<ShownCode> Codes
)
{
    public override string ToString() => OrderId;
}

/// <summary>One code of a stay at one door.</summary>
/// <param name="Digits">Empty for endpoints that are sent no codes (WH-5).</param>
/// <param name="QrUrl">The page that draws it; empty likewise.</param>
public sealed record ShownCode(ShownThing Device, string Digits, string QrUrl)
{
    public override string ToString() => Device.Id;
}
