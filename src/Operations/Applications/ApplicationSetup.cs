using Latchwork.Operations.Applications.Tokens;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Sites;
using Latchwork.Operations.Storage;
using Latchwork.Operations.Tenants;
using Latchwork.Operations.Users;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Operations.Applications;

/// <summary>The parts of applications.</summary>
internal static class ApplicationSetup
{
    public static void AddApplications(this IServiceCollection services)
    {
        // What their owners do.
        services.AddSingleton(s => new KnownApplications(s.Get<AccessDb>(), s.Get<TimeProvider>()));
        services.AddSingleton(s => new OwnedApplications(s.Get<AccessDb>(), s.Get<ConfirmCaller>()));
        services.AddSingleton(s => new ApplicationTurns(s.Get<OwnedApplications>(), s.Get<CallerTurns>()));
        services.AddSingleton(s => new IdentityKeys(s.Get<AccessDb>(), s.Get<KeyRing>()));
        services.AddSingleton(s => new AddApplication(s.Get<CallerTurns>(), s.Get<WireIds>(), s.Get<WireIdIndex>()));
        services.AddSingleton(s => new ApplicationQueries(s.Get<OwnedApplications>(), s.Get<CallerReads>(), s.Get<IdentityKeys>()));
        services.AddSingleton(s => new ChangeApplication(s.Get<ApplicationTurns>()));
        services.AddSingleton(s => new RemoveApplication(s.Get<ApplicationTurns>(), s.Get<KnownApplications>()));
        services.AddSingleton(s => new ApplicationIssuers(s.Get<ApplicationTurns>(), s.Get<KnownApplications>()));
        services.AddSingleton(s => new ApplicationKeys(s.Get<ApplicationTurns>(), s.Get<KnownApplications>()));
        services.AddSingleton(s => new ApplicationOrigins(s.Get<ApplicationTurns>(), s.Get<KnownApplications>()));
        services.AddSingleton(s => new ApplicationLogos(s.Get<ApplicationTurns>(), s.Get<AccessDb>(), s.Get<TimeProvider>()));
        services.AddSingleton(s => new ApplicationOwners(
            s.Get<ApplicationTurns>(),
            s.Get<OwnedApplications>(),
            s.Get<CallerReads>(),
            s.Get<WireIdIndex>(),
            s.Get<KeyRing>()
        ));
        services.AddSingleton(s => new ReadApplication(
            s.Get<ApplicationQueries>(),
            s.Get<ApplicationOwners>(),
            s.Get<OwnedApplications>(),
            s.Get<CallerReads>()
        ));
        services.AddSingleton(s => new ApplicationUsers(s.Get<OwnedApplications>(), s.Get<CallerReads>(), s.Get<KeyRing>()));

        // What their tokens do.
        services.AddSingleton(s => new ConfirmCaller(s.Get<CallerReads>()));
        services.AddSingleton(s => new TokenChecks(s.Get<KnownApplications>(), s.Get<ServerAddress>(), s.Get<RefusalCounts>()));
        services.AddSingleton(s => new ApplicationPeople(s.Get<NewTenant>(), s.Get<NewSite>(), s.Get<WireIds>(), s.Get<KeyRing>()));
        services.AddSingleton(s => new ApplicationTokens(s.Get<AccessDb>(), s.Get<TokenChecks>(), s.Get<ApplicationPeople>(), s.Get<TimeProvider>()));
        services.AddSingleton(s => new IdentityTokens(
            s.Get<AccessDb>(),
            s.Get<CallerTurns>(),
            s.Get<IdentityKeys>(),
            s.Get<TokenChecks>(),
            s.Get<ApplicationPeople>(),
            s.Get<WireIdIndex>(),
            s.Get<PublicKeys>()
        ));
    }

    private static T Get<T>(this IServiceProvider services)
        where T : notnull => services.GetRequiredService<T>();
}
