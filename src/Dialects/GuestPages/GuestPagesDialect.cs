using Latchwork.Domain.Audit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Latchwork.Dialects.GuestPages;

/// <summary>
/// The page of a guest's code, under <c>/sl</c>, and that of a tile at a door, under <c>/t</c>: HTML for a telephone, without script.
/// </summary>
public static class GuestPagesDialect
{
    internal const string Root = "sl";
    internal const string TileRoot = "t";

    /// <summary>Its parts. Needs <see cref="DialectPipeline.AddDialects"/> and the operations.</summary>
    public static IServiceCollection AddGuestPages(this IServiceCollection services)
    {
        services.AddOptions<GuestPagesOptions>().BindConfiguration(GuestPagesOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(s => s.GetRequiredService<IOptions<GuestPagesOptions>>().Value);
        services.AddSingleton<GuestLimits>();
        services.AddSingleton<IDialect, GuestPagesEdge>();
        return services;
    }

    /// <summary>Its routes, at the root of the server.</summary>
    public static void MapGuestPages(this IEndpointRouteBuilder routes)
    {
        var pages = new DialectRoutes(routes, Surface.GuestPage);
        GuestPageEndpoint.Map(pages);
        TilePageEndpoints.Map(pages);
    }
}
