using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Grants;
using Latchwork.Operations.Ids;

namespace Latchwork.Dialects.Native.Grants;

/// <summary>What a grant makes of its holder.</summary>
internal enum GrantLevel
{
    Holder,
    Deputy,
    Manager,
    Owner,
}

internal static class GrantLevels
{
    public static GrantLevel Of(AccessGrant grant) => Of(grant.Role, grant.IsDeputy);

    public static GrantLevel Of(GrantTerms terms) => Of(terms.Role, terms.IsDeputy);

    private static GrantLevel Of(GrantRole role, bool isDeputy) =>
        role switch
        {
            GrantRole.Holder => GrantLevel.Holder,
            GrantRole.Manager => isDeputy ? GrantLevel.Deputy : GrantLevel.Manager,
            GrantRole.Owner => GrantLevel.Owner,
        };

    public static GrantRole Role(this GrantLevel level) =>
        level switch
        {
            GrantLevel.Holder => GrantRole.Holder,
            GrantLevel.Deputy or GrantLevel.Manager => GrantRole.Manager,
            GrantLevel.Owner => GrantRole.Owner,
        };
}

/// <summary>When a grant holds; an absent end is none. The start is in it, the end is not.</summary>
internal sealed record GrantWindowBody(DateTimeOffset? StartsAt = null, DateTimeOffset? EndsAt = null)
{
    public TimeWindow Read() => new(StartsAt, EndsAt);

    public static GrantWindowBody Of(TimeWindow window) => new(window.StartsAt, window.EndsAt);
}

/// <summary>A right to a lock.</summary>
/// <param name="UserLogin">Absent for who has none.</param>
/// <param name="Name">What its giver calls it.</param>
/// <param name="Role">
/// A <c>holder</c> opens and sees; a <c>manager</c> runs the lock; a <c>deputy</c> does so too, and what they give ends with their own grant; the <c>owner</c> is one.
/// </param>
/// <param name="Hours">Absent: at any hour.</param>
/// <param name="CanUnlockRemotely">The owner always can.</param>
/// <param name="IsWaiting">For its holder to set their first password.</param>
/// <param name="DerivedFromId">The grant that it lives inside, and ends with.</param>
/// <param name="GivenById">The person who gave it; absent where none did.</param>
internal sealed record GrantBody(
    string Id,
    string LockId,
    string LockName,
    string UserId,
    string? UserName,
    string? UserLogin,
    string? Name,
    string? Remarks,
    GrantLevel Role,
    GrantWindowBody Window,
    HoursBody? Hours,
    bool CanUnlockRemotely,
    bool IsFrozen,
    bool IsWaiting,
    string? DerivedFromId,
    string? GivenById,
    DateTimeOffset CreatedAt,
    DateTimeOffset ChangedAt
)
{
    public static GrantBody Of(SeenGrant seen) =>
        new(
            seen.Id,
            seen.Lock,
            seen.LockName,
            seen.Holder,
            seen.HolderName,
            seen.HolderLogin,
            seen.Name,
            seen.Remarks,
            GrantLevels.Of(seen.Terms),
            GrantWindowBody.Of(seen.Terms.Window),
            seen.Terms.Hours is { } hours ? HoursBody.Of(hours) : null,
            seen.Terms.OpensRemotely,
            seen.Terms.IsFrozen,
            seen.Terms.IsWaiting,
            seen.DerivedFrom,
            seen.GivenBy,
            seen.CreatedAt,
            seen.ChangedAt
        );

    public override string ToString() => $"grant {Id}";
}

/// <summary>Exactly one of <c>userId</c> and <c>login</c> says to whom.</summary>
/// <param name="UserId">Somebody whom this tenant knows: a member, or who has held a grant of it.</param>
/// <param name="Login">An e-mail address, a telephone number, or a plain name, whoever's it is.</param>
/// <param name="Name">Absent: as it was called, where they hold one already.</param>
/// <param name="Role">All but <c>owner</c>.</param>
/// <param name="Window">Absent: from now on, for good.</param>
/// <param name="InvitesUnknown">Whoever has no account is invited to one, by the address that <c>login</c> is; the grant waits for their password.</param>
internal sealed record NewGrantBody(
    string LockId,
    string? UserId = null,
    string? Login = null,
    string? Name = null,
    string? Remarks = null,
    GrantLevel Role = GrantLevel.Holder,
    GrantWindowBody? Window = null,
    HoursBody? Hours = null,
    bool CanUnlockRemotely = true,
    bool InvitesUnknown = false
)
{
    public GrantAccessRequest ToRequest() =>
        new()
        {
            Lock = NativeInput.Id(WireIdKind.LockUuid, LockId),
            ReceiverId = UserId is { } user ? NativeInput.Id(WireIdKind.UserUuid, user) : null,
            Receiver = Login,
            Name = Name,
            Remarks = Remarks,
            Role = Role.Role(),
            IsDeputy = Role == GrantLevel.Deputy,
            Window = Window?.Read() ?? TimeWindow.Always,
            Hours = Hours?.Read(),
            CanUnlockRemotely = CanUnlockRemotely,
            InvitesUnknown = InvitesUnknown,
        };

    public override string ToString() => nameof(NewGrantBody);
}

/// <summary>What is absent stays.</summary>
/// <param name="Window">The whole of it: an end that is absent in it is none.</param>
/// <param name="Hours">All of them; without windows: at any hour.</param>
internal sealed record GrantChangeBody(
    string? Name = null,
    string? Remarks = null,
    GrantLevel? Role = null,
    GrantWindowBody? Window = null,
    HoursBody? Hours = null,
    bool? CanUnlockRemotely = null
)
{
    public GrantEdit ToEdit() =>
        new()
        {
            Name = Name,
            Remarks = Remarks,
            Role = Role?.Role(),
            IsDeputy = Role == GrantLevel.Deputy,
            Window = Window?.Read(),
            Hours = Hours?.Read(),
            CanUnlockRemotely = CanUnlockRemotely,
        };

    public override string ToString() => nameof(GrantChangeBody);
}
