using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Latchwork.Domain.Audit;
using static Latchwork.Domain.Audit.ProofFault;

namespace Latchwork.Dialects.Tests.Doordeck.Signed;

/// <summary>Tokens that are no tokens, or say of themselves what is not taken here (JW-2, JW-3).</summary>
internal static class RefusedForms
{
    public static IEnumerable<Vector> All => [.. Parts, .. Json, .. Algorithms, .. Headers, .. Chains];

    private static Vector Bad(string name, ProofFault fault, Func<VectorKit, string> make) => new(name, make) { Status = 400, Fault = fault };

    private static IEnumerable<Vector> Parts =>
        [
            Bad("nothing", NotThreeParts, _ => ""),
            Bad("null", NotThreeParts, _ => "null"),
            Bad("a JSON object", NotThreeParts, _ => """{"operation":{"type":"MUTATE_LOCK","locked":false}}"""),
            Bad("one part", NotThreeParts, k => k.Spoiled(p => p[0])),
            Bad("two parts", NotThreeParts, k => k.Spoiled(p => $"{p[0]}.{p[1]}")),
            Bad("four parts", NotThreeParts, k => k.Spoiled(p => $"{p[0]}.{p[1]}.{p[2]}.{p[2]}")),
            Bad("five parts, as an encrypted one has", NotThreeParts, k => k.Spoiled(p => $"{p[0]}..{p[1]}.{p[2]}.{p[2]}")),
            Bad("no header", NotThreeParts, k => k.Spoiled(p => $".{p[1]}.{p[2]}")),
            Bad("no claims", NotThreeParts, k => k.Spoiled(p => $"{p[0]}..{p[2]}")),
            Bad("no signature", NotThreeParts, k => k.Spoiled(p => $"{p[0]}.{p[1]}.")),
            Bad("only dots", NotThreeParts, _ => ".."),
            Bad("a blank before", NotBase64, k => k.Spoiled(p => $" {p[0]}.{p[1]}.{p[2]}")),
            Bad("a line feed after", NotBase64, k => k.Spoiled(p => $"{p[0]}.{p[1]}.{p[2]}\n")),
            Bad("a blank inside the claims", NotBase64, k => k.Spoiled(p => $"{p[0]}.{p[1][..8]} {p[1][8..]}.{p[2]}")),
            Bad("in quotes", NotBase64, k => k.Spoiled(p => $"\"{p[0]}.{p[1]}.{p[2]}\"")),
            Bad("both alphabets in one part", NotBase64, k => k.Spoiled(p => $"{p[0]}.{p[1]}.-+{p[2][2..]}")),
            Bad("too much padding", NotBase64, k => k.Spoiled(p => $"{p[0]}.{p[1]}.{p[2]}====")),
            Bad("padding that does not fill a group", NotBase64, k => k.Spoiled(p => $"{p[0]}.{p[1]}.{p[2]}=")),
            Bad("padding in the middle", NotBase64, k => k.Spoiled(p => $"{p[0]}.{p[1][..4]}=={p[1][4..]}.{p[2]}")),
            Bad(
                "stray bits after the last byte",
                NotBase64,
                k => k.Spoiled(p => $"{p[0]}.{p[1]}.{p[2][..^1]}{(p[2][^1] == 'Q' ? 'R' : (char)(p[2][^1] + 1))}")
            ),
            Bad("a length that base64 cannot have", NotBase64, k => k.Spoiled(p => $"{p[0]}.{p[1]}.{p[2][..^1]}")),
            Bad("letters that are not of ASCII", NotBase64, k => k.Spoiled(p => $"{p[0]}.{p[1]}.é{p[2]}")),
            Bad("a zero byte", NotBase64, k => k.Spoiled(p => $"{p[0]}.{p[1]}.\0{p[2]}")),
            Bad("longer than 64 KiB", TooLong, k => k.WithClaims(c => c["note"] = new string('x', 64 * 1024))),
        ];

    private static IEnumerable<Vector> Json =>
        [
            Bad("a header that is no JSON", HeaderNotJson, k => k.WithHeaderText(_ => "alg=EdDSA")),
            Bad("a header that is a list", HeaderNotJson, k => k.WithHeaderText(text => $"[{text}]")),
            Bad("a header with a member twice", HeaderNotJson, k => k.WithHeaderText(text => text[..^1] + ",\"alg\":\"none\"}")),
            Bad("a header with something after it", HeaderNotJson, k => k.WithHeaderText(text => text + "{}")),
            Bad("a header with a comment", HeaderNotJson, k => k.WithHeaderText(text => "/* */" + text)),
            Bad("a header of twenty levels", HeaderNotJson, k => k.WithHeaderText(text => $"{text[..^1]},\"deep\":{Deep(20)}}}")),
            Bad("a header with single quotes", HeaderNotJson, k => k.WithHeaderText(text => text.Replace('"', '\''))),
            Bad("a header with a byte order mark", HeaderNotJson, k => k.WithHeaderText(text => "\uFEFF" + text)),
            Bad("a header that is not UTF-8", HeaderNotJson, k => k.Phone.Sign([0x7B, 0xC3, 0x28, 0x7D], VectorKit.Utf8(k.Claims.ToJsonString()))),
            Bad("claims that are no JSON", ClaimsNotJson, k => k.WithClaimsText(_ => "unlock")),
            Bad("claims that are null", ClaimsNotJson, k => k.WithClaimsText(_ => "null")),
            Bad("claims that are a text", ClaimsNotJson, k => k.WithClaimsText(_ => "\"unlock\"")),
            Bad("claims with a member twice", ClaimsNotJson, k => k.WithClaimsText(text => text[..^1] + $",\"sub\":\"{k.OtherLock}\"}}")),
            Bad(
                "an operation with a member twice",
                ClaimsNotJson,
                k => k.WithClaimsText(text => text.Replace("\"locked\":false", "\"locked\":true,\"locked\":false", StringComparison.Ordinal))
            ),
            Bad("claims with something after them", ClaimsNotJson, k => k.WithClaimsText(text => text + "x")),
            Bad("claims with a comma at the end", ClaimsNotJson, k => k.WithClaimsText(text => text[..^1] + ",}")),
            Bad("claims of twenty levels", ClaimsNotJson, k => k.WithClaimsText(text => $"{text[..^1]},\"deep\":{Deep(20)}}}")),
            Bad(
                "claims that are not UTF-8",
                ClaimsNotJson,
                k => k.Phone.Sign(VectorKit.Utf8(k.Header.ToJsonString()), [0x7B, 0x22, 0xFF, 0x22, 0x7D])
            ),
            Bad("claims with a number that is none", ClaimsNotJson, k => k.WithClaimsText(text => text[..^1] + ",\"x\":NaN}")),
        ];

