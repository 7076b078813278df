using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Operations.Webhooks;

namespace Latchwork.Dialects.Sifely.Webhooks;

/// <summary>A notification by its members: all of them are strings, in JSON and in a form alike (12.4).</summary>
internal sealed class Notification
{
    private readonly List<(string Name, string Value)> members = [];

    /// <summary>The records are a string that holds a JSON array.</summary>
    public static Notification OfRecords(short type, WebhookLock door, WebhookContent content)
    {
        List<NotifiedRecord> records = [.. content.Events.Select(told => NotifiedRecord.Of(told, door))];
        return new Notification
        {
            members =
            {
                ("notifyType", Text(type)),
                ("lockId", Text(door.Number)),
                ("lockMac", door.Mac),
                ("admin", content.Account),
                ("records", JsonSerializer.Serialize(records, SifelyJson.Wire.ListNotifiedRecord)),
            },
        };
    }

    public static Notification OfGateway(WebhookGateway gateway, bool isOnline, WebhookContent content) =>
        new()
        {
            members =
            {
                ("notifyType", Text(SifelyWebhooks.GatewayReach)),
                ("gatewayId", Text(gateway.Number)),
                ("gatewayMac", gateway.Mac),
                ("gatewayName", gateway.Name),
                ("isOnline", Text(Switch.Bit(isOnline))),
                ("admin", content.Account),
            },
        };

    public static Notification OfLock(WebhookLock door, bool isOnline, WebhookContent content) =>
        new()
        {
            members =
            {
                ("notifyType", Text(SifelyWebhooks.LockReach)),
                ("lockId", Text(door.Number)),
                ("lockAlias", door.Alias),
                ("lockMac", door.Mac),
                ("networkName", door.Network),
                ("admin", content.Account),
                ("isOnline", Text(Switch.Bit(isOnline))),
            },
        };

    public WebhookBody ToBody(bool isForm) =>
        isForm ? new WebhookBody(ToForm(), "application/x-www-form-urlencoded") : new WebhookBody(ToJson(), "application/json;charset=UTF-8");

    /// <summary>Its records may hold codes.</summary>
    public override string ToString() => nameof(Notification);

    private byte[] ToForm() =>
        Encoding.ASCII.GetBytes(string.Join('&', members.Select(member => $"{member.Name}={WebUtility.UrlEncode(member.Value)}")));

    private byte[] ToJson()
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        members.ForEach(member => json.WriteString(member.Name, member.Value));
        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
