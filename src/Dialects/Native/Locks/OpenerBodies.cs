using Latchwork.Dialects.Native.Grants;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Explanations;
using Latchwork.Domain.Users;
using Latchwork.Operations;
using Latchwork.Operations.Explanations;

namespace Latchwork.Dialects.Native.Locks;

/// <summary>Who could open a door at an instant. They are told whatever stops everybody, which stands beside them.</summary>
/// <param name="Zone">IANA zone of the door.</param>
/// <param name="KnownSince">Of earlier instants nothing is known.</param>
/// <param name="Obstacles">What stops all who must ask the server; what the lock's own memory holds opens all the same. <c>noLink</c> and <c>offline</c> are known of now alone.</param>
/// <param name="StandsOpen">The hours by which the door stands open then; absent: it does not.</param>
/// <param name="ChangedSince">Usage hours of the lock were changed then, and what they were is not recorded: they are taken as they are now.</param>
internal sealed record OpenersBody(
    DateTimeOffset At,
    string Zone,
    DateTimeOffset KnownSince,
    IReadOnlyList<Obstacle> Obstacles,
    HoursBody? StandsOpen,
    DateTimeOffset? ChangedSince,
    IReadOnlyList<OpenerBody> Items,
    string? Next = null,
    int? Total = null
)
{
    public static OpenersBody Of(NativeInput given, PageRequest asked, DoorOpeners found)
    {
        var list = given.List(asked, found.Page, OpenerBody.Of);
        return new OpenersBody(
            found.At,
            found.Door.Zone,
            found.KnownSince,
            found.Obstacles,
            found.StoodOpen is { } hours ? HoursBody.Of(hours) : null,
            found.Door.ChangedAt,
            list.Items,
            list.Next,
            list.Total
        );
    }
}

/// <summary>Somebody, or something, that could open it: never with digits.</summary>
/// <param name="Id">Of the member, the API client, the grant or the credential.</param>
/// <param name="Role">Of a member, whose role unlocks from afar.</param>
/// <param name="UserId">Of a member, and of who holds a grant.</param>
/// <param name="GrantRole">As of a grant.</param>
/// <param name="From">Its window; absent is no bound, and the end is not in it.</param>
/// <param name="Shown">What is shown at the door.</param>
/// <param name="IsOffline">The lock works the code out by itself.</param>
/// <param name="IsBeingRemoved">It was revoked, and the lock was not known to be rid of it.</param>
/// <param name="OnLock">Whether the lock had it then. What is proven later was perhaps there earlier: <c>notKnown</c>.</param>
/// <param name="Evidence">As it is known now.</param>
/// <param name="LeaseId">Of a box.</param>
/// <param name="ChangedSince">It was changed then, and how it stood before is not recorded: it is told as it is now, and may not have been able to.</param>
internal sealed record OpenerBody(
    OpenerKind Kind,
    string? Id,
    string? Name,
    string? UserId,
    TenantRole? Role,
    GrantLevel? GrantRole,
    DateTimeOffset? From,
    DateTimeOffset? Until,
    HoursBody? Hours,
    CredentialKind? Shown,
    bool? IsOffline,
    bool? IsBeingRemoved,
    OnLock? OnLock,
    EvidenceRung? Evidence,
    DateTimeOffset? ProvenAt,
    string? ReservationId,
    string? LeaseId,
    DateTimeOffset? ChangedSince
)
{
    public static OpenerBody Of(Opener one)
    {
        var window = one.Grant?.Window ?? one.Credential?.Window;
        return new OpenerBody(
            one.Kind,
            one.Id,
            one.Name,
            one.UserId,
            one.Role,
            one.Grant is { } grant ? GrantLevels.Of(grant) : null,
            window?.StartsAt,
            window?.EndsAt,
            (one.Grant?.Hours ?? one.Credential?.Hours) is { } hours ? HoursBody.Of(hours) : null,
            one.Credential?.Kind,
            one.IsOffline ? true : null,
            one.IsBeingRemoved ? true : null,
            one.OnLock,
            one.Credential?.Evidence,
            one.Credential?.ProvenAt,
            one.Reservation,
            one.Lease,
            one.ChangedAt
        );
    }
}
