using Latchwork.Domain.Explanations;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;

namespace Latchwork.Operations.Explanations;

/// <summary>Kinds of those who could open a door, in the order in which they are told. Places in the list are made of the numbers.</summary>
public enum OpenerKind
{
    Member = 1,
    Client = 2,
    Grant = 3,
    Credential = 4,
}

/// <summary>Somebody, or something, that could open a door at an instant.</summary>
/// <param name="Row">Of the member, client, grant or credential.</param>
public sealed record Opener(OpenerKind Kind, Guid Row)
{
    /// <summary>Public UUID; null for what has none here.</summary>
    public string? Id { get; init; }

    /// <summary>What they, or it, are called.</summary>
    public string? Name { get; init; }

    public TenantRole? Role { get; init; }

    public AccessGrant? Grant { get; init; }

    /// <summary>Who holds the grant: its row, and its public UUID.</summary>
    public Guid? User { get; init; }

    public string? UserId { get; init; }

    public CredentialThen? Credential { get; init; }

    public OnLock? OnLock { get; init; }

    /// <summary>It was revoked, and the lock was not known to be rid of it.</summary>
    public bool IsBeingRemoved { get; init; }

    /// <summary>The lock works it out by itself.</summary>
    public bool IsOffline { get; init; }

    /// <summary>Public UUIDs of the stay or the lease that it is for.</summary>
    public string? Reservation { get; init; }

    public string? Lease { get; init; }

    /// <summary>It was changed then, and how it stood before is not recorded.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    internal IEnumerable<Guid> Rows => new[] { Row, User, Credential?.Reservation, Credential?.Lease }.OfType<Guid>();

    public override string ToString() => $"{Kind} {Row}";
}

/// <summary>Who could open a door at an instant, a part of them.</summary>
/// <param name="KnownSince">When the lock became one of this tenant: of earlier instants nothing is known.</param>
public sealed record DoorOpeners(DateTimeOffset At, LockThen Door, IReadOnlyList<Obstacle> Obstacles, DateTimeOffset KnownSince, PageOf<Opener> Page)
{
    /// <summary>The door stood open by its hours.</summary>
    public WeeklyHours? StoodOpen => Door.OpenHours is { } hours && hours.Contains(At) ? hours : null;
}
