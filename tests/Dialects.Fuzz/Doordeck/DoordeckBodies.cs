using System.Globalization;
using System.Text.Json.Nodes;
using Latchwork.Domain;

namespace Latchwork.Dialects.Fuzz.Doordeck;

/// <summary>What a client sends to each route; null where it sends nothing.</summary>
internal static class DoordeckBodies
{
    /// <summary>More than the server reads (AZ-10).</summary>
    public const int Huge = 300 * 1024;

    private const string One = "/platform/application/{applicationId}";
    private const string Password = "a long and quiet password that is nobody's";

    /// <summary>The start of a PNG.</summary>
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52];

    public static byte[] Picture(Seed seed) => [.. Png, .. new Mutations(seed).Garbage(200)];

    public static JsonNode? Of(FuzzRoute route, DoordeckTarget target, int number) =>
        route.Name switch
        {
            "POST /auth/token" => Object($$"""{"email":"nobody@example.com","password":"{{Password}}"}"""),
            "POST /auth/register" => Object(
                $$"""{"email":"fuzz-{{Text(number)}}@example.com","password":"{{Password}}","displayName":null,"ephemeralKey":null}"""
            ),
            "POST /auth/certificate" or "POST /auth/certificate/verify" => Object($$"""{"ephemeralKey":"{{target.Phone.WireKey}}"}"""),
            "POST /auth/certificate/check" => Object($$"""{"verificationSignature":"{{target.Phone.SignText("000000")}}"}"""),
            "POST /account" => Object("""{"displayName":"Fuzz"}"""),
            "POST /account/password" => Object($$"""{"oldPassword":"wrong","newPassword":"{{Password}}"}"""),
            "POST /account/password/reset/initialize" => Object("""{"email":"nobody@example.com"}"""),
            "POST /account/password/reset/verify" => Object($$"""{"userId":"{{target.Phone.UserId}}","token":"nothing","password":"{{Password}}"}"""),
            "PUT /device/{lockId}" => Object(Change),
            "POST /directory/query" => number % 3 == 0 ? ManyOf(target) : OneOf(target),
            "PUT /tile/{tileId}" => Object($$"""{"siteId":"{{target.Known["{siteId}"][0]}}","devices":["{{target.Locks[0]}}"]}"""),
            _ => OfApplication(route, target, number),
        };

    private static JsonNode? OfApplication(FuzzRoute route, DoordeckTarget target, int number) =>
        route.Name switch
        {
            "POST /platform/application" or $"POST {One}" => Object(Application),
            $"POST {One}/auth/key" => Object(
                $$"""
                {"kty":"OKP","crv":"Ed25519","kid":"key-{{Text(
                    number % 50
                )}}","use":"sig","alg":"EdDSA","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
                """
            ),
            $"DELETE {One}/auth/key" => Object($$"""{"kid":"key-{{Text(number % 50)}}"}"""),
            $"POST {One}/auth/issuer" or $"DELETE {One}/auth/issuer" => Object($$"""{"url":"https://{{Text(number % 20)}}.example.com/Realm"}"""),
            $"POST {One}/cors" or $"DELETE {One}/cors" => Object($$"""{"url":"https://{{Text(number % 20)}}.example.com"}"""),
            $"POST {One}/owner" or $"DELETE {One}/owner" => Object($$"""{"userId":"{{target.Known["{guestId}"][0]}}"}"""),
            $"POST {One}/logo" => Object("""{"contentType":"image/png"}"""),
            _ => null,
        };

    private const string Change = """
        {"type":"com.doordeck.multiplatform.sdk.model.requests.Request","name":"Gate","colour":"#1F5468","favourite":true,"settings":
        {"defaultName":"Front door","permittedAddresses":["127.0.0.1","::1"],"hidden":false,"delay":0.5,"usageRequirements":{
        "time":[{"start":"00:00","end":"23:59","timezone":"Europe/Berlin","days":["MONDAY","SUNDAY"]}],
        "location":{"latitude":51.5,"longitude":-0.1,"enabled":true,"radius":100,"accuracy":200}}}}
        """;

    private const string Application = """
        {"name":"App","companyName":"Company","mailingAddress":"1 Street","privacyPolicy":"https://example.com","supportContact":"https://example.com",
        "appLink":null,"logoUrl":null,"emailPreferences":{"senderEmail":"desk@example.com","senderName":"Desk","primaryColour":"#112233",
        "secondaryColour":"#445566","onlySendEssentialEmails":true,"callToAction":{"actionTarget":"https://example.com","headline":"Stay","actionText":"Book"}}}
        """;

    private static JsonNode OneOf(DoordeckTarget target) =>
        Object($$"""{"email":null,"telephone":null,"localKey":"{{target.Phone.UserId}}","foreignKey":null,"identity":null}""");

    private static JsonNode ManyOf(DoordeckTarget target) =>
        Object($$"""{"email":["nobody@example.com"],"telephone":["+442071234567"],"localKey":["{{target.Phone.UserId}}"],"foreignKey":["a"]}""");

    private static JsonNode Object(string json) => JsonNode.Parse(json)!;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
