using Latchwork.Operations.Audit;
using Latchwork.Operations.Identity;
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
        services.AddSingleton(s => new ProveAgain(s.Get<CallerTurns>(), s.Get<OwnPassword>(), s.Get<FactorCodes>()));
        services.AddSingleton(s => new OfferTotp(s.Get<CallerTurns>(), s.Get<OwnPassword>(), s.Get<FactorCodes>()));
        services.AddSingleton(s => new ConfirmTotp(s.Get<CallerTurns>(), s.Get<FactorCodes>()));
        services.AddSingleton(s => new RemoveTotp(s.Get<CallerTurns>()));
        services.AddSingleton(s => new RenewRecoveryCodes(s.Get<CallerTurns>()));
    }

    private static T Get<T>(this IServiceProvider services)
        where T : notnull => services.GetRequiredService<T>();
}
