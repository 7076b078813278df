using Latchwork.Operations.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Operations.Signing;

/// <summary>The parts of signed operations.</summary>
internal static class SigningSetup
{
    public static void AddSigning(this IServiceCollection services)
    {
        services.AddSingleton(s => new OperationAuthority(s.Get<AccessDb>(), s.Get<KeyRing>(), s.Get<TimeProvider>()));
        services.AddSingleton(s => new StepUpCodes(s.Get<KeyRing>()));
        services.AddSingleton(s => new RegisterSigningKey(s.Get<CallerTurns>(), s.Get<OperationAuthority>()));
        services.AddSingleton(s => new RequestStepUp(
            s.Get<CallerTurns>(),
            s.Get<StepUpCodes>(),
            s.Get<NotificationOutbox>(),
            s.Get<SendNotifications>(),
            s.Get<KeyRing>()
        ));
        services.AddSingleton(s => new CompleteStepUp(s.Get<CallerTurns>(), s.Get<OperationAuthority>(), s.Get<StepUpCodes>(), s.Get<Throttle>()));
        services.AddSingleton(s => new CertifiedKeys(s.Get<AccessDb>()));
        services.AddSingleton(s => new RefuseSigned(s.Get<CallerTurns>(), s.Get<LockTurns>(), s.Get<RefusalCounts>()));
        services.AddSingleton(s => new VerifySignature(s.Get<CertifiedKeys>(), s.Get<TimeProvider>()));
    }

    private static T Get<T>(this IServiceProvider services)
        where T : notnull => services.GetRequiredService<T>();
}
