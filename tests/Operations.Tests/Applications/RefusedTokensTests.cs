using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Latchwork.Domain;
using Latchwork.Operations.Secrets;
using Latchwork.Testing.Tokens;
using Xunit;

namespace Latchwork.Operations.Tests.Applications;

/// <summary>Tokens that are refused (5.2, JW-2, JW-3, JW-7, JW-11, JW-12): each differs from a right one in one thing.</summary>
public sealed class RefusedTokensTests
{
    private const string Another = "https://another.example.com";

    [Fact]
    public async Task JW_11_JW_12_Whatever_is_wrong_with_a_token_it_is_refused_alike_and_leaves_nothing()
    {
        await using var app = await AppHouse.OpenAsync();
        using var stranger = new TokenSigner(app.Signer.Kid);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var twisted = Ed25519SigningKey.FromSeed(RandomNumberGenerator.GetBytes(Ed25519.SeedSize));
        Assert.Null((await app.AddKeyAsync(EcKeys.Jwk(curve, "ec"))).Error);
        Assert.Null((await app.AddKeyAsync(EdJwk(twisted, "ed"))).Error);
        var tokens = Table(app, stranger, curve, twisted).ToList();

        Assert.Null((await app.AdmitAsync(app.Token("right"))).Error);
        foreach (var (what, token) in tokens)
        {
            Assert.True((await app.AdmitAsync(token)).Error?.Code == AccessErrorCode.NotAuthenticated, what);
        }

        Assert.True(tokens.Count >= 40, $"{tokens.Count} tokens");
        Assert.Equal(tokens.Count, tokens.Select(row => row.What).Distinct().Count());
        Assert.Single(await app.UsersAsync());
        Assert.Equal(1, await app.House.AskAsync<long>("select count(*) from session where kind = 13"));
    }

    private static IEnumerable<(string What, string Token)> Table(AppHouse app, TokenSigner stranger, ECDsa curve, Ed25519SigningKey twisted) =>
        [.. Signatures(app, stranger, curve, twisted), .. Headers(app), .. Claims(app), .. Times(app), .. Forms(app)];

