using Latchwork.Operations.Audit;
using Latchwork.Operations.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Sessions;
using Latchwork.Operations.Sites;
using Latchwork.Operations.Storage;
using Latchwork.Operations.Tenants;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Operations.Users;

/// <summary>What people do with their own accounts.</summary>
internal static class AccountSetup
{
    public static void AddAccounts(this IServiceCollection services)
    {
        services.AddSingleton(s => new VerificationMail(s.Get<NotificationOutbox>()));
        services.AddSingleton(s => new RegisterPerson(
            s.Get<AccessDb>(),
            s.Get<NewTenant>(),
            s.Get<NewUser>(),
            s.Get<NewSite>(),
            s.Get<Receivers>(),
            s.Get<PasswordHasher>(),
            s.Get<VerificationMail>(),
            s.Get<PersonSessions>(),
            s.Get<TimeProvider>()
        ));
        services.AddSingleton(s => new SendVerification(s.Get<CallerTurns>(), s.Get<VerificationMail>(), s.Get<KeyRing>()));
        services.AddSingleton(s => new VerifyEmail(s.Get<AccessDb>(), s.Get<RefusalCounts>(), s.Get<TimeProvider>()));
        services.AddSingleton(s => new ReadAccount(s.Get<CallerReads>(), s.Get<KeyRing>()));
        services.AddSingleton(s => new OwnTokensOnly(s.Get<CallerTurns>()));
        services.AddSingleton(s => new RenamePerson(s.Get<CallerTurns>()));
        services.AddSingleton(s => new DeletePerson(s.Get<AccessDb>(), s.Get<CallerTurns>()));
        services.AddSingleton(s => new OwnPassword(s.Get<AccessDb>(), s.Get<PasswordLogIn>(), s.Get<KeyRing>()));
        services.AddSingleton(s => new ChangePassword(s.Get<CallerTurns>(), s.Get<OwnPassword>(), s.Get<PasswordHasher>()));
        services.AddSingleton(s => new RequestPasswordReset(s.Get<AccessDb>(), s.Get<KeyRing>(), s.Get<NotificationOutbox>(), s.Get<TimeProvider>()));
        services.AddSingleton(s => new ResetPassword(
            s.Get<AccessDb>(),
            s.Get<PasswordByToken>(),
            s.Get<Throttle>(),
            s.Get<KeyRing>(),
            s.Get<RefusalCounts>()
        ));
    }

    private static T Get<T>(this IServiceProvider services)
        where T : notnull => services.GetRequiredService<T>();
}
