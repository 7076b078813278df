using Latchwork.Dialects.Native.Auth;
using Latchwork.Domain.Users;
using Latchwork.Operations.ConsoleSessions;

namespace Latchwork.Dialects.Native.Session;

/// <param name="Login">E-mail, telephone (with +) or plain name.</param>
/// <param name="Code">Of the app that makes codes, or a recovery code; absent where the account has no second factor, or it is not asked for yet.</param>
internal sealed record LogInBody(string Login, string Password, string? Code = null)
{
    public override string ToString() => nameof(LogInBody);
}

/// <summary>Either of them: a code where the account has a second factor, else the password.</summary>
internal sealed record StepUpBody(string? Password = null, string? Code = null)
{
    public override string ToString() => nameof(StepUpBody);
}

/// <summary>Who is at the console.</summary>
/// <param name="Tenants">In which the person has a role.</param>
/// <param name="Antiforgery">What the header <c>Latchwork-Antiforgery</c> of whatever changes something must have. A step-up changes it.</param>
/// <param name="IdleUntil">It ends then unless something is done before.</param>
/// <param name="EndsAt">It ends then in any case.</param>
/// <param name="SteppedUpUntil">Until then nothing asks again who they are. Absent: whatever asks for a step-up does.</param>
internal sealed record SessionBody(
    SessionPersonBody Person,
    bool IsInstallationAdministrator,
    IReadOnlyList<SessionTenantBody> Tenants,
    SecondFactorBody SecondFactor,
    string Antiforgery,
    DateTimeOffset IdleUntil,
    DateTimeOffset EndsAt,
    DateTimeOffset? SteppedUpUntil
)
{
    public static SessionBody Of(SeenConsoleSession seen, string secret) =>
        new(
            new SessionPersonBody(seen.Id, seen.DisplayName, seen.Login),
            seen.IsInstallationAdministrator,
            [.. seen.Tenants.Select(SessionTenantBody.Of)],
            new SecondFactorBody(seen.NeedsSecondFactor, seen.HasTotp, seen.Passkeys, seen.RecoveryCodes),
            ConsoleCookie.AntiforgeryOf(secret),
            seen.IdlesAt,
            seen.EndsAt,
            seen.ProvenUntil
        );

    public override string ToString() => nameof(SessionBody);
}

/// <param name="Login">What they log in with.</param>
internal sealed record SessionPersonBody(string Id, string? DisplayName, string? Login)
{
    public override string ToString() => Id;
}

/// <param name="TimeZone">IANA.</param>
/// <param name="Permissions">What the role allows: the words that a key has as scopes.</param>
internal sealed record SessionTenantBody(string Id, string Name, string TimeZone, TenantRole Role, IReadOnlyList<string> Permissions)
{
    public static SessionTenantBody Of(SessionTenant seen) => new(seen.Id, seen.Name, seen.Zone, seen.Role, seen.Role.Permissions().Words());
}

/// <param name="IsRequired">A role of the person asks for one: without one nothing but the account can be reached.</param>
/// <param name="HasTotp">They have an app that makes codes.</param>
/// <param name="Passkeys">How many.</param>
/// <param name="RecoveryCodesLeft">How many are unused.</param>
internal sealed record SecondFactorBody(bool IsRequired, bool HasTotp, int Passkeys, int RecoveryCodesLeft);

/// <summary>It is over, on every node.</summary>
internal sealed record LoggedOutBody(bool IsLoggedOut);
