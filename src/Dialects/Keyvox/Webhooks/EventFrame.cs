using System.Globalization;
using System.Text.Json;
using Latchwork.Operations.Webhooks.Happenings;

namespace Latchwork.Dialects.Keyvox.Webhooks;

/// <summary>The members of an event in JSON (10.2, 10.3): text throughout; what is not known is empty text.</summary>
internal static class EventFrame
{
    public static void WriteLock(Utf8JsonWriter json, Happening happening)
    {
        json.WriteStartObject("data");
        json.WriteString("orgId", happening.OrganisationId);
        json.WriteString("placeId", happening.Site.Id);
        json.WriteString("placeName", happening.Site.Name);
        json.WriteString("unitId", happening.Unit.Id);
        json.WriteString("unitName", happening.Unit.Name);
        json.WriteString("deviceId", happening.Device.Id);
        json.WriteString("deviceName", happening.Device.Name);
        if (happening.BoxNumber is { } box)
        {
            json.WriteString("boxNum", box);
        }

        json.WriteString("etype", OpeningMethods.Of(happening.Facts)?.ToString(CultureInfo.InvariantCulture) ?? "");
        json.WriteString("userId", happening.Person.Id);
        json.WriteString("userName", happening.Person.Name);
        json.WriteString("pinId", happening.CredentialId);
        json.WriteEndObject();
    }

    public static void WriteBooking(Utf8JsonWriter json, Happening happening, ShownStay stay)
    {
        json.WriteStartObject("data");
        json.WriteString("orgId", happening.OrganisationId);
        json.WriteString("placeId", happening.Site.Id);
        json.WriteString("unitId", happening.Unit.Id);
        json.WriteString("planId", stay.PlanId);
        json.WriteString("reservationCode", stay.OrderId);
        json.WriteString("orderContact", stay.Contact);
        json.WriteString("unitName", happening.Unit.Name);
        json.WriteString("checkinTime", Seconds(stay.StartsAt));
        json.WriteString("checkoutTime", Seconds(stay.EndsAt));
        json.WriteString("locationName", happening.Site.Name);
        json.WriteString("locationAddress", stay.SiteAddress);
        json.WriteString("otaType", stay.Source);
        json.WriteStartArray("accessInfo");
        foreach (var code in stay.Codes)
        {
            json.WriteStartObject();
            json.WriteString("deviceId", code.Device.Id);
            json.WriteString("deviceName", code.Device.Name);
            json.WriteString("pinCode", code.Digits);
            json.WriteString("qrCodeUrl", code.QrUrl);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Seconds(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
