using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Latchwork.Domain.Audit;
using Latchwork.Testing.Doordeck;

namespace Latchwork.Dialects.Tests.Doordeck.Signed;

/// <summary>One token, and what becomes of it.</summary>
/// <param name="Name">What is special about it.</param>
/// <param name="Make">The body of the request.</param>
public sealed record Vector(string Name, Func<VectorKit, string> Make)
{
    public int Status { get; init; } = 200;

    /// <summary>What the audit says of a refusal.</summary>
    public ProofFault? Fault { get; init; }

    public override string ToString() => Name;
}

/// <summary>What tokens are made with: a right one, to be spoiled.</summary>
/// <param name="Phone">Whose owner may do everything with the lock.</param>
/// <param name="Other">Of somebody else, with a grant to the same lock.</param>
public sealed record VectorKit(DoordeckPhone Phone, DoordeckPhone Other, string Lock, string OtherLock)
{
    /// <summary>Of the phone's own key, as the server gave it out; base64 of DER.</summary>
    public string LeafThatIsOver { get; init; } = "";

    public string LeafOfTomorrow { get; init; } = "";

    public static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    public JsonObject Header => Phone.Header();

    public JsonObject Claims => Phone.Claims(Lock, DoordeckPhone.Unlock());

    /// <summary>A right token but for its header.</summary>
    public string WithHeader(Action<JsonObject> spoil)
    {
        var header = Header;
        spoil(header);
        return Phone.Sign(header, Claims);
    }

    /// <summary>A right token but for its claims.</summary>
    public string WithClaims(Action<JsonObject> spoil)
    {
        var claims = Claims;
        spoil(claims);
        return Phone.Sign(Header, claims);
    }

    public string WithOperation(string json) => WithClaims(claims => claims["operation"] = JsonNode.Parse(json));

    /// <summary>With claims as text, which no JSON library would write.</summary>
    public string WithClaimsText(Func<string, string> spoil) => Phone.Sign(Utf8(Header.ToJsonString()), Utf8(spoil(Claims.ToJsonString())));

    public string WithHeaderText(Func<string, string> spoil) => Phone.Sign(Utf8(spoil(Header.ToJsonString())), Utf8(Claims.ToJsonString()));

    /// <summary>A right token whose parts are then written in another way.</summary>
    public string Spoiled(Func<string[], string> spoil) => spoil(Phone.Sign(Header, Claims).Split('.'));

    /// <summary>A right token with another signature.</summary>
    public string WithSignature(Func<byte[], byte[]> spoil) =>
        Spoiled(parts => $"{parts[0]}.{parts[1]}.{Base64Url.EncodeToString(spoil(Base64Url.DecodeFromChars(parts[2])))}");

    /// <summary>The right chain, changed.</summary>
    public string WithChain(Func<IReadOnlyList<string>, IReadOnlyList<string>> spoil) =>
        WithHeader(header => header["x5c"] = new JsonArray([.. spoil(Phone.Chain).Select(certificate => (JsonNode)certificate)]));

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>A part of a token in any form of base64.</summary>
    public static string Part(JsonObject content, bool isStandard, bool isPadded)
    {
        var text = Convert.ToBase64String(Utf8(content.ToJsonString()));
        text = isPadded ? text : text.TrimEnd('=');
        return isStandard ? text : text.Replace('+', '-').Replace('/', '_');
    }
}
