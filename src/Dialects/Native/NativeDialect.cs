using Latchwork.Dialects.Native.Alerts;
using Latchwork.Dialects.Native.Applications;
using Latchwork.Dialects.Native.Auth;
using Latchwork.Dialects.Native.Clients;
using Latchwork.Dialects.Native.Credentials;
using Latchwork.Dialects.Native.Devices;
using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Events;
using Latchwork.Dialects.Native.Grants;
using Latchwork.Dialects.Native.Groups;
using Latchwork.Dialects.Native.Imports;
using Latchwork.Dialects.Native.Installation;
using Latchwork.Dialects.Native.Links;
using Latchwork.Dialects.Native.Lockers;
using Latchwork.Dialects.Native.Locks;
using Latchwork.Dialects.Native.Passkeys;
using Latchwork.Dialects.Native.Readers;
using Latchwork.Dialects.Native.Reservations;
using Latchwork.Dialects.Native.Session;
using Latchwork.Dialects.Native.SetUp;
using Latchwork.Dialects.Native.Sites;
using Latchwork.Dialects.Native.Tenants;
using Latchwork.Dialects.Native.Users;
using Latchwork.Dialects.Native.Webhooks;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Passkeys;
using Latchwork.Operations.Webhooks;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Latchwork.Dialects.Native;

/// <summary>Our own API over the access core, under <c>/api/v1</c>.</summary>
public static class NativeDialect
{
    internal const string Root = "/api/v1";

    /// <summary>Its parts. Needs <see cref="DialectPipeline.AddDialects"/>, the operations, and a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddNative(this IServiceCollection services)
    {
        services.AddOptions<NativeOptions>().BindConfiguration(NativeOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(s => s.GetRequiredService<IOptions<NativeOptions>>().Value);
        services.AddSingleton(s => new NativeDocument(() => s.GetRequiredService<EndpointDataSource>()));
        services.AddSingleton<BookedBefore>();
        services.AddSingleton<EventStreams>();
        services.AddSingleton<IWebhookFormat, NativeFormat>();
        services.AddSingleton<SessionCallers>();
        services.AddSingleton<ConsoleAnswers>();
        services.AddSingleton<PasskeyPlaces>();
        services.AddSingleton<PasskeyRates>();
        services.AddSingleton<IPasskeyCeremony, PasskeyCeremony>();
        services.AddSingleton<IDialect, NativeEdge>();
        return services;
    }

    /// <summary>Its routes, at the root of the server.</summary>
    public static void MapNative(this IEndpointRouteBuilder routes)
    {
        var native = new DialectRoutes(routes, Surface.Native);
        DocumentEndpoint.Map(native);
        SetUpEndpoints.Map(native);
        InvitationEndpoints.Map(native);
        SessionEndpoints.Map(native);
        PasskeySessionEndpoints.Map(native);
        TotpEndpoints.Map(native);
        PasskeyEndpoints.Map(native);
        AccountEndpoints.Map(native);
        SifelyKeyEndpoints.Map(native);
        PasswordResetEndpoints.Map(native);
        ApplicationEndpoints.Map(native);
        VouchingEndpoints.Map(native);
        TenantEndpoints.Map(native);
        SiteEndpoints.Map(native);
        PlanEndpoints.Map(native);
        UnitEndpoints.Map(native);
        ReservationEndpoints.Map(native);
        StayGuestEndpoints.Map(native);
        LinkEndpoints.Map(native);
        DeviceEndpoints.Map(native);
        LockEndpoints.Map(native);
        GroupEndpoints.Map(native);
        AjarEndpoints.Map(native);
        ActivityEndpoints.Map(native);
        OpenerEndpoints.Map(native);
        SettingEndpoints.Map(native);
        UserEndpoints.Map(native);
        GrantEndpoints.Map(native);
        PasscodeEndpoints.Map(native);
        CardEndpoints.Map(native);
        FingerprintEndpoints.Map(native);
        LockCredentialEndpoints.Map(native);
        ImportEndpoints.Map(native);
        ReaderEndpoints.Map(native);
        LockerEndpoints.Map(native);
        BoxEndpoints.Map(native);
        LeaseEndpoints.Map(native);
        ApiClientEndpoints.Map(native);
        HmacKeyEndpoints.Map(native);
        NativeKeyEndpoints.Map(native);
        WebhookEndpoints.Map(native);
        DeliveryEndpoints.Map(native);
        EventEndpoints.Map(native);
        OneEventEndpoints.Map(native);
        VerificationEndpoints.Map(native);
        AlertEndpoints.Map(native);
        InstallationEndpoints.Map(native);
    }
}
