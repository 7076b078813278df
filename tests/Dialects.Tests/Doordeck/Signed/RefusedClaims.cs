using System.Text.Json.Nodes;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Secrets;
using static Latchwork.Domain.Audit.ProofFault;

namespace Latchwork.Dialects.Tests.Doordeck.Signed;

/// <summary>Tokens that are signed rightly and claim what does not hold (JW-1, JW-7 to JW-9).</summary>
internal static class RefusedClaims
{
    public static IEnumerable<Vector> All => [.. Names, .. Times, .. TokenIds, .. Operations, .. Shares, .. Removals, .. Settings];

    private static Vector Bad(string name, ProofFault fault, Func<VectorKit, string> make) => new(name, make) { Status = 400, Fault = fault };

    private static Vector Claim(string name, ProofFault fault, string claim, Func<VectorKit, JsonNode?> value) =>
        Bad(name, fault, k => k.WithClaims(claims => claims[claim] = value(k)));

    private static Vector Operation(string name, ProofFault fault, string json) => Bad(name, fault, k => k.WithOperation(json));

    private static IEnumerable<Vector> Names =>
        [
            Bad("no iss", NoIssuer, k => k.WithClaims(c => c.Remove("iss"))),
            Claim("iss null", NoIssuer, "iss", _ => null),
            Claim("iss a number", NoIssuer, "iss", _ => 1),
            Claim("iss an e-mail address", NoIssuer, "iss", _ => "desk@example.com"),
            Claim("iss in braces", NoIssuer, "iss", k => $"{{{k.Phone.UserId}}}"),
            Bad("no sub", NoSubject, k => k.WithClaims(c => c.Remove("sub"))),
            Claim("sub null", NoSubject, "sub", _ => null),
            Claim("sub a list", NoSubject, "sub", k => new JsonArray(k.Lock)),
            Claim("another lock as sub", OtherSubject, "sub", k => k.OtherLock),
            Claim("the caller as sub", OtherSubject, "sub", k => k.Phone.UserId),
        ];

    private static IEnumerable<Vector> Times =>
        [
            .. new[] { "exp", "nbf", "iat" }.SelectMany(name =>
                new[]
                {
                    Bad($"no {name}", NoTimes, k => k.WithClaims(c => c.Remove(name))),
                    Claim($"{name} null", NoTimes, name, _ => null),
                    Claim($"{name} a text", TimesNotWhole, name, _ => $"{VectorKit.Now + 30}"),
                    Bad($"{name} with a fraction", TimesNotWhole, k => WithNumber(k, name, $"{VectorKit.Now}.5")),
                    Bad($"{name} with nought behind the point", TimesNotWhole, k => WithNumber(k, name, $"{VectorKit.Now + 30}.0")),
                    Bad($"{name} with an exponent", TimesNotWhole, k => WithNumber(k, name, "1.8e9")),
                    Claim($"{name} negative", TimesNotWhole, name, _ => -1),
                    Claim($"{name} too large for a number of JavaScript", TimesNotWhole, name, _ => 1L << 53),
                    Bad($"{name} too large for any", TimesNotWhole, k => WithNumber(k, name, "99999999999999999999999")),
                }
            ),
            Claim("expired ten seconds ago", Over, "exp", _ => VectorKit.Now - 10),
            Claim("expired five seconds ago", Over, "exp", _ => VectorKit.Now - 5),
            Claim("expired long ago", Over, "exp", _ => 1),
            Claim("not before two minutes from now", StartsLater, "nbf", _ => VectorKit.Now + 120),
            Claim("issued two minutes from now", IssuedLater, "iat", _ => VectorKit.Now + 120),
            Bad("expires when it was issued", EndsBeforeIssued, k => k.WithClaims(c => c["exp"] = c["iat"]!.DeepClone())),
            Bad(
                "expires before it was issued",
                EndsBeforeIssued,
                k => k.WithClaims(c => (c["iat"], c["exp"]) = (VectorKit.Now + 20, VectorKit.Now + 10))
            ),
            Claim("issued a day and a minute ago", IssuedLongAgo, "iat", _ => VectorKit.Now - (24 * 3600) - 60),
            Bad("a change good for a day and a minute", EndsTooLate, k => WithChange(k, (24 * 3600) + 60)),
            Bad("a change good for ever", EndsTooLate, k => WithChange(k, (1L << 53) - 1 - VectorKit.Now)),
            Claim("an opening good for seventy seconds", OpensTooLate, "exp", _ => VectorKit.Now + 70),
            Claim("an opening good for an hour", OpensTooLate, "exp", _ => VectorKit.Now + 3600),
        ];

