using System.Text.Json.Nodes;
using Latchwork.Operations.Secrets;

namespace Latchwork.Dialects.Tests.Doordeck.Signed;

/// <summary>Tokens as clients really write them, and as far as their times may reach (8.1 to 8.5, JW-2, JW-7).</summary>
internal static class AcceptedForms
{
    public static IEnumerable<Vector> All => [.. Writing, .. Claims, .. Times, .. Operations];

    private static IEnumerable<Vector> Writing =>
        [
            new("base64url without padding", k => k.Phone.Sign(k.Header, k.Claims)),
            new("the standard alphabet with padding", k => Written(k, isStandard: true, isPadded: true)),
            new("the standard alphabet without padding", k => Written(k, isStandard: true, isPadded: false)),
            new("base64url with padding", k => Written(k, isStandard: false, isPadded: true)),
            new("a signature in the standard alphabet alone", k => k.Spoiled(p => $"{p[0]}.{p[1]}.{p[2].Replace('-', '+').Replace('_', '/')}")),
            new(
                "certificates in the alphabet for URLs",
                k => k.WithChain(chain => [.. chain.Select(c => c.Replace('+', '-').Replace('/', '_').TrimEnd('='))])
            ),
            new("white space in the JSON", k => k.WithClaimsText(text => text.Replace(",", " ,\r\n\t", StringComparison.Ordinal))),
            new("escapes in the JSON", k => k.WithHeaderText(text => text.Replace("alg", "\\u0061lg", StringComparison.Ordinal))),
            new("a header in another order", k => k.Phone.Sign(Turned(k.Header), k.Claims)),
            new("claims in another order", k => k.Phone.Sign(k.Header, Turned(k.Claims))),
            new("typ in small letters", k => k.WithHeader(h => h["typ"] = "jwt")),
            new("a kid", k => k.WithHeader(h => h["kid"] = "phone")),
            new("a kid that is a number", k => k.WithHeader(h => h["kid"] = 7)),
            new("a member of the header that nobody knows", k => k.WithHeader(h => h["cty"] = "x")),
        ];

    private static IEnumerable<Vector> Claims =>
        [
            new("no jti", k => k.WithClaims(c => c.Remove("jti"))),
            new("jti null", k => k.WithClaims(c => c["jti"] = null)),
            new("jti of 128 characters", k => k.WithClaims(c => c["jti"] = SecretMaker.Hex(32).PadRight(128, 'x'))),
            new("jti of one character", k => k.WithClaims(c => c["jti"] = "é")),
            new("ids in capitals", k => k.WithClaims(c => (c["iss"], c["sub"]) = (k.Phone.UserId.ToUpperInvariant(), k.Lock.ToUpperInvariant()))),
            new("claims that nobody knows", k => k.WithClaims(c => (c["aud"], c["nonce"]) = (new JsonArray("x"), 5))),
        ];

    private static IEnumerable<Vector> Times =>
        [
            new("expired three seconds ago", k => k.WithClaims(c => (c["iat"], c["exp"]) = (VectorKit.Now - 60, VectorKit.Now - 3))),
            new("not before fifty seconds from now", k => k.WithClaims(c => c["nbf"] = VectorKit.Now + 50)),
            new("issued fifty seconds from now", k => k.WithClaims(c => (c["iat"], c["exp"]) = (VectorKit.Now + 50, VectorKit.Now + 60))),
            new("issued nearly a day ago", k => k.WithClaims(c => c["iat"] = VectorKit.Now - (24 * 3600) + 60)),
            new("an opening good for 63 seconds", k => k.WithClaims(c => c["exp"] = VectorKit.Now + 63)),
            new("not before nought", k => k.WithClaims(c => c["nbf"] = 0)),
            new("a change for later", k => Later(k, 600)) { Status = 202 },
            new("a change for nearly a day later", k => Later(k, (24 * 3600) - 60)) { Status = 202 },
        ];

    private static IEnumerable<Vector> Operations =>
        [
            new("to lock", k => k.WithOperation("""{"type":"MUTATE_LOCK","locked":true}""")),
            new("to unlock for three seconds", k => k.WithOperation("""{"type":"MUTATE_LOCK","locked":false,"duration":3}""")),
            new("to unlock for longer than a lock does", k => k.WithOperation("""{"type":"MUTATE_LOCK","locked":false,"duration":86400.0}""")),
            new("to unlock with members that are null", k => k.WithOperation("""{"locked":false,"duration":null,"type":"MUTATE_LOCK"}""")),
            new("a duration as a whole number", k => k.WithOperation("""{"type":"MUTATE_SETTING","unlockDuration":7}""")),
            new("a duration as a decimal", k => k.WithOperation("""{"type":"MUTATE_SETTING","unlockDuration":7.0,"unlockBetween":null}""")),
            new(
                "hours",
                k =>
                    k.WithOperation(
                        """{"type":"MUTATE_SETTING","unlockBetween":{"start":"08:00","end":"18:00","timezone":"Europe/London","days":["MONDAY","SUNDAY"],"exceptions":["2026-12-25"]}}"""
                    )
            ),
            new(
                "hours with seconds",
                k =>
                    k.WithOperation(
                        """{"type":"MUTATE_SETTING","unlockDuration":null,"unlockBetween":{"start":"08:00:00","end":"18:00:00","timezone":"Asia/Tokyo","days":["MONDAY"],"exceptions":null}}"""
                    )
            ),
            new("no hours", k => k.WithOperation("""{"type":"MUTATE_SETTING","unlockBetween":null}""")),
            new("to remove who is nobody", k => k.WithOperation($$"""{"type":"REMOVE_USER","users":["{{SecretMaker.Uuid4()}}"]}""")),
        ];

    private static string Written(VectorKit kit, bool isStandard, bool isPadded)
    {
        var input = $"{VectorKit.Part(kit.Header, isStandard, isPadded)}.{VectorKit.Part(kit.Claims, isStandard, isPadded)}";
        var signature = Convert.ToBase64String(kit.Phone.SignBytes(System.Text.Encoding.ASCII.GetBytes(input)));
        signature = isPadded ? signature : signature.TrimEnd('=');
        return $"{input}.{(isStandard ? signature : signature.Replace('+', '-').Replace('/', '_'))}";
    }

    private static JsonObject Turned(JsonObject content) =>
        new(content.Reverse().Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));

    private static string Later(VectorKit kit, int seconds) =>
        kit.WithClaims(claims =>
        {
            claims["operation"] = JsonNode.Parse("""{"type":"MUTATE_SETTING","unlockDuration":6}""");
            claims["exp"] = VectorKit.Now + seconds;
        });
}
