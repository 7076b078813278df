using Latchwork.Dialects.Tests.Scenarios.Native;

namespace Latchwork.Dialects.Tests.Scenarios;

/// <summary>The table of our own API: one row a request, in the order in which they are sent.</summary>
internal static class NativeScenarios
{
    public const string SetUpDone = "The set-up";

    private const string SetUp = "/api/v1/set-up";
    private const string Tenant = "/api/v1/tenant";
    private const string Sites = "/api/v1/sites";
    private const string Clients = "/api/v1/api-clients";
    private const string Keys = "/api/v1/hmac-keys";
    private const string Tokens = "/api/v1/integration-tokens";
    private const string NativeKeys = "/api/v1/native-keys";
    private const string Links = "/api/v1/links";
    private const string Locks = "/api/v1/locks";
    private const string Events = "/api/v1/events";
    private const string NoId = "00000000-0000-4000-8000-000000000000";
    private const string Weak = "Bearer {weak}";

    /// <summary>On a server that was never set up (KR-6).</summary>
    public static IReadOnlyList<Scenario> SettingUp { get; } =
    [
        new("Nothing is served before", "GET", Locks, null),
        new("An unknown path tells nothing either", "GET", "/api/v1/nothing", null),
        new("Nor does another wire", "POST", "/v3/key/list", null),
        new("Another verb", "GET", SetUp, null),
        new("No body", "POST", SetUp, null),
        new("A form", "POST", SetUp, null) { Form = "token={token}" },
        new("No JSON", "POST", SetUp, null) { Json = "{" },
        new("A missing member", "POST", SetUp, null) { Json = """{"token":"{token}"}""" },
        new("An unknown member", "POST", SetUp, null) { Json = Body(more: ""","role":"owner" """) },
        new("A member in another case", "POST", SetUp, null) { Json = Body().Replace("login", "Login", StringComparison.Ordinal) },
        new("A member twice", "POST", SetUp, null) { Json = Body(more: ""","login":"me@example.com" """) },
        new("A member that is null", "POST", SetUp, null) { Json = Body(login: "null") },
        new("A parameter", "POST", $"{SetUp}?force=1", null) { Json = Body() },
        new("A time zone that is none", "POST", SetUp, null) { Json = Body(zone: "Mars") },
        new("A short password", "POST", SetUp, null) { Json = Body(password: "short") },
        new("A wrong token", "POST", SetUp, null) { Json = Body(token: "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA") },
        new(SetUpDone, "POST", SetUp, null) { Json = Body() },
        new("The token works once", "POST", SetUp, null) { Json = Body() },
        new("The first key reads its tenant", "GET", Tenant),
    ];

