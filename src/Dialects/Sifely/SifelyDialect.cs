using Latchwork.Dialects.Sifely.Auth;
using Latchwork.Domain.Audit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Latchwork.Dialects.Sifely;

/// <summary>The Sifely Open API over the access core.</summary>
public static class SifelyDialect
{
    /// <summary>Its parts. Needs <see cref="DialectPipeline.AddDialects"/>, the operations, and a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddSifely(this IServiceCollection services)
    {
        services.AddOptions<SifelyOptions>().BindConfiguration(SifelyOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(s => s.GetRequiredService<IOptions<SifelyOptions>>().Value);
        services.AddSingleton<Authentication>();
        services.AddSingleton<SifelyRates>();
        services.AddSingleton<IDialect, SifelyEdge>();
        return services;
    }

    /// <summary>Its routes, at the root of the server.</summary>
    public static void MapSifely(this IEndpointRouteBuilder routes)
    {
        var sifely = new DialectRoutes(routes, Surface.Sifely);
        LockEndpoints.Map(sifely);
    }
}
