using System.Buffers.Binary;
using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Latchwork.Dialects.Tests.Native.Console;

/// <summary>
/// A browser and its device in one, made from the specification (WebAuthn level 3): one ES256 key, no attestation. What honest ones never do, it does where a
/// test says so.
/// </summary>
internal sealed class SoftPasskey : IDisposable
{
    private const byte UserPresent = 0x01;
    private const byte UserVerified = 0x04;
    private const byte HasCredential = 0x40;

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private byte[] userHandle = [];

    public byte[] Id { get; init; } = RandomNumberGenerator.GetBytes(32);

    /// <summary>Rises with each use.</summary>
    public uint Counter { get; set; }

    /// <summary>Of the page; as honest browsers say it.</summary>
    public required string Origin { get; set; }

    /// <summary>Null: as the server asked.</summary>
    public string? RpId { get; set; }

    /// <summary>Whether the device looked who holds it.</summary>
    public bool Verifies { get; set; } = true;

    /// <summary>Whether the page is framed by another's.</summary>
    public bool IsCrossOrigin { get; set; }

    /// <summary>What a browser answers to <c>navigator.credentials.create</c>.</summary>
    public JsonObject Make(JsonNode options)
    {
        userHandle = Base64Url.DecodeFromChars((string)options["user"]!["id"]!);
        var client = ClientData("webauthn.create", (string)options["challenge"]!);
        var data = AuthenticatorData(RpId ?? (string)options["rp"]!["id"]!, HasCredential, [.. AttestedCredential()]);
        return Answer(
            new JsonObject
            {
                ["clientDataJSON"] = Text(client),
                ["attestationObject"] = Text(Attestation(data)),
                ["transports"] = new JsonArray("internal", "hybrid"),
            }
        );
    }

    /// <summary>What a browser answers to <c>navigator.credentials.get</c>.</summary>
    public JsonObject Show(JsonNode options)
    {
        Counter += Counter > 0 ? 1u : 0;
        var client = ClientData("webauthn.get", (string)options["challenge"]!);
        var data = AuthenticatorData(RpId ?? (string)options["rpId"]!, flags: 0, rest: []);
        var signature = key.SignData([.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Answer(
            new JsonObject
            {
                ["clientDataJSON"] = Text(client),
                ["authenticatorData"] = Text(data),
                ["signature"] = Text(signature),
                ["userHandle"] = Text(userHandle),
            }
        );
    }

    public void Dispose() => key.Dispose();

    private JsonObject Answer(JsonObject response) =>
        new()
        {
            ["id"] = Text(Id),
            ["rawId"] = Text(Id),
            ["type"] = "public-key",
            ["authenticatorAttachment"] = "platform",
            ["clientExtensionResults"] = new JsonObject(),
            ["response"] = response,
        };

    private byte[] ClientData(string type, string challenge) =>
        Encoding.UTF8.GetBytes(
            new JsonObject
            {
                ["type"] = type,
                ["challenge"] = challenge,
                ["origin"] = Origin,
                ["crossOrigin"] = IsCrossOrigin,
            }.ToJsonString()
        );

    private byte[] AuthenticatorData(string rpId, byte flags, ReadOnlySpan<byte> rest)
    {
        var counter = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(counter, Counter);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(rpId)), (byte)(flags | UserPresent | (Verifies ? UserVerified : 0)), .. counter, .. rest];
    }

    private byte[] AttestedCredential()
    {
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)Id.Length);
        return [.. new byte[16], .. length, .. Id, .. PublicKey()];
    }

    /// <summary>COSE: EC2, ES256, P-256.</summary>
    private byte[] PublicKey()
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        var cbor = new CborWriter(CborConformanceMode.Ctap2Canonical);
        cbor.WriteStartMap(5);
        foreach (var (label, value) in ((int, int)[])[(1, 2), (3, -7), (-1, 1)])
        {
            cbor.WriteInt32(label);
            cbor.WriteInt32(value);
        }

        cbor.WriteInt32(-2);
        cbor.WriteByteString(point.X!);
        cbor.WriteInt32(-3);
        cbor.WriteByteString(point.Y!);
        cbor.WriteEndMap();
        return cbor.Encode();
    }

    private static byte[] Attestation(byte[] authenticatorData)
    {
        var cbor = new CborWriter(CborConformanceMode.Ctap2Canonical);
        cbor.WriteStartMap(3);
        cbor.WriteTextString("fmt");
        cbor.WriteTextString("none");
        cbor.WriteTextString("attStmt");
        cbor.WriteStartMap(0);
        cbor.WriteEndMap();
        cbor.WriteTextString("authData");
        cbor.WriteByteString(authenticatorData);
        cbor.WriteEndMap();
        return cbor.Encode();
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);
}
