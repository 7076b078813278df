using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Latchwork.Domain;
using Latchwork.Operations.Applications.Tokens;
using Xunit;

namespace Latchwork.Operations.Tests.Applications;

/// <summary>JSON Web Keys of applications (JW-11).</summary>
public sealed class ApplicationKeyTests
{
    [Fact]
    public void JW_11_Private_members_are_dropped_before_anything_is_kept()
    {
        using var rsa = RSA.Create(2048);
        var all = rsa.ExportParameters(includePrivateParameters: true);
        var jwk = RsaJwk(rsa);
        (jwk["d"], jwk["p"], jwk["q"]) = (Text(all.D!), Text(all.P!), Text(all.Q!));
        (jwk["dp"], jwk["dq"], jwk["qi"]) = (Text(all.DP!), Text(all.DQ!), Text(all.InverseQ!));

        var kept = JsonElement.Parse(Parse(jwk).Value.ToJson());

        Assert.Equal(["kty", "use", "kid", "alg", "n", "e"], kept.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public void JW_11_A_private_member_that_is_nonsense_is_never_looked_at()
    {
        using var rsa = RSA.Create(2048);
        var jwk = RsaJwk(rsa);
        (jwk["d"], jwk["p"]) = (7, "not base64!");

        Assert.Null(Parse(jwk).Error);
    }

    [Theory]
    [InlineData(null, "RS256")]
    [InlineData("RS384", "RS384")]
    [InlineData("RS512", "RS512")]
    [InlineData("PS256", "PS256")]
    [InlineData("PS384", null)]
    [InlineData("ES256", null)]
    [InlineData("HS256", null)]
    [InlineData("none", null)]
    [InlineData("rs256", null)]
    public void JW_11_A_key_has_one_algorithm_that_fits_its_type(string? alg, string? pinned)
    {
        using var rsa = RSA.Create(2048);
        var jwk = RsaJwk(rsa);
        jwk["alg"] = alg;

        var parsed = Parse(jwk);

        Assert.Equal(pinned, parsed.Error is null ? parsed.Value.Algorithm.Name : null);
    }

    [Theory]
    [InlineData("nistP256", "ES256")]
    [InlineData("nistP384", "ES384")]
    [InlineData("nistP521", "ES512")]
    public void A_curve_has_its_algorithm(string curve, string algorithm)
    {
        using var key = ECDsa.Create(ECCurve.CreateFromFriendlyName(curve));

        Assert.Equal(algorithm, Parse(EcKeys.Jwk(key, "k")).Value.Algorithm.Name);
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(5120)]
    public void RSA_has_2048_to_4096_bits(int bits)
    {
        using var rsa = RSA.Create(bits);

        Assert.Equal(AccessErrorCode.Invalid, Parse(RsaJwk(rsa)).Error?.Code);
    }

    [Fact]
    public void Keys_that_are_none_are_refused()
    {
        using var rsa = RSA.Create(2048);
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (good, point) = (RsaJwk(rsa), EcKeys.Jwk(ec, "k"));
        Assert.Null(Parse(good).Error);
        Assert.Null(Parse(point).Error);
        JsonObject[] bad =
        [
            With(good, "kty", "oct"),
            With(good, "kty", null),
            With(good, "kid", null),
            With(good, "kid", ""),
            With(good, "kid", new string('k', 201)),
            With(good, "use", "enc"),
            With(good, "n", null),
            With(good, "n", "%%%"),
            With(good, "e", "AQ"),
            With(good, "e", "AQAA"),
            With(good, "e", "AQAAAAE"),
            With(good, "alg", 7),
            With(point, "crv", "secp256k1"),
            With(point, "y", point["x"]!.DeepClone()),
            With(point, "x", "AA"),
            With(point, "alg", "ES384"),
            Okp("Ed25519", new byte[32]),
            Okp("Ed25519", [1, .. new byte[31]]),
            Okp("Ed25519", new byte[31]),
            Okp("X25519", new byte[32]),
        ];

        Assert.All(bad, jwk => Assert.Equal(AccessErrorCode.Invalid, Parse(jwk).Error?.Code));
    }

    private static Outcome<ApplicationKey> Parse(JsonObject jwk) => ApplicationKey.Parse(JsonElement.Parse(jwk.ToJsonString()));

    private static JsonObject RsaJwk(RSA rsa)
    {
        var key = rsa.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["kty"] = "RSA",
            ["kid"] = "k",
            ["n"] = Text(key.Modulus!),
            ["e"] = Text(key.Exponent!),
            ["type"] = "com.doordeck.multiplatform.sdk.model.requests.AddAuthKeyRequest",
        };
    }

    private static JsonObject Okp(string curve, byte[] x) =>
        new()
        {
            ["kty"] = "OKP",
            ["crv"] = curve,
            ["kid"] = "k",
            ["x"] = Text(x),
        };

    private static JsonObject With(JsonObject jwk, string name, JsonNode? value)
    {
        var changed = jwk.DeepClone().AsObject();
        changed[name] = value;
        return changed;
    }

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