    private static IEnumerable<Vector> Algorithms =>
        new JsonNode?[] { "none", "None", "NONE", "HS256", "HS512", "RS256", "ES256", "PS256", "eddsa", "EDDSA", "Ed25519", "EdDSA ", "", 1, null }
            .Select(algorithm =>
                Bad($"alg {algorithm?.ToJsonString() ?? "null"}", WrongAlgorithm, k => k.WithHeader(h => h["alg"] = algorithm?.DeepClone()))
            )
            .Append(Bad("no alg", WrongAlgorithm, k => k.WithHeader(h => h.Remove("alg"))))
            .Append(Bad("alg as a list", WrongAlgorithm, k => k.WithHeader(h => h["alg"] = new JsonArray("EdDSA"))))
            .Append(Bad("HS256 with the public key as its secret", WrongAlgorithm, WithPublicKeyAsSecret));

    private static IEnumerable<Vector> Headers =>
        [
            Bad("no typ", WrongType, k => k.WithHeader(h => h.Remove("typ"))),
            Bad("typ JOSE", WrongType, k => k.WithHeader(h => h["typ"] = "JOSE")),
            Bad("typ at+jwt", WrongType, k => k.WithHeader(h => h["typ"] = "at+jwt")),
            Bad("typ null", WrongType, k => k.WithHeader(h => h["typ"] = null)),
            .. new[] { "crit", "jku", "jwk", "x5u", "zip", "b64" }.Select(name =>
                Bad($"a header with {name}", ForbiddenHeader, k => k.WithHeader(h => h[name] = name == "b64" ? false : "x"))
            ),
            Bad("crit that is null", ForbiddenHeader, k => k.WithHeader(h => h["crit"] = null)),
        ];

    private static IEnumerable<Vector> Chains =>
        [
            Bad("no x5c", NoChain, k => k.WithHeader(h => h.Remove("x5c"))),
            Bad("x5c null", NoChain, k => k.WithHeader(h => h["x5c"] = null)),
            Bad("x5c empty", NoChain, k => k.WithHeader(h => h["x5c"] = new JsonArray())),
            Bad("x5c a text", NoChain, k => k.WithHeader(h => h["x5c"] = k.Phone.Chain[0])),
            Bad("x5c of five", ChainTooLong, k => k.WithChain(chain => [.. chain, chain[2], chain[2]])),
            Bad("x5c of a number", CertificateNotBase64, k => k.WithHeader(h => h["x5c"] = new JsonArray(1, 2, 3))),
            Bad("x5c with an empty text", CertificateNotBase64, k => k.WithChain(chain => [chain[0], "", chain[2]])),
            Bad("x5c with PEM", CertificateNotBase64, k => k.WithChain(chain => [$"-----BEGIN CERTIFICATE-----\n{chain[0]}", chain[1], chain[2]])),
            Bad("x5c with a blank", CertificateNotBase64, k => k.WithChain(chain => [$"{chain[0][..4]} {chain[0][4..]}", chain[1], chain[2]])),
            Bad(
                "x5c with half a character",
                CertificateNotBase64,
                k => k.WithHeaderText(text => text.Replace("\"x5c\":[", "\"x5c\":[\"\\ud800\",", StringComparison.Ordinal))
            ),
        ];

    private static string Deep(int levels) => string.Concat(Enumerable.Repeat("[", levels)) + string.Concat(Enumerable.Repeat("]", levels));

    private static string WithPublicKeyAsSecret(VectorKit kit)
    {
        var header = kit.Header;
        header["alg"] = "HS256";
        var input =
            $"{Base64Url.EncodeToString(VectorKit.Utf8(header.ToJsonString()))}.{Base64Url.EncodeToString(VectorKit.Utf8(kit.Claims.ToJsonString()))}";
        var mac = System.Security.Cryptography.HMACSHA256.HashData(kit.Phone.PublicKey, Encoding.ASCII.GetBytes(input));
        return $"{input}.{Base64Url.EncodeToString(mac)}";
    }
}
