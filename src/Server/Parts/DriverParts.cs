using Latchwork.Domain.Drivers;
using Latchwork.Drivers.Simulator;
using Latchwork.Drivers.ZWaveJs;
using Latchwork.Server.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Server.Parts;

/// <summary>The device families of this server, one line each.</summary>
internal static class DriverParts
{
    public static void AddDrivers(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(configuration.Read<SimulatorOptions>("Drivers:Simulator"));
        services.AddSingleton(configuration.Read<ZWaveJsOptions>("Drivers:ZWaveJs"));
        services.AddSingleton<SimulatorDriver>();
        services.AddSingleton<ILockDriver>(s => s.GetRequiredService<SimulatorDriver>());
        services.AddSingleton<ILockDriver, ZWaveJsDriver>();
    }
}
