using Latchwork.Domain.Audit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Latchwork.Dialects.GuestPages;

/// <summary>The page of a guest's code, under <c>/sl</c>: HTML for a telephone, without script.</summary>
public static class GuestPagesDialect
{
    internal const string Root = "sl";

    /// <summary>Its parts. Needs <see cref="DialectPipeline.AddDialects"/> and the operations.</summary>
    public static IServiceCollection AddGuestPages(this IServiceCollection services)
    {
        services.AddOptions<GuestPagesOptions>().BindConfiguration(GuestPagesOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(s => s.GetRequiredService<IOptions<GuestPagesOptions>>().Value);
        services.AddSingleton<MissLimit>();
        services.AddSingleton<IDialect, GuestPagesEdge>();
        return services;
    }

    /// <summary>Its routes, at the root of the server.</summary>
    public static void MapGuestPages(this IEndpointRouteBuilder routes) => GuestPageEndpoint.Map(new DialectRoutes(routes, Surface.GuestPage));
}