    public static IReadOnlyList<Scenario> Rows { get; } =
    [
        new("No credential", "GET", Tenant, null),
        new("A key without its scheme", "GET", Tenant, "{native}"),
        new("Another scheme", "GET", Tenant, "Basic {native}"),
        new("An unknown key", "GET", Tenant, "Bearer lw_00000000000000000000000000000000"),
        new("A key of another wire", "GET", Tenant, "Bearer sk-00000000000000000000000000000000"),
        new("An unknown path", "GET", "/api/v1/nothing"),
        new("Another verb", "DELETE", Tenant),
        new("The tenant", "GET", Tenant),
        new("An unknown parameter", "GET", $"{Tenant}?verbose=1"),
        new("A body where none is taken", "GET", Tenant) { Json = "{}" },
        new("Families of devices", "GET", "/api/v1/drivers"),
        new("Families, with a key that may not", "GET", "/api/v1/drivers", Weak),
        new("Sites", "GET", Sites),
        new("Sites, with a key that may not", "GET", Sites, Weak),
        new("A limit that is none", "GET", $"{Sites}?limit=0"),
        new("A limit twice", "GET", $"{Sites}?limit=1&limit=2"),
        new("A limit that is clamped, and a count", "GET", $"{Sites}?limit=5000&total=true"),
        new("A cursor that nobody wrote", "GET", $"{Sites}?cursor=AAAA"),
        new("A part, and where the next one begins", "GET", $"{Locks}?limit=3") { Learns = [("next", "next")] },
        new("The next part", "GET", $"{Locks}?limit=3&cursor={{next}}"),
        new("A cursor of another list", "GET", $"{Sites}?cursor={{next}}"),
        new("A new site", "POST", Sites) { Json = """{"name":"Annex","timeZone":"Europe/London"}""" },
        new("A site of no zone", "POST", Sites) { Json = """{"name":"Annex","timeZone":"Nowhere"}""" },
        new("A site, with a key that may not", "POST", Sites, Weak) { Json = """{"name":"Annex","timeZone":"Europe/London"}""" },
        new("A text that no column keeps", "POST", Sites) { Json = """{"name":"An\u0000nex","timeZone":"Europe/London"}""" },
        new("A list with nothing at a place", "POST", Keys) { Json = """{"name":"Desk","addresses":[null,"192.0.2.0/24"]}""" },
        new("A backslash is one", "POST", Sites) { Json = """{"name":" ","timeZone":"\\u0000"}""" },
        new("Nor does a parameter have it", "GET", $"{Locks}?name=%00"),
        new("A site for another tenant", "POST", Sites) { Json = """{"name":"Annex","timeZone":"Europe/London","tenantId":"x"}""" },
        .. RoomScenarios.Rows,
        .. PasscodeScenarios.Rows,
        new("Links", "GET", Links),
        new("Links, with a key that may not", "GET", Links, Weak),
        new("What waits, with a key that may not", "GET", "/api/v1/link-queues", Weak),
        new("A link of no family", "POST", Links) { Json = """{"family":"magic","address":"x","name":"X"}""" },
        new("A link to no address of its family", "POST", Links) { Json = """{"family":"simulator","address":"x","name":"X"}""" },
        new("A link to no site", "POST", Links)
        {
            Json = """{"family":"simulator","address":"simulator:lockers","name":"X","siteId":"00000000-0000-4000-8000-000000000000"}""",
        },
        new("A link, with a key that may not", "POST", Links, Weak) { Json = """{"family":"simulator","address":"simulator:lockers","name":"X"}""" },
        new("A link that is there", "POST", Links) { Json = """{"family":"simulator","address":"simulator:demo?travel=0","name":"X"}""" },
        new("A new link", "POST", Links) { Json = """{"family":"simulator","address":"simulator:lockers","name":"Lockers"}""" },
        new("A link in detail", "GET", $"{Links}/{{Demo}}"),
        new("An unknown link", "GET", $"{Links}/{NoId}"),
        new("An id that is none", "GET", $"{Links}/demo"),
        new("A link of another tenant", "GET", $"{Links}/{{Demo}}", "Bearer {other}"),
        new("Locks", "GET", Locks),
        new("Locks by a part of the name", "GET", $"{Locks}?name=FRONT"),
        new("A percent sign is no wildcard", "GET", $"{Locks}?name=%25"),
        new("Locks of another tenant", "GET", Locks, "Bearer {other}"),
        new("A lock", "GET", $"{Locks}/{{Front door}}", Weak) { Learns = [("site of the door", "siteId")] },
        new(
            "Locks that answer, at a site, behind a link",
            "GET",
            $"{Locks}?isOnline=true&siteId={{site of the door}}&linkId={{Demo}}&name=front&bolt=locked&isFrozen=false&batteryIsLow=false"
        ),
        new("Locks that answer and are frozen", "GET", $"{Locks}?isOnline=true&isFrozen=true&total=true"),
        new("Locks that do not answer", "GET", $"{Locks}?isOnline=false"),
        new("Locks of an unknown site", "GET", $"{Locks}?siteId={NoId}"),
        new("Locks behind a link of another tenant", "GET", $"{Locks}?linkId={{Demo}}", "Bearer {other}"),
        new("Locks with a bolt that is bent", "GET", $"{Locks}?bolt=bent"),
        new("Locks that answer perhaps", "GET", $"{Locks}?isOnline=maybe"),
        new("An unknown lock", "GET", $"{Locks}/{NoId}"),
        new("A lock of another tenant", "GET", $"{Locks}/{{Front door}}", "Bearer {other}"),
        new("Unlock", "POST", $"{Locks}/{{Front door}}/unlock"),
        new("Is it open", "GET", $"{Locks}/{{Front door}}/state"),
        new("Lock", "POST", $"{Locks}/{{Front door}}/lock"),
        new("Is it locked, with a key that may ask", "GET", $"{Locks}/{{Front door}}/state", Weak),
        new("Unlock, with a key that may not", "POST", $"{Locks}/{{Front door}}/unlock", Weak),
        new("Lock, with a key that may not", "POST", $"{Locks}/{{Front door}}/lock", Weak),
        new("Unlock with a body", "POST", $"{Locks}/{{Front door}}/unlock") { Json = """{"for":5}""" },
        new("Unlock an unknown lock", "POST", $"{Locks}/{NoId}/unlock"),
        new("Unlock a lock of another tenant", "POST", $"{Locks}/{{Front door}}/unlock", "Bearer {other}"),
        new("State of an unknown lock", "GET", $"{Locks}/{NoId}/state"),
        new("Events of a lock, newest first", "GET", $"{Events}?lockIds={{Front door}}&before=end&limit=3")
        {
            Learns = [("place", "next"), ("event", "items.0.id")],
        },
        new("A verification that nobody asked for", "GET", "/api/v1/audit/verification"),
        new("A verification, with a key that may not", "POST", "/api/v1/audit/verification", Weak),
        new("The installation is no key's to see", "GET", "/api/v1/installation"),
        new("What happened last at some locks", "GET", $"/api/v1/lock-activity?lockIds={{Front door}},{NoId},{{Front door}},door"),
        new("What happened last, where nothing did", "GET", $"/api/v1/lock-activity?lockIds={NoId}"),
        new("What happened last, at no lock", "GET", "/api/v1/lock-activity"),
        new("What happened last, at too many", "GET", $"/api/v1/lock-activity?lockIds={string.Join(',', Enumerable.Range(1, 101))}"),
        new("What happened last, with a key that may not", "GET", $"/api/v1/lock-activity?lockIds={{Front door}}", Weak),
        new("What happened last, at locks of another tenant", "GET", $"/api/v1/lock-activity?lockIds={{Front door}}", "Bearer {other}"),
        new("And those before them", "GET", $"{Events}?lockIds={{Front door}}&before={{place}}&types=lock.*&limit=2"),
        new("Events from the beginning", "GET", $"{Events}?limit=2") { Learns = [("beginning", "items.0.id")] },
        new("From now on", "GET", $"{Events}?after=end"),
        new("An event", "GET", $"{Events}/{{event}}"),
        new("An event that there is not", "GET", $"{Events}/7"),
        new("An event that is none", "GET", $"{Events}/last"),
        new("An event, with a key that may not", "GET", $"{Events}/{{event}}", Weak),
        new("An event of another tenant", "GET", $"{Events}/{{event}}", "Bearer {other}"),
        new("Why it did not open", "GET", $"{Events}/{{event}}/explanation"),
        new("Why it did not open, with a key that may not", "GET", $"{Events}/{{event}}/explanation", Weak),
        new("Why it did not open, at an event of another tenant", "GET", $"{Events}/{{event}}/explanation", "Bearer {other}"),
        new("The last unlock that was done", "GET", $"{Events}?lockIds={{Front door}}&types=lock.unlock&after=0&limit=1")
        {
            Learns = [("opening", "items.0.id")],
        },
        new("Why it did open", "GET", $"{Events}/{{opening}}/explanation"),
        new("Why an event of no door did not open one", "GET", $"{Events}/{{beginning}}/explanation"),
        new("Since a time to come", "GET", $"{Events}?since=2100-01-01T00:00:00Z&types=lock.unlock"),
        new("Since no time", "GET", $"{Events}?since=yesterday"),
        new("A place that is none", "GET", $"{Events}?after=7"),
        new("A place that is no number", "GET", $"{Events}?after=seven"),
        new("Two places", "GET", $"{Events}?after=0&before=0"),
        new("A type that there is not", "GET", $"{Events}?types=lock.unlock,lock.dance"),
        new("A type without a name", "GET", $"{Events}?types=,"),
        new("Events of an unknown lock", "GET", $"{Events}?lockIds={NoId}"),
        new("Events of an unknown site", "GET", $"{Events}?siteId={NoId}"),
        new("Events of a person whom nobody knows", "GET", $"{Events}?userId={NoId}"),
        new("Events, with a key that may not", "GET", Events, Weak),
        new("Events of a lock of another tenant", "GET", $"{Events}?lockIds={{Front door}}", "Bearer {other}"),
        new("The stream, as far as it goes now", "GET", $"{Events}/stream?lockIds={{Front door}}&types=lock.unlock&after=0&follow=false"),
        new("The stream, with a key that may not", "GET", $"{Events}/stream", Weak),
        new("All unlocks as lines", "GET", $"{Events}/export?types=lock.unlock"),
        new("All unlocks as a table", "GET", $"{Events}/export?types=lock.unlock&format=csv"),
        new("An export of no form", "GET", $"{Events}/export?format=xml"),
        new("An export, with a key that may not", "GET", $"{Events}/export", Weak),
        new("What an unlock looks like", "GET", "/api/v1/event-types/lock.unlock/1"),
        new("A version that there is not", "GET", "/api/v1/event-types/lock.unlock/2"),
        new("What no event looks like", "GET", "/api/v1/event-types/lock.dance/1"),
        new("API clients, with a key that may not", "GET", Clients, Weak),
        new("A new application", "POST", Clients) { Json = """{"name":"Rooms"}""", Learns = [("client", "id")] },
        new("An application without a name", "POST", Clients) { Json = """{"name":" "}""" },
        new("An application, with a key that may not", "POST", Clients, Weak) { Json = """{"name":"Rooms"}""" },
        new("Limits", "PUT", $"{Clients}/{{client}}/limits")
        {
            Json = """{"plan":"STARTER","callsPerMinute":30,"subscription":"cancelled","masksCodes":true}""",
        },
        new("Limits that are none", "PUT", $"{Clients}/{{client}}/limits") { Json = """{"callsPerMinute":0}""" },
        new("A state of no subscription", "PUT", $"{Clients}/{{client}}/limits") { Json = """{"subscription":"maybe"}""" },
        new("Limits, with a key that may not", "PUT", $"{Clients}/{{client}}/limits", Weak) { Json = "{}" },
        new("Limits of an unknown client", "PUT", $"{Clients}/{NoId}/limits") { Json = "{}" },
        new("Limits of a client of another tenant", "PUT", $"{Clients}/{{client}}/limits", "Bearer {other}") { Json = "{}" },
        new("API clients", "GET", Clients),
        new("Revoke a client of another tenant", "DELETE", $"{Clients}/{{client}}", "Bearer {other}"),
        new("Revoke it", "DELETE", $"{Clients}/{{client}}"),
        new("Revoke it again", "DELETE", $"{Clients}/{{client}}"),
        new("A key that signs", "POST", Keys)
        {
            Json = """{"name":"Desk program","addresses":["192.0.2.10-192.0.2.13","198.51.100.0/24"],"scopes":["locks:read"],"callsPerMinute":60}""",
            Learns = [("hmac", "id"), ("hmac key", "key"), ("hmac secret", "secret")],
        },
        new("A key of nowhere said", "POST", Keys) { Json = """{"name":"Desk program"}""" },
        new("A key of both", "POST", Keys) { Json = """{"name":"Desk program","addresses":["192.0.2.1"],"anyAddress":true}""" },
        new("A key of an address that is none", "POST", Keys) { Json = """{"name":"Desk program","addresses":["192.0.2.300"]}""" },
        new("A key of a scope that is none", "POST", Keys) { Json = """{"name":"Desk program","anyAddress":true,"scopes":["doors:all"]}""" },
        new("A key of no calls", "POST", Keys) { Json = """{"name":"Desk program","anyAddress":true,"callsPerMinute":0}""" },
        new("A key, with a key that may not", "POST", Keys, Weak) { Json = """{"name":"Desk program","anyAddress":true}""" },
        new("Other rules", "PUT", $"{Keys}/{{hmac}}/rules") { Json = """{"addresses":["127.0.0.0/8"],"needsRequestLine":true}""" },
        new("Rules of an unknown key", "PUT", $"{Keys}/{NoId}/rules") { Json = """{"anyAddress":true}""" },
        new("Rules, with a key that may not", "PUT", $"{Keys}/{{hmac}}/rules", Weak) { Json = """{"anyAddress":true}""" },
        new("Rules of another tenant's key", "PUT", $"{Keys}/{{hmac}}/rules", "Bearer {other}") { Json = """{"anyAddress":true}""" },
        new("Another secret", "POST", $"{Keys}/{{hmac}}/secret") { Json = """{"overlapHours":24}""", Learns = [("next hmac secret", "secret")] },
        new("Both for more than a week", "POST", $"{Keys}/{{hmac}}/secret") { Json = """{"overlapHours":169}""" },
        new("Both for longer than time can be told", "POST", $"{Keys}/{{hmac}}/secret") { Json = """{"overlapHours":2147483647}""" },
        new("Both for less than nothing", "POST", $"{Keys}/{{hmac}}/secret") { Json = """{"overlapHours":-1}""" },
        new("A secret of another tenant's key", "POST", $"{Keys}/{{hmac}}/secret", "Bearer {other}") { Json = """{"overlapHours":1}""" },
        new("A token", "POST", Tokens)
        {
            Json = """{"name":"Zapier","scopes":["locks:read","webhooks:read","webhooks:write"]}""",
            Learns = [("token id", "id"), ("token", "token")],
        },
        new("A token with more than an integration has", "POST", Tokens) { Json = """{"name":"Zapier","scopes":["pins:reveal"]}""" },
        new("A token, with a key that may not", "POST", Tokens, Weak) { Json = """{"name":"Zapier"}""" },
        new("Another token for it", "POST", $"{Clients}/{{token id}}/secret")
        {
            Json = """{"overlapHours":0}""",
            Learns = [("next token", "secret")],
        },
        new("A key of our own", "POST", NativeKeys)
        {
            Json = """{"name":"Report","scopes":["locks:read"]}""",
            Learns = [("native id", "id"), ("native key", "secret")],
        },
        new("A key of our own for nothing said", "POST", NativeKeys) { Json = """{"name":"Report"}""" },
        new("A key of our own of a scope that is none", "POST", NativeKeys) { Json = """{"name":"Report","scopes":["doors:all"]}""" },
        new("A key of our own without a name", "POST", NativeKeys) { Json = """{"name":" ","scopes":["locks:read"]}""" },
        new("A key of our own, with a key that may not", "POST", NativeKeys, Weak) { Json = """{"name":"Report","scopes":["locks:read"]}""" },
        new("It may what it is for", "GET", $"{Locks}?limit=1", "Bearer {native key}"),
        new("And nothing else", "GET", Clients, "Bearer {native key}"),
        new("Another secret for it", "POST", $"{Clients}/{{native id}}/secret")
        {
            Json = """{"overlapHours":0}""",
            Learns = [("next native key", "secret")],
        },
        new("The former is over", "GET", $"{Locks}?limit=1", "Bearer {native key}"),
        new("The next one is taken", "GET", $"{Locks}?limit=1", "Bearer {next native key}"),
        new("A secret that overlaps too long", "POST", $"{Clients}/{{native id}}/secret") { Json = """{"overlapHours":169}""" },
        new("A secret of a key that signs, here", "POST", $"{Clients}/{{hmac}}/secret") { Json = """{"overlapHours":1}""" },
        new("A secret, with a key that may not", "POST", $"{Clients}/{{native id}}/secret", Weak) { Json = """{"overlapHours":1}""" },
        new("A secret of another tenant's client", "POST", $"{Clients}/{{native id}}/secret", "Bearer {other}") { Json = """{"overlapHours":1}""" },
        new("All clients", "GET", Clients),
        new("Revoke the key of our own", "DELETE", $"{Clients}/{{native id}}"),
        new("Revoke the token", "DELETE", $"{Clients}/{{token id}}"),
        .. WebhookScenarios.Rows,
        .. AlertScenarios.Rows,
        new("How long a door may stand open", "PUT", $"{Locks}/{{Front door}}/ajar-time") { Json = """{"seconds":120}""" },
        new("For too long", "PUT", $"{Locks}/{{Front door}}/ajar-time") { Json = """{"seconds":100000}""" },
        .. GrantScenarios.Rows,
        .. UserScenarios.Rows,
        .. ImportScenarios.Rows,
        .. GroupScenarios.Rows,
        .. LockScenarios.Rows,
        .. PlanScenarios.Rows,
        .. LockerScenarios.Rows,
        .. DeviceScenarios.Rows,
        new("Remove a link, with a key that may not", "DELETE", $"{Links}/{{Demo}}", Weak),
        new("Remove a link of another tenant", "DELETE", $"{Links}/{{Demo}}", "Bearer {other}"),
        new("Remove the link", "DELETE", $"{Links}/{{Demo}}"),
        new("It is gone", "GET", $"{Links}/{{Demo}}"),
        new("And cannot be removed again", "DELETE", $"{Links}/{{Demo}}"),
        new("Its locks are offline", "GET", $"{Locks}/{{Front door}}"),
        new("They are not asked", "POST", $"{Locks}/{{Front door}}/unlock"),
        new("Their history stays", "GET", $"{Events}?lockIds={{Front door}}&before=end&limit=1"),
    ];

    private static string Body(
        string token = "{token}",
        string zone = "Europe/London",
        string login = "\"me@example.com\"",
        string password = "a long and quiet password",
        string more = ""
    ) =>
        $$"""{"token":"{{token}}","tenantName":"House","timeZone":"{{zone}}","login":{{login}},"displayName":"Me","password":"{{password}}" {{more}} }""";
}
