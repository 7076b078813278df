using Latchwork.Server.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Server.Demo;

internal static class DemoSetup
{
    public static void AddDemo(this IServiceCollection services, ServerOptions options, IConfiguration configuration)
    {
        if (!options.Demo)
        {
            return;
        }

        services.AddSingleton(configuration.Read<DemoOptions>(DemoOptions.Section));
        services.AddSingleton<DemoDoordeck>();
        services.AddSingleton<DemoRooms>();
        services.AddSingleton<DemoStays>();
        services.AddSingleton<DemoPlan>();
        services.AddSingleton<DemoKeyvox>();
        services.AddSingleton<DemoDoors>();
        services.AddSingleton<DemoConsole>();
        services.AddSingleton<DemoWorld>();
        services.AddSingleton<ReadyContent>(s => (address, cancel) => s.GetRequiredService<DemoWorld>().DescribeAsync(address, cancel));
    }
}
