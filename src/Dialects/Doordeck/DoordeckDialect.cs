using Latchwork.Dialects.Doordeck.Account;
using Latchwork.Dialects.Doordeck.Audit;
using Latchwork.Dialects.Doordeck.Auth;
using Latchwork.Dialects.Doordeck.Locks;
using Latchwork.Dialects.Doordeck.People;
using Latchwork.Dialects.Doordeck.Platform;
using Latchwork.Dialects.Doordeck.Sharing;
using Latchwork.Dialects.Doordeck.Signed;
using Latchwork.Dialects.Doordeck.Sites;
using Latchwork.Dialects.Doordeck.Tiles;
using Latchwork.Domain.Audit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Latchwork.Dialects.Doordeck;

/// <summary>The Doordeck (now Sentry Interactive) cloud API over the access core.</summary>
public static class DoordeckDialect
{
    /// <summary>Its parts. Needs <see cref="DialectPipeline.AddDialects"/>, the operations, and a <see cref="TimeProvider"/>.</summary>
    /// <param name="registersPeople">Where no setting says whether people may make accounts by themselves: so in a demo.</param>
    public static IServiceCollection AddDoordeck(this IServiceCollection services, bool registersPeople = false)
    {
        services
            .AddOptions<DoordeckOptions>()
            .Configure(options => options.SelfRegistration = registersPeople)
            .BindConfiguration(DoordeckOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton(s => s.GetRequiredService<IOptions<DoordeckOptions>>().Value);
        services.AddSingleton<DoordeckRates>();
        services.AddSingleton<FirstKey>();
        services.AddSingleton<SignedRequests>();
        services.AddSingleton<PerformOperation>();
        services.AddSingleton<IDialect, DoordeckEdge>();
        return services;
    }

    /// <summary>Its routes, at the root of the server.</summary>
    public static void MapDoordeck(this IEndpointRouteBuilder routes)
    {
        var doordeck = new DialectRoutes(routes, Surface.Doordeck);
        TimeEndpoints.Map(doordeck);
        TokenEndpoints.Map(doordeck);
        CertificateEndpoints.Map(doordeck);
        RegisterEndpoints.Map(doordeck);
        AccountEndpoints.Map(doordeck);
        PasswordEndpoints.Map(doordeck);
        ExecuteEndpoint.Map(doordeck);
        InviteEndpoint.Map(doordeck);
        DirectoryEndpoint.Map(doordeck);
        PlatformEndpoints.Map(doordeck);
        LockEndpoints.Map(doordeck);
        PersonEndpoints.Map(doordeck);
        TrailEndpoints.Map(doordeck);
        SiteEndpoints.Map(doordeck);
        TileEndpoints.Map(doordeck);
    }
}
