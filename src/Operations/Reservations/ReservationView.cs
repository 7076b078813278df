using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Reservations;
using Latchwork.Domain.Sites;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Sites;

namespace Latchwork.Operations.Reservations;

/// <summary>A reservation as its tenant's members and keys see it. It holds what is personal: it never goes to a log.</summary>
/// <param name="Id">Its public UUID.</param>
/// <param name="KeyvoxId">KEYVOX's <c>orderId</c>.</param>
/// <param name="Zone">Of its site.</param>
public sealed record ReservationView(string Id, string KeyvoxId, UnitSite Site, string Zone, StayState State, Period Period)
{
    /// <summary>KEYVOX's <c>orgId</c>.</summary>
    public required string OrganisationKeyvoxId { get; init; }

    public required GuestFields Contact { get; init; }

    public required TimeSpan Early { get; init; }

    public required TimeSpan Extend { get; init; }

    public required DateTimeOffset? CheckedInAt { get; init; }

    public required DateTimeOffset? CheckedOutAt { get; init; }

    /// <summary>With every member; what was never said is as usual.</summary>
    public required BookingDetails Details { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public int LivedDays => SiteTime.LivedDays(Zone, Period);

    public IReadOnlyList<ReservedUnit> Units { get; init; } = [];

    /// <summary>Those that were revoked too. Only of a reservation that was asked for by itself, or by its unit.</summary>
    public IReadOnlyList<StayCode> Codes { get; init; } = [];

    /// <summary>How sure it is that the guest gets in. Only as <see cref="Codes"/>, and where somebody is to come.</summary>
    public StayVerdict? Verdict { get; init; }

    public override string ToString() => $"reservation {Id}";
}

/// <summary>One unit of a reservation.</summary>
/// <param name="Id">Its public UUID.</param>
/// <param name="KeyvoxId">KEYVOX's <c>unitId</c>.</param>
public sealed record ReservedUnit(string Id, string KeyvoxId, string Name, string? Number, Business Business, Period Period)
{
    public required int? Guests { get; init; }

    public required string? ContactName { get; init; }

    public required DateTimeOffset? CheckedInAt { get; init; }

    public required DateTimeOffset? CheckedOutAt { get; init; }
}

/// <summary>The code of one unit, with what is known of it on each lock.</summary>
/// <param name="CredentialId">Public UUID.</param>
/// <param name="KeyvoxId">KEYVOX's <c>pinId</c>.</param>
/// <param name="UnitKeyvoxId">Of the unit that it is for, which the stay may have left.</param>
public sealed record StayCode(string CredentialId, string KeyvoxId, string UnitId, string UnitKeyvoxId, TimeWindow Window, bool IsRevoked)
{
    /// <summary>Only where the caller asked for it and may see it; null after erasure (KR-3).</summary>
    public PinDigits? Digits { get; init; }

    /// <inheritdoc cref="Digits"/>
    public DoorToken? Token { get; init; }

    public IReadOnlyList<StayDoor> Doors { get; init; } = [];

    public override string ToString() => $"code {CredentialId}";
}

/// <param name="LockId">Public UUID.</param>
/// <param name="KeyvoxId">KEYVOX's <c>lockId</c>.</param>
public sealed record StayDoor(string LockId, string KeyvoxId, string LockName, EnrollmentStatus Status, EvidenceRung Evidence, Verdict Verdict);

/// <summary>The proof of access in names.</summary>
public sealed record StayVerdict(Verdict Overall, IReadOnlyList<StayReason> Reasons);

/// <param name="LockId">Null where the unit has no lock.</param>
public sealed record StayReason(string UnitId, string UnitName, string? LockId, string? LockName, Verdict Verdict);
