using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Operations.Gateways;

namespace Latchwork.Dialects.Sifely.Gateways;

/// <summary>A gateway in a list and by itself (GatewayDetailDTO, 15.5, 19.6).</summary>
internal sealed record GatewayBody
{
    /// <summary>The vendor's makes (13.7): 2 is the one on a wireless network, 3 the one on a wire, as a link of this server is.</summary>
    private const int OnAir = 2;
    private const int OnWire = 3;

    public required int GatewayId { get; init; }
    public required string GatewayMac { get; init; }
    public required string GatewayName { get; init; }
    public required int GatewayVersion { get; init; }
    public required string NetworkName { get; init; }
    public required string NetworkMac { get; init; }

    /// <summary>Those behind it that the caller has an ekey for.</summary>
    public required int LockNum { get; init; }
    public required int IsOnline { get; init; }

    public static GatewayBody Of(SeenGateway seen) =>
        new()
        {
            GatewayId = seen.Number,
            GatewayMac = seen.Mac,
            GatewayName = seen.Name,
            GatewayVersion = seen.IsLink ? OnWire : OnAir,
            NetworkName = seen.NetworkName,
            NetworkMac = seen.NetworkMac,
            LockNum = seen.LockCount,
            IsOnline = Switch.Bit(seen.IsOnline),
        };
}

/// <summary>A gateway of a lock (ListByLockDTO, 15.5).</summary>
/// <param name="Rssi">In dBm, negative; left out where nobody measures it.</param>
internal sealed record GatewayOfLockBody(int GatewayId, string GatewayMac, string GatewayName, int? Rssi, long? RssiUpdateDate)
{
    public static GatewayOfLockBody Of(HeardGateway heard) =>
        new(heard.Gateway.Number, heard.Gateway.Mac, heard.Gateway.Name, heard.Signal, heard.SignalAt is { } at ? WireTime.Milliseconds(at) : null);
}

/// <summary>A lock of a gateway (ListLockDTO, 15.5).</summary>
internal sealed record LockOfGatewayBody(int LockId, string LockName, string LockAlias, string LockMac, int? Rssi, long? UpdateDate)
{
    public static LockOfGatewayBody Of(RelayedDevice device) =>
        new(device.Number, device.Name, device.Alias, device.Mac, device.Signal, device.SignalAt is { } at ? WireTime.Milliseconds(at) : null);
}

/// <summary>Anything behind a gateway (19.6).</summary>
internal sealed record DeviceOfGatewayBody
{
    // The wire's numbers for kinds of devices are not known beyond the first; the second is ours.
    private const int TypeOfLocks = 1;
    private const int TypeOfDoorSensors = 4;

    public required int DeviceType { get; init; }
    public required int DeviceId { get; init; }
    public required string DeviceName { get; init; }
    public required string DeviceAlias { get; init; }
    public required string DeviceMac { get; init; }
    public int? Rssi { get; init; }
    public long? UpdateDate { get; init; }

    public static DeviceOfGatewayBody Of(RelayedDevice device) =>
        new()
        {
            DeviceType = device.Kind switch
            {
                RelayedKind.Lock => TypeOfLocks,
                RelayedKind.DoorSensor => TypeOfDoorSensors,
            },
            DeviceId = device.Number,
            DeviceName = device.Name,
            DeviceAlias = device.Alias,
            DeviceMac = device.Mac,
            Rssi = device.Signal,
            UpdateDate = device.SignalAt is { } at ? WireTime.Milliseconds(at) : null,
        };
}

internal sealed record GatewayNumberBody(int GatewayId);

/// <param name="NeedUpgrade">0 no, 1 yes, 2 not known.</param>
/// <param name="Version">Of the firmware that it has; empty where that is not told.</param>
internal sealed record GatewayUpgradeBody(int NeedUpgrade, string FirmwareInfo, string Version)
{
    /// <summary>No device family here tells whether there is newer firmware.</summary>
    public static GatewayUpgradeBody Of(SeenGateway seen) => new(2, "", seen.Firmware ?? "");
}
