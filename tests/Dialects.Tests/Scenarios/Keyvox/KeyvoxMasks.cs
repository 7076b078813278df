using System.Text.RegularExpressions;

namespace Latchwork.Dialects.Tests.Scenarios.Keyvox;

/// <summary>What differs from run to run in answers of this wire.</summary>
internal static partial class KeyvoxMasks
{
    public static string Of(string told)
    {
        var masked = DoorToken().Replace(told, "${name}\"{qr}\"");
        masked = Link().Replace(masked, "/sl/{link}");
        masked = Id().Replace(masked, "${name}\"{id}\"");
        masked = Made().Replace(masked, "${name}\"{digits}\"");
        masked = Number().Replace(masked, "${name}\"{number}\"");
        masked = Status().Replace(masked, "${name}\"{how far}\"");
        masked = Order().Replace(masked, "${name}\"{order}\"");
        masked = Happened().Replace(masked, "${name}{time}");
        masked = Address().Replace(masked, "http://{server}");
        return Instant().Replace(masked, "${name}\"{time}\"");
    }

    [GeneratedRegex("(?<name>\"qrCode\":)\"[0-9A-Za-z_-]{43}\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DoorToken();

    [GeneratedRegex("/sl/[0-9A-Za-z_-]{22}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex("http://127\\.0\\.0\\.1:[0-9]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Address();

    [GeneratedRegex(
        "(?<name>\"(id|pinId|cardId|unitId|placeId|uid|orgId|commodityId|planId|position)\":)\"[0-9a-f]{24}\"",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Id();

    [GeneratedRegex("(?<name>\"(orderId|reservationCode)\":)\"[0-9A-Z]{9}\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Order();

    /// <summary>Numbers, in the functions of reservations.</summary>
    [GeneratedRegex("(?<name>\"real(Checkin|Checkout)\":)[1-9][0-9]{9}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Happened();

    /// <summary>How far locks have got meanwhile.</summary>
    [GeneratedRegex("(?<name>\"status\":)\"[123][0-2]\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Status();

    /// <summary>Digits of the server's own making; the scenarios choose theirs among others.</summary>
    [GeneratedRegex("(?<name>\"(pinCode|pin|panelPin)\":)\"(?!246813|135792|975310)[0-9]{6}\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Made();

    [GeneratedRegex("(?<name>\"(id|position)\":)\"[0-9]{6,15}\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Number();

    [GeneratedRegex("(?<name>\"(etime|reportTime|eventTime)\":)\"[0-9]{10}\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Instant();
}