    private static IEnumerable<(string What, string Token)> Signatures(AppHouse app, TokenSigner stranger, ECDsa curve, Ed25519SigningKey twisted)
    {
        var (signer, claims) = (app.Signer, TokenSigner.Claims("wrong", app.Now));
        var text = claims.ToJsonString();
        var right = signer.Sign(claims);
        yield return ("alg none, no signature", TokenSigner.Compact("""{"alg":"none","kid":"key-1"}""", text, _ => []));
        yield return ("alg none, some signature", TokenSigner.Compact("""{"alg":"none","kid":"key-1"}""", text, _ => [1, 2, 3]));
        yield return (
            "HS256 with the public key as the secret",
            TokenSigner.Compact("""{"alg":"HS256","kid":"key-1"}""", text, signed => HMACSHA256.HashData(signer.PublicKeyPem, signed))
        );
        yield return (
            "HS256 with the modulus as the secret",
            TokenSigner.Compact(
                """{"alg":"HS256","kid":"key-1"}""",
                text,
                signed => HMACSHA256.HashData(Base64Url.DecodeFromChars(signer.Jwk["n"]!.GetValue<string>()), signed)
            )
        );
        yield return (
            "RS384, which the key could do but is not pinned to",
            TokenSigner.Compact("""{"alg":"RS384","kid":"key-1"}""", text, Rsa(HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1))
        );
        yield return (
            "PS256, which the key could do but is not pinned to",
            TokenSigner.Compact("""{"alg":"PS256","kid":"key-1"}""", text, Rsa(HashAlgorithmName.SHA256, RSASignaturePadding.Pss))
        );
        yield return (
            "RS256 in the header over a signature of PS256",
            TokenSigner.Compact(signer.Header.ToJsonString(), text, Rsa(HashAlgorithmName.SHA256, RSASignaturePadding.Pss))
        );
        yield return ("a foreign key with the same kid", stranger.Sign(claims));
        yield return (
            "ES256 by an RSA key's kid",
            TokenSigner.Compact("""{"alg":"ES256","kid":"key-1"}""", text, signed => curve.SignData(signed, HashAlgorithmName.SHA256))
        );
        yield return (
            "ES256 in DER",
            TokenSigner.Compact(
                """{"alg":"ES256","kid":"ec"}""",
                text,
                signed => curve.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)
            )
        );
        yield return ("ES256 of zeros (CVE-2022-21449)", TokenSigner.Compact("""{"alg":"ES256","kid":"ec"}""", text, _ => new byte[64]));
        yield return ("EdDSA of zeros", TokenSigner.Compact("""{"alg":"EdDSA","kid":"ed"}""", text, _ => new byte[64]));
        yield return ("EdDSA with S above the group order", TokenSigner.Compact("""{"alg":"EdDSA","kid":"ed"}""", text, AboveOrder(twisted)));
        yield return (
            "Ed25519 by an RSA key's kid",
            TokenSigner.Compact("""{"alg":"Ed25519","kid":"key-1"}""", text, signed => twisted.Sign(signed))
        );
        yield return ("RS256 by an Ed25519 key's kid", TokenSigner.Compact("""{"alg":"RS256","kid":"ed"}""", text, signed => twisted.Sign(signed)));
        yield return ("Ed25519 in another case", TokenSigner.Compact("""{"alg":"ed25519","kid":"ed"}""", text, signed => twisted.Sign(signed)));
        yield return ("a changed claim", Replace(right, 1, Encode(text.Replace("wrong", "other", StringComparison.Ordinal))));
        yield return ("a changed header", Replace(right, 0, Encode("""{"alg":"RS256","kid":"key-1","typ":"JWT" }""")));
        yield return ("a changed signature", Replace(right, 2, Encode(new byte[256])));
        yield return ("an empty signature", Replace(right, 2, ""));

