using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Latchwork.Domain;

namespace Latchwork.Dialects.Fuzz.Doordeck;

/// <summary>Signed operations: half of them signed rightly around something bent, so that they come as far as a client's do.</summary>
internal sealed class SignedBodies(DoordeckTarget target)
{
    private static readonly string[] Types = ["application/jwt", "application/json;charset=UTF-8", "text/plain", "application/octet-stream", ";"];

    public ByteArrayContent Make(Seed seed, Mutations odd) =>
        DoordeckRequests.Content(Encoding.Latin1.GetBytes(TokenOf(seed, odd)), seed.Chance(0.6) ? Types[0] : seed.Pick(Types));

    private string TokenOf(Seed seed, Mutations odd)
    {
        var (phone, claims) = (target.Phone, target.Phone.Claims(seed.Pick(target.Locks), OperationOf(seed)));
        var header = Bytes(phone.Header().ToJsonString());
        var (mild, wild) = (new JsonBender(seed, odd, 0.1), new JsonBender(seed, odd, 0.35));
        return seed.Next(20) switch
        {
            < 3 => phone.Sign(header, Bytes(claims.ToJsonString())),
            < 8 => phone.Sign(header, Bytes(WithOperation(claims, mild))),
            < 10 => phone.Sign(header, Bytes(WithOperation(claims, wild))),
            < 12 => phone.Sign(header, Bytes(mild.Bend(claims))),
            < 14 => phone.Sign(Bytes(mild.Bend(phone.Header())), Bytes(claims.ToJsonString())),
            14 => phone.Sign(header, odd.Garbage(300)),
            15 => phone.Sign($"{Convert.ToBase64String(header)}.{Convert.ToBase64String(Bytes(wild.Bend(claims)))}"),
            16 => phone.Sign(header, Bytes(claims.ToJsonString()))[..^(1 + seed.Next(90))],
            17 => $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(Bytes(claims.ToJsonString()))}.{odd.Value()}",
            18 => string.Join('.', Enumerable.Repeat(odd.Value(), seed.Next(6))),
            _ => Encoding.Latin1.GetString(odd.Garbage(seed.Chance(0.1) ? DoordeckBodies.Huge : 500)),
        };
    }

    /// <summary>All of them are open to who runs the door; nobody is made one who could take it from them.</summary>
    private JsonObject OperationOf(Seed seed)
    {
        var guest = target.Known["{guestId}"][0];
        return seed.Next(6) switch
        {
            0 => new() { ["type"] = "MUTATE_LOCK", ["locked"] = false },
            1 => new()
            {
                ["type"] = "MUTATE_LOCK",
                ["locked"] = true,
                ["duration"] = 2.5,
            },
            2 => With("ADD_USER", Share(guest)),
            3 => new() { ["type"] = "BATCH_ADD_USER", ["users"] = new JsonArray(Share(guest)) },
            4 => new() { ["type"] = "REMOVE_USER", ["users"] = new JsonArray(guest) },
            _ => new()
            {
                ["type"] = "MUTATE_SETTING",
                ["unlockDuration"] = 7.0,
                ["unlockBetween"] = JsonNode.Parse(
                    """{"start":"09:00","end":"17:00","timezone":"Europe/London","days":["MONDAY"],"exceptions":["2027-01-01"]}"""
                ),
            },
        };
    }

    private JsonObject Share(string guest) =>
        new()
        {
            ["user"] = guest,
            ["publicKey"] = target.GuestKey,
            ["role"] = "USER",
            ["start"] = null,
            ["end"] = 4_102_444_800,
        };

    private static JsonObject With(string type, JsonObject members)
    {
        members.Insert(0, "type", type);
        return members;
    }

    /// <summary>The claims are right; what they ask for is bent.</summary>
    private static string WithOperation(JsonObject claims, JsonBender bender)
    {
        const string Place = "\"bent here\"";
        var operation = claims["operation"]!.DeepClone();
        claims["operation"] = JsonNode.Parse(Place);
        return claims.ToJsonString().Replace(Place, bender.Bend(operation), StringComparison.Ordinal);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
