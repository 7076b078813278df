using Latchwork.Domain.Users;
using Latchwork.Operations.Members;

namespace Latchwork.Dialects.Native.Users;

/// <summary>A person with a role in the tenant, or who is invited to one.</summary>
/// <param name="Login">Absent for who has none.</param>
/// <param name="IsWaiting">They were invited, and belong to the tenant with the password that they set.</param>
/// <param name="IsSwitchedOff">They have no right in the tenant until they are switched on again.</param>
/// <param name="Since">When they came to belong to it, or were invited.</param>
internal sealed record UserBody(string Id, string? Name, string? Login, TenantRole Role, bool IsWaiting, bool IsSwitchedOff, DateTimeOffset Since)
{
    public static UserBody Of(SeenMember seen) => new(seen.Id, seen.Name, seen.Login, seen.Role, seen.IsWaiting, seen.IsSwitchedOff, seen.Since);

    public override string ToString() => $"user {Id}";
}

/// <param name="Login">An e-mail address; of somebody with an account, any name that they log in with.</param>
internal sealed record NewUserBody(string Login, TenantRole Role)
{
    public override string ToString() => nameof(NewUserBody);
}

internal sealed record UserChangeBody(TenantRole Role);