        Func<byte[], byte[]> Rsa(HashAlgorithmName hash, RSASignaturePadding padding) => signed => signer.SignWith(signed, hash, padding);
    }

    private static IEnumerable<(string What, string Token)> Headers(AppHouse app)
    {
        var claims = TokenSigner.Claims("wrong", app.Now).ToJsonString();
        yield return ("no kid", Head("""{"alg":"RS256","typ":"JWT"}"""));
        yield return ("an unknown kid", Head("""{"alg":"RS256","kid":"key-2"}"""));
        yield return ("the kid in another case", Head("""{"alg":"RS256","kid":"KEY-1"}"""));
        yield return ("a kid that is a number", Head("""{"alg":"RS256","kid":1}"""));
        yield return ("no alg", Head("""{"kid":"key-1"}"""));
        yield return ("alg in another case", Head("""{"alg":"rs256","kid":"key-1"}"""));
        yield return ("a header with a member twice", Head("""{"alg":"RS256","kid":"key-2","kid":"key-1"}"""));
        yield return ("a typ of something else", Head("""{"alg":"RS256","kid":"key-1","typ":"JWE"}"""));
        yield return ("a header that is a list", Head("""["RS256","key-1"]"""));
        foreach (var name in (string[])["crit", "jku", "jwk", "x5u", "zip", "b64"])
        {
            yield return ($"{name} in the header", Head($$"""{"alg":"RS256","kid":"key-1","{{name}}":null}"""));
        }

        string Head(string header) => app.Signer.Sign(header, claims);
    }

    private static IEnumerable<(string What, string Token)> Claims(AppHouse app)
    {
        yield return ("another issuer", With("iss", Another));
        yield return ("the issuer in another case", With("iss", AppHouse.Issuer.ToUpperInvariant()));
        yield return ("the issuer with a slash", With("iss", AppHouse.Issuer + "/"));
        yield return ("no issuer", Without("iss"));
        yield return ("an issuer that is a list", With("iss", new JsonArray(AppHouse.Issuer)));
        yield return ("no audience", Without("aud"));
        yield return ("another audience", With("aud", Another));
        yield return ("our audience with a slash", With("aud", TokenSigner.Audience + "/"));
        yield return ("our audience's host in another case", With("aud", "API.doordeck.com"));
        yield return ("a part of our audience's host", With("aud", "doordeck.com"));
        yield return ("an empty list of audiences", With("aud", new JsonArray()));
        yield return ("a list of audiences with a number", With("aud", new JsonArray(TokenSigner.Audience, 7)));
        yield return ("no subject", Without("sub"));
        yield return ("an empty subject", With("sub", ""));
        yield return ("a subject that is a number", With("sub", 7));
        yield return ("a subject of 1025 bytes", With("sub", new string('a', 1023) + "é"));
        yield return ("neither e-mail nor telephone", Without("email"));
        yield return ("an e-mail address that is none", With("email", "nobody"));
        yield return ("a telephone number that is none", With("telephone", "call me"));
        yield return ("verified as a text", With("email_verified", "true"));
        yield return ("a sid that is a number", With("sid", 7));
        yield return ("a sid with a zero byte", With("sid", "s\0"));
        yield return ("an issuer with a zero byte", With("iss", AppHouse.Issuer + "\0"));
        yield return ("a sid of 257 characters", With("sid", new string('s', 257)));

        string With(string name, JsonNode value) => app.Token("wrong", claims => claims[name] = value);

        string Without(string name) => app.Token("wrong", claims => claims.Remove(name));
    }

    private static IEnumerable<(string What, string Token)> Times(AppHouse app)
    {
        var now = app.Now.ToUnixTimeSeconds();
        yield return ("over for a minute and more", At("exp", now - 61));
        yield return ("issued in the future", At("iat", now + 120));
        yield return ("not yet", At("nbf", now + 120));
        yield return ("no end", app.Token("wrong", claims => claims.Remove("exp")));
        yield return ("no beginning", app.Token("wrong", claims => claims.Remove("iat")));
        yield return ("an end before the beginning", app.Token("wrong", claims => (claims["iat"], claims["exp"]) = (now, now - 1)));
        yield return ("a life of more than thirty days", At("exp", now + (30 * 86_400) + 1));
        yield return ("an end that is a text", At("exp", $"{now + 60}"));
        yield return ("an end with a fraction", Raw("exp", $"{now + 60}.0"));
        yield return ("an end with an exponent", Raw("exp", "9e9"));
        yield return ("a beginning below zero", At("iat", -1));
        yield return ("an end beyond all calendars", At("exp", 9_007_199_254_740_992));

        string At(string name, JsonNode value) => app.Token("wrong", claims => claims[name] = value);

        string Raw(string name, string number) =>
            app.Signer.Sign(
                app.Signer.Header.ToJsonString(),
                TokenSigner
                    .Claims("wrong", app.Now)
                    .ToJsonString()
                    .Replace($"\"{name}\":{now + 600}", $"\"{name}\":{number}", StringComparison.Ordinal)
            );
    }

    private static IEnumerable<(string What, string Token)> Forms(AppHouse app)
    {
        var (signer, claims) = (app.Signer, TokenSigner.Claims("wrong", app.Now).ToJsonString());
        var right = signer.Sign(signer.Header.ToJsonString(), claims);
        yield return ("two parts", right[..right.LastIndexOf('.')]);
        yield return ("four parts", right + ".e30");
        yield return ("padding", right + "==");
        yield return ("the standard alphabet", Standard(signer, claims));
        yield return ("stray bits at the end", StrayBits(right));
        yield return ("white space inside", right.Insert(5, " "));
        yield return ("a new line at the end", right + "\n");
        yield return ("a member twice", Body(claims.Insert(1, "\"sub\":\"other\",")));
        yield return ("a member twice, once escaped", Body(claims.Insert(1, "\"\\u0073ub\":\"other\",")));
        yield return ("something after the claims", Body(claims + "{}"));
        yield return ("a comment in the claims", Body(claims.Insert(1, "/**/")));
        yield return ("nested deeper than sixteen", Body(claims.Insert(1, $"\"deep\":{new string('[', 20)}{new string(']', 20)},")));
        yield return (
            "claims that are not UTF-8",
            signer.Sign(Bytes(signer.Header.ToJsonString()), [.. Bytes(claims[..^1]), .. ",\"n\":\""u8, 0xC3, 0x28, .. "\"}"u8])
        );
        yield return ("half a character in the subject", Half("\"sub\":\"wrong"));
        yield return ("half a character in the issuer", Half($"\"iss\":\"{AppHouse.Issuer}"));
        yield return ("half a character in the audience", Half($"\"aud\":\"{TokenSigner.Audience}"));
        yield return ("half a character in the address", Half("\"email\":\"wrong"));
        yield return ("half a character in a sid", Body(claims.Insert(1, "\"sid\":\"\\ud800\",")));
        yield return (
            "half a character in a list of audiences",
            Body(claims.Replace($"\"{TokenSigner.Audience}\"", $"[\"{TokenSigner.Audience}\",\"\\ud800\"]", StringComparison.Ordinal))
        );
        yield return ("a name of half a character", Body(claims.Insert(1, "\"\\ud800\":1,")));
        yield return ("half a character in the kid", signer.Sign("""{"alg":"RS256","kid":"key-1\ud800"}""", claims));
        yield return ("half a character in the alg", signer.Sign("""{"alg":"RS256\ud800","kid":"key-1"}""", claims));
        yield return ("half a character in the typ", signer.Sign("""{"alg":"RS256","kid":"key-1","typ":"JWT\ud800"}""", claims));
        yield return ("a mark of byte order", signer.Sign(Bytes(signer.Header.ToJsonString()), [0xEF, 0xBB, 0xBF, .. Bytes(claims)]));
        yield return ("longer than any header", Body(claims.Insert(1, $"\"n\":\"{new string('n', 9000)}\",")));
        yield return ("nothing", "");
        yield return ("dots", "..");

        string Half(string member) => Body(claims.Replace(member, member + "\\ud800", StringComparison.Ordinal));

        string Body(string text) => signer.Sign(signer.Header.ToJsonString(), text);
    }

    /// <summary>The other three texts of the last two bits that an alphabet of 64 leaves over for 256 bytes.</summary>
    private static string StrayBits(string token)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return token[..^1] + Alphabet[Alphabet.IndexOf(token[^1], StringComparison.Ordinal) + 1];
    }

    /// <summary>Signed as it is written, so nothing but its alphabet is wrong.</summary>
    private static string Standard(TokenSigner signer, string claims)
    {
        var body = Convert.ToBase64String(Bytes(claims.Insert(1, "\"n\":\"???>>>\","))).TrimEnd('=');
        Assert.Contains('/', body);
        var signed = $"{Encode(signer.Header.ToJsonString())}.{body}";
        return $"{signed}.{Encode(signer.SignWith(Bytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    private static Func<byte[], byte[]> AboveOrder(Ed25519SigningKey key) =>
        signed =>
        {
            var signature = key.Sign(signed);
            signature[^1] |= 0xE0;
            return signature;
        };

    internal static JsonObject EdJwk(Ed25519SigningKey key, string kid) =>
        new()
        {
            ["kty"] = "OKP",
            ["crv"] = "Ed25519",
            ["kid"] = kid,
            ["x"] = Base64Url.EncodeToString(key.PublicKey),
        };

    private static string Replace(string token, int part, string by)
    {
        var parts = token.Split('.');
        parts[part] = by;
        return string.Join('.', parts);
    }

    private static string Encode(string text) => Encode(Bytes(text));

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