    private static IEnumerable<Vector> TokenIds =>
        [
            Claim("jti of 129 characters", WrongTokenId, "jti", _ => new string('x', 129)),
            Claim("jti empty", WrongTokenId, "jti", _ => ""),
            Claim("jti a number", WrongTokenId, "jti", _ => 1),
            Claim("jti a list", WrongTokenId, "jti", _ => new JsonArray("x")),
        ];

    private static IEnumerable<Vector> Operations =>
        [
            Bad("no operation", NoOperation, k => k.WithClaims(c => c.Remove("operation"))),
            Operation("an operation that is null", NoOperation, "null"),
            Operation("an operation that is a text", NoOperation, "\"MUTATE_LOCK\""),
            Operation("an operation that is a list", NoOperation, """[{"type":"MUTATE_LOCK","locked":false}]"""),
            Operation("an empty operation", UnknownOperation, "{}"),
            Operation("a type in another case", UnknownOperation, """{"type":"mutate_lock","locked":false}"""),
            Operation("a type that is a number", UnknownOperation, """{"type":1,"locked":false}"""),
            Operation("a type that does not exist", UnknownOperation, """{"type":"OPEN_ALL"}"""),
            Operation("a type that only a library has", UnknownOperation, """{"type":"MUTATE_DOOR_STATE","locked":false}"""),
            Operation("no locked", WrongMember, """{"type":"MUTATE_LOCK"}"""),
            Operation("locked null", WrongMember, """{"type":"MUTATE_LOCK","locked":null}"""),
            Operation("locked a text", WrongMember, """{"type":"MUTATE_LOCK","locked":"false"}"""),
            Operation("locked a number", WrongMember, """{"type":"MUTATE_LOCK","locked":0}"""),
            Operation("a duration below nought", WrongMember, """{"type":"MUTATE_LOCK","locked":false,"duration":-1}"""),
            Operation("a duration of nought", WrongMember, """{"type":"MUTATE_LOCK","locked":false,"duration":0}"""),
            Operation("a duration that is a text", WrongMember, """{"type":"MUTATE_LOCK","locked":false,"duration":"5"}"""),
            Operation("a member of another type", UnknownMember, """{"type":"MUTATE_LOCK","locked":false,"users":[]}"""),
            Operation("a member that nobody knows", UnknownMember, """{"type":"MUTATE_LOCK","locked":false,"force":true}"""),
            Operation("a member in another case", UnknownMember, """{"type":"MUTATE_LOCK","Locked":false}"""),
        ];

    private static IEnumerable<Vector> Shares =>
        [
            Share("no user", WrongMember, user => user.Remove("user")),
            Share("a user that is no id", WrongMember, user => user["user"] = "guest@example.com"),
            Share("no public key", WrongMember, user => user.Remove("publicKey")),
            Share("a public key that is no base64", WrongMember, user => user["publicKey"] = "not base64!"),
            Share("a role that does not exist", WrongMember, user => user["role"] = "OWNER"),
            Share("a role that is a number", WrongMember, user => user["role"] = 1),
            Share("a start that is a text", WrongMember, user => user["start"] = "2026-01-01"),
            Share("an end below nought", WrongMember, user => user["end"] = -1),
            Share("an end that is the start", WrongMember, user => (user["start"], user["end"]) = (1_900_000_000, 1_900_000_000)),
            Share("an end before the start", WrongMember, user => (user["start"], user["end"]) = (1_900_000_001, 1_900_000_000)),
            Share("a tenant", UnknownMember, user => user["tenant"] = SecretMaker.Uuid4()),
            Operation("a batch of nobody", WrongMember, """{"type":"BATCH_ADD_USER","users":[]}"""),
            Operation("a batch without users", WrongMember, """{"type":"BATCH_ADD_USER"}"""),
            Operation("a batch that is an object", WrongMember, """{"type":"BATCH_ADD_USER","users":{}}"""),
            Operation("a batch of texts", WrongMember, """{"type":"BATCH_ADD_USER","users":["x"]}"""),
            Bad("a batch of 26", WrongMember, k => k.WithOperation(Batch(Enumerable.Range(0, 26).Select(_ => User())))),
            Bad("a batch with somebody twice", WrongMember, k => k.WithOperation(Batch([.. Enumerable.Repeat(User(), 2)]))),
            Bad("a batch whose users have types", UnknownMember, k => k.WithOperation(Batch([Typed()]))),
        ];

