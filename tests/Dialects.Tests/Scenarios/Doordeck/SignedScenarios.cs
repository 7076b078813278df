namespace Latchwork.Dialects.Tests.Scenarios.Doordeck;

/// <summary>Tokens, keys, signed operations and the looking-up of people, from no credentials through every refusal to success (5, 7, 8, 10.9 to 10.11).</summary>
internal static class SignedScenarios
{
    private const string Token = "/auth/token";
    private const string V2 = "application/vnd.doordeck.api-v2+json,application/json";
    private const string Desk = "Bearer {desk}";
    private const string Guest = "{guest}";
    private const string Nobody = "{nobody}";
    private const string Key = "/auth/certificate";
    private const string Execute = "/device/{Front door}/execute";

    public static readonly Scenario[] Tokens =
    [
        new("The time", "GET", "/time", null),
        new("Another way to write it is no path", "GET", "/Time", null),
        new("Another verb", "PUT", "/time", null),
        new("A client that takes no JSON", "GET", "/time", null) { Accept = "text/html" },
        new("A log-in without anything", "POST", Token, null),
        new("Null", "POST", Token, null) { Json = "null" },
        new("No JSON", "POST", Token, null) { Json = "{" },
        new("A list", "POST", Token, null) { Json = "[]" },
        new("A member twice", "POST", Token, null) { Json = """{"email":"desk@example.com","email":"x@example.com","password":"x"}""" },
        new("No password", "POST", Token, null) { Json = """{"email":"desk@example.com","password":null}""" },
        new("A number for a password", "POST", Token, null) { Json = """{"email":"desk@example.com","password":1}""" },
        new("A wrong password", "POST", Token, null) { Json = """{"email":"desk@example.com","password":"wrong"}""" },
        new("An unknown account", "POST", Token, null) { Json = """{"email":"unknown@example.com","password":"wrong"}""" },
        new("The encoding that another wire has of the password", "POST", Token, null)
        {
            Json = $$"""{"email":"desk@example.com","password":"{{LiveServer.PasswordMd5}}"}""",
        },
        new("A log-in", "POST", Token, null)
        {
            Json = """{"email":"Desk@Example.com ","password":"a long and quiet password","type":"com.example.Login"}""",
            Learns = [("desk", "authToken"), ("refresh", "refreshToken")],
        },
        new("A log-in of the second version", "POST", Token, null)
        {
            Json = """{"email":"desk@example.com","password":"a long and quiet password"}""",
            Accept = V2,
            Learns = [("other", "authToken"), ("other refresh", "refreshToken")],
        },
        new("A renewal without a token", "POST", "/auth/token/refresh", null),
        new("By the token for calls", "POST", "/auth/token/refresh", Desk),
        new("By a token that is none", "POST", "/auth/token/refresh", "Bearer nonsense"),
        new("By another scheme", "POST", "/auth/token/refresh", "Basic {refresh}"),
        new("A call by the refresh token", "POST", Key, "Bearer {refresh}") { Json = """{"ephemeralKey":"AAAA"}""" },
        new("A renewal", "POST", "/auth/token/refresh", "bearer {refresh}")
        {
            Learns = [("renewed", "authToken"), ("second refresh", "refreshToken")],
        },
        new("Another by the same token: its answer may have been lost", "POST", "/auth/token/refresh", "Bearer {refresh}"),
        new("Log-out without a token", "POST", "/auth/token/destroy", null),
        new("Log-out", "POST", "/auth/token/destroy", "Bearer {other}"),
        new("Once more", "POST", "/auth/token/destroy", "Bearer {other}"),
        new("Its refresh token ended with it", "POST", "/auth/token/refresh", "Bearer {other refresh}"),
    ];

    public static readonly Scenario[] Keys =
    [
        new("A key without a token", "POST", Key, null) { Json = """{"ephemeralKey":"{key}"}""" },
        new("No key", "POST", Key, Desk) { Json = "{}" },
        new("No base64", "POST", Key, Desk) { Json = """{"ephemeralKey":"not base64!"}""" },
        new("A key of another length", "POST", Key, Desk) { Json = """{"ephemeralKey":"AAAA"}""" },
        new("An RSA key", "POST", Key, Desk) { Json = """{"ephemeralKey":"MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A"}""" },
        new("The first key", "POST", Key, Desk) { Json = """{"ephemeralKey":"{key}"}""" },
        new("The same again", "POST", Key, Desk) { Json = """{"ephemeralKey":"{key}"}""" },
        new("A second one", "POST", Key, Desk) { Json = """{"ephemeralKey":"{other key}"}""" },
        new("A check where nothing is under way", "POST", $"{Key}/check", Desk) { Json = """{"verificationSignature":"AAAA"}""" },
        new("A check without a signature", "POST", $"{Key}/check", Desk) { Json = "{}" },
        new("A code without a key", "POST", $"{Key}/verify", Desk) { Json = "{}" },
        new("A code without a token", "POST", $"{Key}/verify", null) { Json = """{"ephemeralKey":"{other key}"}""" },
        new("A code by a way that nobody has", "POST", $"{Key}/verify?method=SMS", Desk) { Json = """{"ephemeralKey":"{other key}"}""" },
        new("A code by a way that does not exist", "POST", $"{Key}/verify?method=WHATSAPP", Desk) { Json = """{"ephemeralKey":"{other key}"}""" },
        new("A code", "POST", $"{Key}/verify", Desk) { Json = """{"ephemeralKey":"{other key}"}""" },
        new("A signature that is none", "POST", $"{Key}/check", Desk) { Json = """{"verificationSignature":"AAAA"}""" },
        new("A check without a token", "POST", $"{Key}/check", null) { Json = """{"verificationSignature":"AAAA"}""" },
    ];

