using Latchwork.Operations.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Operations.Clients;

/// <summary>Keys of programs that sign their requests.</summary>
internal static class HmacKeySetup
{
    public static void AddHmacKeys(this IServiceCollection services)
    {
        services.AddSingleton(s => new HmacSecrets(s.Get<KeyRing>()));
        services.AddSingleton(s => new AddHmacKey(s.Get<CallerWrites>(), s.Get<HmacSecrets>(), s.Get<WireIds>()));
        services.AddSingleton(s => new RollHmacSecret(s.Get<CallerWrites>(), s.Get<HmacSecrets>(), s.Get<WireIdIndex>()));
        services.AddSingleton(s => new SetHmacKeyRules(s.Get<CallerWrites>(), s.Get<WireIdIndex>()));
        services.AddSingleton(s => new HmacCallers(
            s.Get<AccessDb>(),
            s.Get<KeyRing>(),
            s.Get<WireIdIndex>(),
            s.Get<Callers>(),
            s.Get<RefusalCounts>(),
            s.Clock()
        ));
        services.AddSingleton(s => new AddIntegrationToken(s.Get<CallerWrites>(), s.Get<WireIds>()));
        services.AddSingleton(s => new MadeClients(s.Get<AccessDb>()));
        services.AddSingleton(s => new RememberRead(s.Get<AccessDb>()));
    }
}
