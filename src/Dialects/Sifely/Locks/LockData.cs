using System.Text.Json;
using System.Text.RegularExpressions;
using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Locks;

namespace Latchwork.Dialects.Sifely.Locks;

/// <summary>
/// <c>lockData</c>: a JSON object, or base64 of one, of which this server reads what the lock is and keeps the whole for phones (19.2).
/// </summary>
internal static partial class LockData
{
    private const string Name = "lockData";
    private const string NoName = "Lock";
    private const int Depth = 16;

    /// <summary>What is malformed is told to <paramref name="given"/>.</summary>
    public static PhoneLock Of(SifelyParameters given)
    {
        var data = given.RequiredText(Name, PhoneLock.MaxDataLength);
        if (given.Refusal is null && Parse(data) is { } phone)
        {
            return phone;
        }

        given.Refuse(
            SifelyError.Invalid($"'{Name}' is a JSON object, or base64 of one, with texts as lockName, lockMac, modelNum and featureValue.")
        );
        return new PhoneLock("", "", null, null, Capabilities.None);
    }

    private static PhoneLock? Parse(string data)
    {
        try
        {
            using var json = JsonDocument.Parse(Plain(data), new JsonDocumentOptions { MaxDepth = Depth });
            return json.RootElement.ValueKind == JsonValueKind.Object ? Read(data, json.RootElement) : null;
        }
        catch (Exception notSo) when (notSo is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    private static byte[] Plain(string data) =>
        data.TrimStart().StartsWith('{') ? System.Text.Encoding.UTF8.GetBytes(data) : Convert.FromBase64String(data);

    private static PhoneLock? Read(string data, JsonElement json)
    {
        var (mac, features) = (Text(json, "lockMac"), Text(json, "featureValue"));
        var name = Text(json, "lockName") ?? mac ?? NoName;
        if ((mac is not null && !MacForm().IsMatch(mac)) || (features is not null && FeatureValue.Parse(features) is null))
        {
            return null;
        }

        var abilities = features is null ? Capabilities.None : FeatureValue.Parse(features)!.Value.Capabilities;
        return new PhoneLock(data, name, mac?.ToUpperInvariant(), Text(json, "modelNum"), abilities);
    }

    /// <exception cref="FormatException">It is there and no text.</exception>
    private static string? Text(JsonElement json, string name) =>
        !json.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null ? null
        : member.ValueKind != JsonValueKind.String ? throw new FormatException()
        : member.GetString() is { Length: > 0 } text ? (text.Contains('\0') ? throw new FormatException() : text)
        : null;

    [GeneratedRegex("^[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MacForm();
}
