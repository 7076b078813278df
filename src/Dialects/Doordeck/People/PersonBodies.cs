using Latchwork.Dialects.Doordeck.Wire;
using Latchwork.Operations.Grants;
using Latchwork.Operations.Users;

namespace Latchwork.Dialects.Doordeck.People;

/// <summary>Who holds a lock, for who runs it (9.3).</summary>
/// <param name="Email">Empty for who has none: a client fails without a text.</param>
/// <param name="PublicKey">Base64; RSA, which is all that one client takes.</param>
internal sealed record LockPersonBody(
    string UserId,
    string Email,
    string PublicKey,
    string? DisplayName,
    bool Orphan,
    bool Foreign,
    string Role,
    long? Start,
    long? End
)
{
    public static LockPersonBody Of(LockPerson held) =>
        new(
            held.Person.Name.Id,
            held.Person.Name.Email ?? "",
            Convert.ToBase64String(held.Person.PublicKey),
            held.Person.Name.DisplayName,
            held.Person.IsOrphan,
            held.Person.IsForeign,
            WireRoles.Of(held.Role),
            WireTimes.Seconds(held.Window.StartsAt),
            WireTimes.Seconds(held.Window.EndsAt)
        );
}

/// <summary>A person of a site (11.1).</summary>
internal sealed record SitePersonBody(string UserId, string Email, string? DisplayName, bool Orphan, bool Foreign)
{
    public static SitePersonBody Of(ShownPerson person) =>
        new(person.Name.Id, person.Name.Email ?? "", person.Name.DisplayName, person.IsOrphan, person.IsForeign);
}

/// <summary>A person with what they hold of the caller's locks (10.7).</summary>
/// <param name="Start">Of the person, who has none; each grant has its own.</param>
internal sealed record PersonBody(
    string UserId,
    string Email,
    string PublicKey,
    string? DisplayName,
    bool Orphan,
    bool Foreign,
    long? Start,
    long? End,
    IReadOnlyList<PersonLockBody> Devices
)
{
    public static PersonBody Of(PersonWithGrants found) =>
        new(
            found.Person.Name.Id,
            found.Person.Name.Email ?? "",
            Convert.ToBase64String(found.Person.PublicKey),
            found.Person.Name.DisplayName,
            found.Person.IsOrphan,
            found.Person.IsForeign,
            Start: null,
            End: null,
            [.. found.Grants.Select(PersonLockBody.Of)]
        );
}

internal sealed record PersonLockBody(string DeviceId, string Role, long? Start, long? End)
{
    public static PersonLockBody Of(PersonGrant grant) =>
        new(grant.Lock, WireRoles.Of(grant.Role), WireTimes.Seconds(grant.Window.StartsAt), WireTimes.Seconds(grant.Window.EndsAt));
}
