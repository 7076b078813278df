using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Users;
using Latchwork.Operations.Devices;
using Latchwork.Operations.Ids;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Native.Devices;

/// <summary>All hardware behind the links, whatever it is.</summary>
internal static class DeviceEndpoints
{
    private const string Devices = $"{NativeDialect.Root}/devices";

    private static readonly Tagged<KnownDevice, KnownDeviceBody> Device = Tagged.Of(
        (DeviceQueries all, NativeCaller caller, string id, CancellationToken cancel) =>
            all.FindAsync(caller.Caller, NativeInput.Id(WireIdKind.DeviceUuid, id), cancel),
        KnownDeviceBody.Of,
        NativeJson.Wire.KnownDeviceBody
    );

    public static void Map(DialectRoutes native)
    {
        native
            .Needs(Permission.LinksRead, Noun.Device)
            .MapGet(Devices, ListAsync)
            .As(
                "listDevices",
                "What was found behind the links of the tenant, by name.",
                tells: NativeJson.Wire.ListBodyKnownDeviceBody,
                asks: [Asks.Page, Asks.Id("linkId", "Behind this link."), Asks.Word<DeviceKind>("kind", "Of this kind.")]
            );
        native
            .Needs(Permission.LinksRead, Noun.Device)
            .MapGet($"{Devices}/{{id}}", FindAsync)
            .As("getDevice", "A device, with what is known of it and since when.", tells: NativeJson.Wire.KnownDeviceBody, tagged: Device);
    }

    private static Task<NativeAnswer> ListAsync(NativeCaller caller, NativeInput given, DeviceQueries devices, CancellationToken cancel)
    {
        var page = given.Page();
        var filter = new DevicesFilter(page) { Link = given.Named("linkId", WireIdKind.LinkUuid), Kind = given.Word<DeviceKind>("kind") };
        return given.AnswerAsync(
            () => devices.ListAsync(caller.Caller, caller.Tenant, filter, cancel),
            seen => given.List(page, seen, KnownDeviceBody.Of),
            NativeJson.Wire.ListBodyKnownDeviceBody
        );
    }

    private static Task<NativeAnswer> FindAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        IServiceProvider services,
        CancellationToken cancel
    ) => Device.TellAsync(id, caller, given, services, cancel);
}
