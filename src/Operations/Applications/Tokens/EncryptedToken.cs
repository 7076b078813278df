using System.Security.Cryptography;
using System.Text;
using Latchwork.Operations.Signing;

namespace Latchwork.Operations.Applications.Tokens;

/// <summary>
/// A JSON Web Encryption in compact form (RFC 7516): the key by RSA-OAEP or RSA-OAEP-256, the content by A128GCM or A256GCM. What is wrong with one is not told:
/// a content key that does not open is replaced by a random one, and the content then fails like any other (RFC 7516 section 11.5).
/// </summary>
internal sealed class EncryptedToken
{
    private const int Longest = 16 * 1024;
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private static readonly string[] Refused = ["crit", "zip", "jku", "jwk", "x5u", "b64"];

    private readonly byte[] header;
    private readonly RSAEncryptionPadding padding;
    private readonly int keySize;
    private readonly byte[] encryptedKey;
    private readonly byte[] nonce;
    private readonly byte[] content;
    private readonly byte[] tag;

    private EncryptedToken(byte[] header, RSAEncryptionPadding padding, int keySize, byte[][] parts)
    {
        (this.header, this.padding, this.keySize) = (header, padding, keySize);
        (encryptedKey, nonce, content, tag) = (parts[0], parts[1], parts[2], parts[3]);
    }

    /// <summary>Null where it is of another form.</summary>
    public static EncryptedToken? Parse(string text)
    {
        if (text.Length > Longest || text.Split('.') is not { Length: 5 } parts)
        {
            return null;
        }

        return
            StrictBase64.DecodeUrl(parts[0]) is { } decoded
            && StrictJson.ParseObject(decoded) is { } header
            && !Refused.Any(name => header.Has(name))
            && PaddingOf(header.Text("alg")) is { } padding
            && KeySizeOf(header.Text("enc")) is { } keySize
            && parts[1..].Select(part => StrictBase64.DecodeUrl(part)).ToArray()
                is [{ } key, { Length: NonceSize } nonce, { } content, { Length: TagSize } tag]
            ? new EncryptedToken(Encoding.ASCII.GetBytes(parts[0]), padding, keySize, [key, nonce, content, tag])
            : null;
    }

    /// <summary>The text inside; null where the key is not the right one or anything was changed.</summary>
    public string? Open(RSA key)
    {
        var contentKey = ContentKey(key);
        var plain = new byte[content.Length];
        try
        {
            using var cipher = new AesGcm(contentKey, TagSize);
            cipher.Decrypt(nonce, content, tag, plain, header);
            return Ascii.IsValid(plain) ? Encoding.ASCII.GetString(plain) : null;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(contentKey);
        }
    }

    private byte[] ContentKey(RSA key)
    {
        var instead = RandomNumberGenerator.GetBytes(keySize);
        try
        {
            var opened = key.Decrypt(encryptedKey, padding);
            return opened.Length == keySize ? opened : instead;
        }
        catch (CryptographicException)
        {
            return instead;
        }
    }

    private static RSAEncryptionPadding? PaddingOf(string? alg) =>
        alg switch
        {
            "RSA-OAEP-256" => RSAEncryptionPadding.OaepSHA256,
            "RSA-OAEP" => RSAEncryptionPadding.OaepSHA1,
            _ => null,
        };

    private static int? KeySizeOf(string? enc) =>
        enc switch
        {
            "A256GCM" => 32,
            "A128GCM" => 16,
            _ => null,
        };
}
