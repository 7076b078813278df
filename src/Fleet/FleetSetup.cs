using Latchwork.Domain.Drivers;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Installation;
using Latchwork.Operations.Readers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Latchwork.Fleet;

public static class FleetSetup
{
    /// <summary>Adds this node's part of the fleet, which is also the way of operations to devices. It holds nothing until it is started.</summary>
    /// <param name="nodeName">For people, such as the machine's name.</param>
    public static IServiceCollection AddFleet(this IServiceCollection services, string nodeName)
    {
        services.AddSingleton<Syncs>();
        services.AddSingleton<FleetMetrics>();
        services.AddSingleton(s => new FleetNode(
            nodeName,
            s.GetRequiredService<LinkLeases>(),
            s.GetRequiredService<LinkStore>(),
            s.GetServices<ILockDriver>(),
            // The lanes of the Journal open when the node starts: outcomes and reports need no node to be decided.
            node => new FleetParts(
                node,
                s.GetRequiredService<EndCommand>(),
                s.GetRequiredService<RecordReport>(),
                s.GetRequiredService<AdoptDevices>(),
                s.GetRequiredService<OpenCommands>(),
                s.GetRequiredService<EnrollmentStore>(),
                s.GetRequiredService<RelockStore>(),
                s.GetRequiredService<EraseRemovedCodes>(),
                s.GetRequiredService<OfflineStore>(),
                new Lazy<PresentCredential>(s.GetRequiredService<PresentCredential>),
                s.GetRequiredService<Syncs>(),
                s.GetRequiredService<NodeSignals>(),
                s.GetRequiredService<LiveNodes>(),
                s.GetRequiredService<FleetMetrics>(),
                s.GetRequiredService<TimeProvider>(),
                s.GetRequiredService<ILoggerFactory>()
            ),
            s.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton(s => new ThisNode(s.GetRequiredService<FleetNode>().Node));
        services.AddSingleton<ICommandQueue>(s => s.GetRequiredService<FleetNode>());
        return services;
    }
}
