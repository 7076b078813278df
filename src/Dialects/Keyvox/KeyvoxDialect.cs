using Latchwork.Dialects.Keyvox.Auth;
using Latchwork.Dialects.Keyvox.Cards;
using Latchwork.Dialects.Keyvox.Hooks;
using Latchwork.Dialects.Keyvox.Lockers;
using Latchwork.Dialects.Keyvox.Locks;
using Latchwork.Dialects.Keyvox.Records;
using Latchwork.Dialects.Keyvox.Reservations;
using Latchwork.Dialects.Keyvox.Webhooks;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Webhooks;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Latchwork.Dialects.Keyvox;

/// <summary>The KEYVOX cloud API over the access core.</summary>
public static class KeyvoxDialect
{
    /// <summary>Its parts. Needs <see cref="DialectPipeline.AddDialects"/>, the operations, and a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddKeyvox(this IServiceCollection services)
    {
        services.AddOptions<KeyvoxOptions>().BindConfiguration(KeyvoxOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(s => s.GetRequiredService<IOptions<KeyvoxOptions>>().Value);
        services.AddSingleton<KeyvoxRates>();
        services.AddSingleton<SignedRequests>();
        services.AddSingleton<PinWords>();
        services.AddSingleton<Orders>();
        services.AddSingleton<TokenRequests>();
        services.AddSingleton<IWebhookFormat, LockText>();
        services.AddSingleton<IWebhookFormat, LockJson>();
        services.AddSingleton<IWebhookFormat, BookingJson>();
        services.AddSingleton<IWebhookFormat, HookJson>();
        services.AddSingleton<IDialect, KeyvoxEdge>();
        return services;
    }

    /// <summary>Its functions, at the root of the server.</summary>
    public static void MapKeyvox(this IEndpointRouteBuilder routes)
    {
        var keyvox = new DialectRoutes(routes, Surface.Keyvox);
        MotionEndpoints.Map(keyvox);
        UnitEndpoints.Map(keyvox);
        LockEndpoints.Map(keyvox);
        PinEndpoints.Map(keyvox);
        PinListEndpoints.Map(keyvox);
        RecordEndpoints.Map(keyvox);
        CardEndpoints.Map(keyvox);
        PlaceEndpoints.Map(keyvox);
        OrderEndpoints.Map(keyvox);
        HookEndpoints.Map(keyvox);
        LockerEndpoints.Map(keyvox);
        BoxPinEndpoints.Map(keyvox);
        BoxCardEndpoints.Map(keyvox);
    }
}