    private static IEnumerable<Vector> Removals =>
        [
            Operation("no users", WrongMember, """{"type":"REMOVE_USER"}"""),
            Operation("nobody", WrongMember, """{"type":"REMOVE_USER","users":[]}"""),
            Operation("a text for users", WrongMember, """{"type":"REMOVE_USER","users":"all"}"""),
            Operation("a user that is null", WrongMember, """{"type":"REMOVE_USER","users":[null]}"""),
            Operation(
                "a member of a share",
                UnknownMember,
                """{"type":"REMOVE_USER","users":["6f0c1a52-6f7b-4f0e-9a55-0a3b1c2d3e4f"],"role":"USER"}"""
            ),
            Bad(
                "101 users",
                WrongMember,
                k =>
                    k.WithOperation(
                        $$"""{"type":"REMOVE_USER","users":[{{string.Join(',', Enumerable.Range(0, 101).Select(_ => $"\"{SecretMaker.Uuid4()}\""))}}]}"""
                    )
            ),
        ];

    private static IEnumerable<Vector> Settings =>
        [
            Operation("nothing to set", WrongMember, """{"type":"MUTATE_SETTING"}"""),
            Operation("a duration of nought to set", WrongMember, """{"type":"MUTATE_SETTING","unlockDuration":0}"""),
            Operation("half a second", WrongMember, """{"type":"MUTATE_SETTING","unlockDuration":0.5}"""),
            Operation("61 seconds", WrongMember, """{"type":"MUTATE_SETTING","unlockDuration":61}"""),
            Operation("60.5 seconds", WrongMember, """{"type":"MUTATE_SETTING","unlockDuration":60.5}"""),
            Operation("a duration as a text", WrongMember, """{"type":"MUTATE_SETTING","unlockDuration":"7"}"""),
            Operation("hours that are a text", WrongMember, """{"type":"MUTATE_SETTING","unlockBetween":"always"}"""),
            Hours("no days", WrongMember, "\"days\":[]"),
            Hours("a day that does not exist", WrongMember, "\"days\":[\"FUNDAY\"]"),
            Hours("days that are null", WrongMember, "\"days\":null"),
            Hours("an end before the start", WrongMember, "\"start\":\"19:00\""),
            Hours("an end at the start", WrongMember, "\"start\":\"18:00\""),
            Hours("a time that is none", WrongMember, "\"start\":\"7:30\""),
            Hours("a time beyond the day", WrongMember, "\"end\":\"24:30\""),
            Hours("a zone that does not exist", WrongMember, "\"timezone\":\"Europe/Atlantis\""),
            Hours("exceptions that are no dates", WrongMember, "\"exceptions\":[\"tomorrow\"]"),
            Hours("an exception that is no day", WrongMember, "\"exceptions\":[\"2026-02-30\"]"),
            Hours("a member that hours do not have", UnknownMember, "\"until\":\"2027-01-01\""),
        ];

    private static Vector Share(string name, ProofFault fault, Action<JsonObject> spoil)
    {
        return Bad($"a share with {name}", fault, Make);

        string Make(VectorKit kit)
        {
            var user = User();
            user["type"] = "ADD_USER";
            spoil(user);
            return kit.WithOperation(user.ToJsonString());
        }
    }

    /// <summary>Hours that are right but for one member, which is written over.</summary>
    private static Vector Hours(string name, ProofFault fault, string member)
    {
        var hours = JsonNode.Parse("""{"start":"08:00","end":"18:00","timezone":"Europe/London","days":["MONDAY"],"exceptions":null}""")!.AsObject();
        var (key, value) = JsonNode.Parse($"{{{member}}}")!.AsObject().Single();
        hours[key] = value?.DeepClone();
        return Bad($"hours with {name}", fault, k => k.WithOperation($$"""{"type":"MUTATE_SETTING","unlockBetween":{{hours.ToJsonString()}}}"""));
    }

    private static JsonObject User() =>
        new()
        {
            ["user"] = SecretMaker.Uuid4(),
            ["publicKey"] = "AAAA",
            ["role"] = "USER",
            ["start"] = null,
            ["end"] = null,
        };

    private static JsonObject Typed()
    {
        var user = User();
        user["type"] = "ADD_USER";
        return user;
    }

    private static string Batch(IEnumerable<JsonObject> users) =>
        $$"""{"type":"BATCH_ADD_USER","users":[{{string.Join(',', users.Select(user => user.ToJsonString()))}}]}""";

    private static string WithNumber(VectorKit kit, string claim, string number) =>
        kit.WithClaimsText(text =>
        {
            var claims = JsonNode.Parse(text)!.AsObject();
            claims[claim] = "NUMBER";
            return claims.ToJsonString().Replace("\"NUMBER\"", number, StringComparison.Ordinal);
        });

    private static string WithChange(VectorKit kit, long seconds) =>
        kit.WithClaims(claims =>
        {
            claims["operation"] = JsonNode.Parse("""{"type":"MUTATE_SETTING","unlockDuration":5}""");
            claims["exp"] = VectorKit.Now + seconds;
        });
}
