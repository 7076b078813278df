using Latchwork.Operations.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Passkeys;
using Latchwork.Operations.SecondFactors;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Latchwork.Operations.Users;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Operations.ConsoleSessions;

/// <summary>People at the console: how they log in, and what they show besides their password.</summary>
internal static class ConsoleSessionSetup
{
    public static void AddConsoleSessions(this IServiceCollection services)
    {
        services.AddSingleton(s => new FactorCodes(s.Get<PasswordLogIn>(), s.Get<Throttle>(), s.Get<KeyRing>()));
        services.AddSingleton(s => new LiveSessions(s.Get<AccessDb>(), s.Get<RefusalCounts>(), s.Get<TimeProvider>()));
        services.AddSingleton(s => new StartConsoleSession(s.Get<AccessDb>(), s.Get<PasswordLogIn>(), s.Get<FactorCodes>(), s.Get<TimeProvider>()));
        services.AddSingleton(s => new ReadConsoleSession(s.Get<CallerReads>(), s.Get<KeyRing>()));
        services.AddSingleton(s => new ProveAgain(s.Get<CallerTurns>(), s.Get<OwnPassword>(), s.Get<FactorCodes>(), s.Get<PasskeyProofs>()));
        services.AddSingleton(s => new OfferTotp(s.Get<CallerTurns>(), s.Get<OwnPassword>(), s.Get<FactorCodes>()));
        services.AddSingleton(s => new ConfirmTotp(s.Get<CallerTurns>(), s.Get<FactorCodes>()));
        services.AddSingleton(s => new RemoveTotp(s.Get<CallerTurns>()));
        services.AddSingleton(s => new RenewRecoveryCodes(s.Get<CallerTurns>()));
        services.AddPasskeys();
    }

    private static void AddPasskeys(this IServiceCollection services)
    {
        services.AddSingleton(s => new PasskeyChallenges(s.Get<AccessDb>(), s.Get<TimeProvider>()));
        services.AddSingleton(s => new PasskeyProofs(
            s.Get<AccessDb>(),
            s.Get<IPasskeyCeremony>(),
            s.Get<PasskeyChallenges>(),
            s.Get<PasswordLogIn>(),
            s.Get<Throttle>(),
            s.Get<FactorCodes>(),
            s.Get<RefusalCounts>()
        ));
        services.AddSingleton(s => new AskForPasskey(
            s.Get<AccessDb>(),
            s.Get<CallerTurns>(),
            s.Get<PasswordLogIn>(),
            s.Get<PasskeyChallenges>(),
            s.Get<IPasskeyCeremony>(),
            s.Get<TimeProvider>()
        ));
        services.AddSingleton(s => new StartByPasskey(
            s.Get<AccessDb>(),
            s.Get<PasskeyProofs>(),
            s.Get<PasswordLogIn>(),
            s.Get<OwnPassword>(),
            s.Get<TimeProvider>()
        ));
        services.AddSingleton(s => new OfferPasskey(s.Get<AccessDb>(), s.Get<CallerTurns>(), s.Get<OwnPassword>(), s.Get<IPasskeyCeremony>()));
        services.AddSingleton(s => new AddPasskey(s.Get<CallerTurns>(), s.Get<PasskeyChallenges>(), s.Get<IPasskeyCeremony>()));
        services.AddSingleton(s => new OwnPasskeys(s.Get<CallerTurns>(), s.Get<CallerReads>()));
    }

    private static T Get<T>(this IServiceProvider services)
        where T : notnull => services.GetRequiredService<T>();
}
