using Latchwork.Operations.Credentials;
using Latchwork.Operations.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Members;
using Latchwork.Operations.Secrets;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Operations.Imports;

/// <summary>Many people at once, from a file.</summary>
internal static class ImportSetup
{
    public static void AddImports(this IServiceCollection services)
    {
        services.AddSingleton(s => new ImportActs(s.Get<InviteMember>(), s.Get<GrantAccess>(), s.Get<CreatePasscode>(), s.Get<EnrollCard>()));
        services.AddSingleton(s => new ImportTurns(s.Get<CallerTurns>(), s.Get<Receivers>(), s.Get<ImportActs>(), s.Get<KeyRing>()));
        services.AddSingleton(s => new PreviewImport(s.Get<ImportTurns>()));
        services.AddSingleton(s => new CarryOutImport(s.Get<ImportTurns>()));
    }

    private static T Get<T>(this IServiceProvider services)
        where T : notnull => services.GetRequiredService<T>();
}
