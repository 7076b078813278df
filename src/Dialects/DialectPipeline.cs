using Latchwork.Dialects.Edge;
using Latchwork.Operations.Fleet;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Latchwork.Dialects;

/// <summary>What every request passes before a handler, whichever dialect it speaks.</summary>
public static class DialectPipeline
{
    /// <summary>The shared parts. Each dialect adds itself with its own <c>AddX</c>.</summary>
    public static IServiceCollection AddDialects(this IServiceCollection services)
    {
        services.AddOptions<ProxyOptions>().BindConfiguration(ProxyOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(s => new ClientAddress(
            s.GetRequiredService<IOptions<ProxyOptions>>().Value,
            s.GetRequiredService<ILogger<ClientAddress>>()
        ));
        services.TryAddSingleton<LiveNodes>();
        services.AddSingleton<ILiveNodes, NodesOfTheFleet>();
        services.AddSingleton<CallRates>();
        services.AddSingleton<DialectTable>();
        services.AddSingleton<RequestLog>();
        services.AddSingleton<CrashGuard>();
        services.AddSingleton<RefusalWatch>();
        return services;
    }

    /// <summary>Routes requests. Called once, before anything is mapped; nothing in front of it routes.</summary>
    /// <param name="app">Answers after this.</param>
    /// <param name="isSetUp">Asked with every request, so without I/O once it is so; until then every dialect refuses (KR-6).</param>
    public static void UseDialects(this WebApplication app, Func<CancellationToken, ValueTask<bool>> isSetUp)
    {
        var services = app.Services;
        var address = services.GetRequiredService<ClientAddress>();
        var dispatch = new Dispatch(services.GetRequiredService<DialectTable>(), services.GetRequiredService<RefusalWatch>(), isSetUp);

        app.Use(
            (http, next) =>
            {
                address.Resolve(http);
                return next(http);
            }
        );
        app.Use(services.GetRequiredService<RequestLog>().InvokeAsync);
        app.Use(services.GetRequiredService<CrashGuard>().InvokeAsync);
        app.Use(dispatch.BeforeRoutingAsync);
        app.UseRouting();
        app.Use(dispatch.AfterRoutingAsync);
    }
}
