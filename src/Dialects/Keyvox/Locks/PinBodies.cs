using System.Globalization;
using Latchwork.Dialects.Keyvox.Wire;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Notifications;

namespace Latchwork.Dialects.Keyvox.Locks;

/// <param name="QrCode">Empty where codes are masked for the key, as the digits then are.</param>
/// <param name="ShortQrUrl">The page that draws it.</param>
internal sealed record IssuedPinBody(string PinId, string PinCode, string QrCode, string? QrStatus, string ShortQrUrl, string? STime, string? ETime);

internal sealed record PinStatusBody(string PinId, string PinCode, string Status);

internal sealed record PinListBody(IReadOnlyList<PinItem> PinList, string Position, string Records);

/// <param name="Id">Running number within the answer (6.7).</param>
internal sealed record PinItem(
    string Id,
    string PinId,
    string PinCode,
    string QrCode,
    string? STime,
    string? ETime,
    string? TargetName,
    string Status
);

/// <summary>From codes to what this wire says of them.</summary>
internal sealed class PinWords(KeyvoxOptions options, ServerAddress server)
{
    private const string Asterisks = "******";

    /// <param name="qrStatus">Only <c>issueLockKey</c> tells it (6.13).</param>
    public IssuedPinBody Issued(SeenCode code, string? qrStatus = null) =>
        new(
            code.KeyvoxId,
            options.MaskUntilDelivered && DeliveryStatus.Of(code) < 30 ? Asterisks : Digits(code),
            code.Token?.QrText ?? "",
            qrStatus,
            LinkOf(code.Token),
            WireTime.Of(code.Window.StartsAt),
            WireTime.Of(code.Window.EndsAt)
        );

    public static PinStatusBody Status(SeenCode code) => new(code.KeyvoxId, Digits(code), Text(DeliveryStatus.Of(code)));

    public static PinItem Item(SeenCode code, int number) =>
        new(
            Text(number),
            code.KeyvoxId,
            Digits(code),
            code.Token?.QrText ?? "",
            WireTime.Of(code.Window.StartsAt),
            WireTime.Of(code.Window.EndsAt),
            code.Name,
            Text(DeliveryStatus.Of(code))
        );

    public string LinkOf(DoorToken? token) =>
        token is null ? ""
        : server.Url is { } own ? $"{own}sl/{token.LinkText}"
        : "";

    /// <summary>Empty where they are masked for the key, and after erasure (KR-3).</summary>
    private static string Digits(SeenCode code) => code.Digits?.Reveal() ?? "";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
