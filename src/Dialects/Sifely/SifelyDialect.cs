using Latchwork.Dialects.Sifely.Accounts;
using Latchwork.Dialects.Sifely.Auth;
using Latchwork.Dialects.Sifely.Credentials;
using Latchwork.Dialects.Sifely.Ekeys;
using Latchwork.Dialects.Sifely.Gateways;
using Latchwork.Dialects.Sifely.Groups;
using Latchwork.Dialects.Sifely.Locks;
using Latchwork.Dialects.Sifely.Records;
using Latchwork.Dialects.Sifely.Webhooks;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Webhooks;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Latchwork.Dialects.Sifely;

/// <summary>The Sifely Open API over the access core.</summary>
public static class SifelyDialect
{
    /// <summary>Every <c>/v3</c> route takes both: the documentation names one verb each and clients disagree (1.3).</summary>
    internal static readonly string[] GetAndPost = ["GET", "POST"];

    /// <summary>Its parts. Needs <see cref="DialectPipeline.AddDialects"/>, the operations, and a <see cref="TimeProvider"/>.</summary>
    /// <param name="registersPeople">Where no setting says whether applications may register accounts: so in a demo.</param>
    public static IServiceCollection AddSifely(this IServiceCollection services, bool registersPeople = false)
    {
        services
            .AddOptions<SifelyOptions>()
            .Configure(options => options.SelfRegistration = registersPeople)
            .BindConfiguration(SifelyOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton(s => s.GetRequiredService<IOptions<SifelyOptions>>().Value);
        services.AddSingleton<Authentication>();
        services.AddSingleton<TTLockDates>();
        services.AddSingleton<SifelyPlans>();
        services.AddSingleton<SifelyQuota>();
        services.AddSingleton<SifelyRates>();
        services.AddSingleton<IDialect, SifelyEdge>();
        services.AddSingleton<IWebhookFormat, SifelyWebhooks>();
        return services;
    }

    /// <summary>Its routes, at the root of the server.</summary>
    public static void MapSifely(this IEndpointRouteBuilder routes)
    {
        var sifely = new DialectRoutes(routes, Surface.Sifely);
        AccountEndpoints.Map(sifely);
        TokenEndpoints.Map(sifely);
        UserEndpoints.Map(sifely);
        KeyEndpoints.Map(sifely);
        SharingEndpoints.Map(sifely);
        GroupEndpoints.Map(sifely);
        LockEndpoints.Map(sifely);
        OfflinePasscodeEndpoints.Map(sifely);
        OwnerEndpoints.Map(sifely);
        PhoneLockEndpoints.Map(sifely);
        PasscodeEndpoints.Map(sifely);
        PasscodeListEndpoints.Map(sifely);
        CardEndpoints.Map(sifely);
        FingerprintEndpoints.Map(sifely);
        SettingEndpoints.Map(sifely);
        PassageModeEndpoints.Map(sifely);
        RecordEndpoints.Map(sifely);
        WebhookEndpoints.Map(sifely);
        RecordChangeEndpoints.Map(sifely);
        DoorSensorEndpoints.Map(sifely);
        GatewayEndpoints.Map(sifely);
        GatewayChangeEndpoints.Map(sifely);
    }
}
