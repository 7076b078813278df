using System.Security.Cryptography;
using System.Text;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Webhooks;

/// <summary>
/// The secret of an endpoint: <c>whsec_</c> and the base64 of 32 bytes when we made it, or a text of its owner's. Standard Webhooks signs with the bytes
/// after the prefix, 24 to 64 as others make them; a text without that form stands for its SHA-256. Wires of their own schemes sign with the text itself.
/// </summary>
public readonly struct WebhookSecret
{
    public const int ShortestText = 16;
    public const int LongestText = 200;

    private const string Prefix = "whsec_";
    private const int KeySize = 32;
    private const int ShortestKey = 24;
    private const int LongestKey = 64;

    private readonly string text;

    private WebhookSecret(string text) => this.text = text;

    public static WebhookSecret New() => new(Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeySize)));

    /// <summary>Null where it is too short, too long or not printable ASCII.</summary>
    public static WebhookSecret? OfText(string text) =>
        text.Length is >= ShortestText and <= LongestText && !text.AsSpan().ContainsAnyExceptInRange('!', '~') ? new WebhookSecret(text) : null;

    /// <summary>To be shown once.</summary>
    public string Reveal() => text;

    public byte[] Sign(ReadOnlySpan<byte> message) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(text), message);

    /// <summary>The header <c>webhook-signature</c>'s part for this secret: <c>v1,</c> and the base64 of the HMAC over <c>id.timestamp.body</c>.</summary>
    public string SignStandard(string id, long timestamp, ReadOnlySpan<byte> body)
    {
        byte[] message = [.. Encoding.ASCII.GetBytes(FormattableString.Invariant($"{id}.{timestamp}.")), .. body];
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(StandardKey(), message));
    }

    public override string ToString() => nameof(WebhookSecret);

    internal static SecretPlace PlaceOf(Guid endpoint) => new("webhook_endpoint", "secret_sealed", endpoint);

    internal static SecretPlace FormerPlaceOf(Guid endpoint) => new("webhook_endpoint", "former_secret_sealed", endpoint);

    internal static WebhookSecret Open(TenantKeys keys, SecretPlace place, byte[] blob) => new(keys.OpenText(place, blob));

    internal byte[] Seal(TenantKeys keys, SecretPlace place) => keys.SealText(place, text);

    private byte[] StandardKey()
    {
        var key = new byte[LongestKey];
        return
            text.StartsWith(Prefix, StringComparison.Ordinal)
            && Convert.TryFromBase64String(text[Prefix.Length..], key, out var length)
            && length >= ShortestKey
            ? key[..length]
            : SHA256.HashData(Encoding.UTF8.GetBytes(text));
    }
}
