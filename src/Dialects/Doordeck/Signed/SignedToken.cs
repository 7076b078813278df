using System.Security.Cryptography;
using System.Text.Json;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Signing;
using static Latchwork.Domain.Audit.ProofFault;

namespace Latchwork.Dialects.Doordeck.Signed;

/// <summary>
/// A JWT as it came, taken apart by hand: clients write its parts in either alphabet of base64, padded or not, which libraries refuse (8.1). The signature is
/// over the first two parts exactly as they were received. Pure: nothing here is believed yet.
/// </summary>
internal sealed class SignedToken
{
    /// <summary>JW-2.</summary>
    public const int Longest = 64 * 1024;

    private const int MostCertificates = 4;

    private SignedToken(SignedMessage message, JsonElement claims) => (Message, Claims) = (message, claims);

    public SignedMessage Message { get; }

    /// <summary>An object.</summary>
    public JsonElement Claims { get; }

    /// <summary>SHA-256 of what was signed, as it was received: the rest of a token could be written in another way.</summary>
    public byte[] ContentHash => SHA256.HashData(Message.Content.Span);

    /// <returns>The first fault in the order of 8.4, or the token.</returns>
    public static (ProofFault? Fault, SignedToken? Token) Parse(ReadOnlyMemory<byte> body)
    {
        if (body.Length > Longest)
        {
            return (TooLong, null);
        }

        var text = body.Span;
        var (first, last) = (text.IndexOf((byte)'.'), text.LastIndexOf((byte)'.'));
        if (first <= 0 || last <= first + 1 || last == text.Length - 1 || text[(first + 1)..last].Contains((byte)'.'))
        {
            return (NotThreeParts, null);
        }

        return
            StrictBase64.Decode(text[..first]) is not { } header
            || StrictBase64.Decode(text[(first + 1)..last]) is not { } claims
            || StrictBase64.Decode(text[(last + 1)..]) is not { } signature
            ? (NotBase64, null)
            : Parse(body[..last], header, claims, signature);
    }

    private static (ProofFault? Fault, SignedToken? Token) Parse(ReadOnlyMemory<byte> content, byte[] header, byte[] claims, byte[] signature)
    {
        if (StrictJson.ParseObject(header) is not { } head)
        {
            return (HeaderNotJson, null);
        }

        if (StrictJson.ParseObject(claims) is not { } body)
        {
            return (ClaimsNotJson, null);
        }

        var (fault, chain) = ReadHeader(head);
        return fault is null ? (null, new SignedToken(new SignedMessage(content, signature, chain), body)) : (fault, null);
    }

    /// <summary>JW-3. What would have another key or another content be looked at is refused, not ignored; so is "none" and every other algorithm.</summary>
    private static (ProofFault? Fault, List<byte[]> Chain) ReadHeader(JsonElement header)
    {
        if (header.Text("alg") != "EdDSA")
        {
            return (WrongAlgorithm, []);
        }

        if (!string.Equals(header.Text("typ"), "JWT", StringComparison.OrdinalIgnoreCase))
        {
            return (WrongType, []);
        }

        foreach (var name in (ReadOnlySpan<string>)["crit", "jku", "jwk", "x5u", "zip", "b64"])
        {
            if (header.TryGetProperty(name, out _))
            {
                return (ForbiddenHeader, []);
            }
        }

        return ReadChain(header);
    }

    private static (ProofFault? Fault, List<byte[]> Chain) ReadChain(JsonElement header)
    {
        if (!header.TryGetProperty("x5c", out var x5c) || x5c.ValueKind != JsonValueKind.Array || x5c.GetArrayLength() == 0)
        {
            return (NoChain, []);
        }

        if (x5c.GetArrayLength() > MostCertificates)
        {
            return (ChainTooLong, []);
        }

        var chain = new List<byte[]>(MostCertificates);
        foreach (var entry in x5c.EnumerateArray())
        {
            if (entry.Text() is not { Length: > 0 } text || StrictBase64.Decode(text) is not { } certificate)
            {
                return (CertificateNotBase64, []);
            }

            chain.Add(certificate);
        }

        return (null, chain);
    }

    public override string ToString() => nameof(SignedToken);
}