    /// <summary>With <c>{unlock}</c> and the like, signed by the desk or by the guest.</summary>
    public static readonly Scenario[] Operations =
    [
        new("An operation without a token", "POST", Execute, null) { Json = "{unlock}" },
        new("By a refresh token", "POST", Execute, "Bearer {refresh}") { Json = "{unlock}" },
        new("Nothing signed", "POST", Execute, Desk),
        new("Null", "POST", Execute, Desk) { Json = "null" },
        new("Of no lock", "POST", "/device/6f0c1a52-6f7b-4f0e-9a55-0a3b1c2d3e4f/execute", Desk) { Json = "{unlock}" },
        new("Of no lock, and nothing signed", "POST", "/device/6f0c1a52-6f7b-4f0e-9a55-0a3b1c2d3e4f/execute", Desk),
        new("Of an id that is none", "POST", "/device/1/execute", Desk) { Json = "{unlock}" },
        new("Of a stranger's lock", "POST", "/device/{a stranger's door}/execute", Desk) { Json = "{unlock}" },
        new("Of another lock than the one that was signed", "POST", "/device/{Office}/execute", Desk) { Json = "{unlock}" },
        new("By somebody without a grant", "POST", Execute, Nobody) { Json = "{unlock}" },
        new("By somebody else", "POST", Execute, Guest) { Json = "{unlock}" },
        new("An unlock", "POST", Execute, Desk) { Json = "{unlock}" },
        new("The same again", "POST", Execute, Desk) { Json = "{unlock}" },
        new("A guest's unlock", "POST", $"{Execute}/", Guest) { Json = "{guest unlock}" },
        new("A guest may not share", "POST", Execute, Guest) { Json = "{guest share}" },
        new("Nor set", "POST", Execute, Guest) { Json = "{guest setting}" },
        new("A share with nobody", "POST", Execute, Desk) { Json = "{share with nobody}" },
        new("A share", "POST", Execute, Desk) { Json = "{share}" },
        new("It is taken back", "POST", Execute, Desk) { Json = "{taking back}" },
        new("A setting", "POST", Execute, Desk) { Json = "{setting}" },
        new("A setting for later", "POST", Execute, Desk) { Json = "{later setting}" },
        new("A lock that cannot: nothing connects it", "POST", "/device/{Shed}/execute", Desk) { Json = "{shed setting}" },
        new("It is out of reach", "POST", "/device/{Shed}/execute", Desk) { Json = "{shed unlock}" },
        new("A batch for a lock with few places", "POST", "/device/{Back gate}/execute", Desk) { Json = "{batch}" },
    ];

    public static readonly Scenario[] People =
    [
        new("Who is it, without a token", "POST", "/share/invite/anna@example.com", null),
        new("Who is no address", "POST", "/share/invite/anna", Desk),
        new("A visitor or not", "POST", "/share/invite/anna@example.com?visitor=perhaps", Desk),
        new("Somebody new, with a body of null", "POST", "/share/invite/anna@example.com?visitor=true", Desk)
        {
            Json = "null",
            Learns = [("anna", "id")],
        },
        new("The same, with a lock as an early client had it", "POST", "/share/invite/ANNA@example.com/{Front door}", Desk),
        new("Somebody known", "POST", "/share/invite/guest%40example.com", Desk),
        new("The directory without a token", "POST", "/directory/query", null) { Json = """{"email":"guest@example.com"}""" },
        new("For nothing", "POST", "/directory/query", Desk) { Json = "{}" },
        new("For two at once", "POST", "/directory/query", Desk) { Json = """{"email":"guest@example.com","localKey":"{guest id}"}""" },
        new("For a number", "POST", "/directory/query", Desk) { Json = """{"email":7}""" },
        new("By address, as a client sends it", "POST", "/directory/query", Desk)
        {
            Json = """{"email":"guest@example.com","telephone":null,"localKey":null,"foreignKey":null,"identity":null}""",
        },
        new("By id", "POST", "/directory/query", Nobody) { Json = """{"localKey":"{guest id}"}""" },
        new("Who was only invited", "POST", "/directory/query", Desk) { Json = """{"email":"anna@example.com"}""" },
        new("Several", "POST", "/directory/query", Desk)
        {
            Json = """{"email":["guest@example.com","x@example.com"],"localKey":["{guest id}"],"telephone":null,"foreignKey":["x"]}""",
            Accept = V2,
        },
        new("Several, in the first version's body", "POST", "/directory/query", Desk) { Json = """{"email":"guest@example.com"}""", Accept = V2 },
    ];
}
