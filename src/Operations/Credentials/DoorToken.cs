using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Credentials;

/// <summary>
/// What the QR of a credential says, and the link of the page that draws it (keyvox.md 5.3): 32 random bytes, and 128 bits worked out from them. Whoever has the
/// link gets to the QR by the page alone, so both die with the credential.
/// </summary>
public sealed class DoorToken
{
    private const int SecretBytes = 32;
    private const int LinkBytes = 16;
    private const int QrLength = 43;
    private const int LinkLength = 22;

    private static readonly byte[] LinkPurpose = "latchwork guest page"u8.ToArray();

    private readonly byte[] secret;

    private DoorToken(byte[] secret) => this.secret = secret;

    /// <summary>As a QR says it: 43 characters of base64url.</summary>
    public string QrText => Base64Url.EncodeToString(secret);

    /// <summary>Whether a text has the form of <see cref="QrText"/>.</summary>
    internal static bool IsQrText(string text) => IsBase64Url(text, QrLength);

    /// <summary>Whether a text has the form of <see cref="LinkText"/>.</summary>
    internal static bool IsLinkText(string text) => IsBase64Url(text, LinkLength);

    private static bool IsBase64Url(string text, int length) =>
        text.Length == length && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <summary>The last segment of the page's address: 22 characters of base64url.</summary>
    public string LinkText => Base64Url.EncodeToString(HMACSHA256.HashData(secret, LinkPurpose).AsSpan(0, LinkBytes));

    internal static DoorToken Make() => new(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>What is sealed: <see cref="From"/> makes it a token again.</summary>
    internal ReadOnlySpan<byte> Secret => secret;

    internal static DoorToken From(byte[] secret) => new(secret);

    /// <summary>What finds the credential in its tenant, once a reader told what it was shown.</summary>
    internal byte[] Hash => TokenHash.Of(QrText);

    /// <summary>What leads from the link of the page to the credential, whosever it is.</summary>
    internal WireId Page => PageOf(LinkText);

    internal static WireId PageOf(string link) => new(WireIdKind.GuestPage, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(link))));

    public override string ToString() => nameof(DoorToken);
}
