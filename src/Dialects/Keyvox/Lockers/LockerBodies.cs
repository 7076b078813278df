using System.Globalization;
using Latchwork.Dialects.Keyvox.Records;
using Latchwork.Dialects.Keyvox.Wire;
using Latchwork.Domain.Credentials;
using Latchwork.Operations.Lockers;

namespace Latchwork.Dialects.Keyvox.Lockers;

/// <param name="Wifi">1: it can be reached.</param>
internal sealed record LockerItem(string DeviceId, string DeviceName, string? PlaceId, string PlaceName, string BoxNumTotal, string Wifi)
{
    public static LockerItem Of(SeenLocker seen) =>
        new(seen.KeyvoxId, seen.Name, seen.KeyvoxPlaceId, seen.SiteName, Paging.Text(seen.BoxCount), seen.IsOnline ? "1" : "0");
}

/// <param name="Status">0 free, 1 in use, 2 expired, 9 broken (5.4).</param>
internal sealed record BoxStatusItem(string DeviceId, string BoxNum, string BoxName, string Status, string BoxSize, string Color)
{
    public static BoxStatusItem Of(SeenLocker locker, SeenBox box) =>
        new(locker.KeyvoxId, $"{box.Number}", box.Name ?? "", Paging.Text((int)box.Status), Paging.Text((int)box.Size), $"{box.Light}");
}

internal sealed record AvailableBoxItem(string BoxNum, string BoxName, string BoxSize)
{
    public static AvailableBoxItem Of(SeenBox box) => new($"{box.Number}", box.Name ?? "", Paging.Text((int)box.Size));
}

/// <param name="PinCode">Empty for a key that may not see digits, and after erasure.</param>
internal sealed record BoxPinBody(string PinId, string PinCode, string QrCode, string? BoxNum = null, string? ShortQrUrl = null);

internal sealed record BoxHistoryBody(IReadOnlyList<BoxHistoryItem> History, string Position, string Records);

/// <param name="Etype">As of doors (5.5): what was shown at the panel, or 9 for an opening from afar and by QR.</param>
/// <param name="UserName">Whose code it was, or who asked for it, as of doors.</param>
/// <param name="Value">It was opened; nothing else is listed.</param>
/// <param name="PinCode">Of what was opened by PIN alone; empty where it is masked or erased.</param>
internal sealed record BoxHistoryItem(
    string Id,
    string DeviceId,
    string? BoxNum,
    string Etime,
    string Etype,
    string UserName,
    string Value,
    string? PinCode
)
{
    private const string Opened = "1";

    public static BoxHistoryItem Of(string device, BoxRecord told)
    {
        var type = told.Shown switch
        {
            CredentialKind.Passcode => EventTypes.Pin,
            CredentialKind.Card => EventTypes.Card,
            CredentialKind.Fingerprint or CredentialKind.QrCode or null => EventTypes.Application,
        };
        return new(
            told.Number.ToString(CultureInfo.InvariantCulture),
            device,
            told.Box?.ToString(),
            WireTime.Of(told.HappenedAt),
            type,
            type == EventTypes.Application ? told.UserName ?? "API" : told.CredentialName ?? "",
            Opened,
            type == EventTypes.Pin ? told.Digits?.Reveal() ?? "" : null
        );
    }
}
