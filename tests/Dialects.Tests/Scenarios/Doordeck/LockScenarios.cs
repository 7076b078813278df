namespace Latchwork.Dialects.Tests.Scenarios.Doordeck;

/// <summary>Locks, their properties, people and lists (10.1, 10.2, 10.6, 10.7, 10.8, 10.17, 10.18), from no credentials to success.</summary>
internal static class LockScenarios
{
    private const string Front = "/device/{Front door}";
    private const string V2 = "application/vnd.doordeck.api-v2+json";

    /// <summary>As the headless client sends it.</summary>
    private const string V3 = "application/vnd.doordeck.api-v3+json,application/json";

    private const string Mornings = """{"start":"07:30","end":"19:00","timezone":"Europe/Berlin","days":["MONDAY","TUESDAY"]}""";

    public static readonly Scenario[] Rows =
    [
        // Who is nobody.
        new("A list of locks without a token", "GET", "/device", null),
        new("A lock without a token", "GET", Front, null),
        new("A token that is none", "GET", Front, "Bearer nonsense"),
        new("A change without a token", "PUT", Front, null) { Json = """{"favourite":true}""" },
        new("People without a token", "GET", $"{Front}/users", null),
        // Lists.
        new("Who holds nothing has an empty list", "GET", "/device", "{nobody}"),
        new("The owner's locks by name", "GET", "/device", "{desk}"),
        new("A guest's locks", "GET", "/device", "{guest}"),
        new("A trailing slash is taken", "GET", "/device/", "{nobody}"),
        // One lock.
        new("In the first version it has members of beacons", "GET", Front, "{guest}"),
        new("In the second it has none", "GET", Front, "{guest}") { Accept = V2 },
        new("In the third", "GET", Front, "{guest}") { Accept = V3 },
        new("A tenth version is answered as the third", "GET", Front, "{guest}") { Accept = "application/vnd.doordeck.api-v10+json" },
        new("What nobody can read as JSON is not acceptable", "GET", Front, "{guest}") { Accept = "text/html" },
        new("AZ-3: a lock of others", "GET", "/device/{a stranger's door}", "{desk}"),
        new("AZ-3: a lock that is not there", "GET", "/device/6f0c1a52-6f7b-4f0e-9a55-0a3b1c2d3e4f", "{desk}"),
        new("An id that is none", "GET", "/device/gate", "{desk}"),
        new("Somebody without a grant", "GET", Front, "{nobody}"),
        new("A wrong verb", "POST", Front, "{desk}"),
        // The caller's own.
        new("An alias", "PUT", Front, "{guest}") { Json = """{"type":"com.example.UpdateLockName","name":"Side gate"}""" },
        new("A colour", "PUT", Front, "{guest}") { Json = """{"colour":"#1f5468","favourite":null}""" },
        new("A favourite", "PUT", Front, "{guest}") { Json = """{"type":"x","favourite":true}""" },
        new("The lock as the guest keeps it", "GET", Front, "{guest}") { Accept = V3 },
        new("The guest's favourites", "GET", "/device/favourite", "{guest}"),
        new("The owner's favourites", "GET", "/device/favourite", "{desk}"),
        new("An alias that is null is taken away", "PUT", Front, "{guest}") { Json = """{"name":null}""" },
        new("Nothing is changed by nothing", "PUT", Front, "{guest}") { Json = "{}" },
        new("A colour that is none", "PUT", Front, "{guest}") { Json = """{"colour":"blue"}""" },
        new("A favourite that is none", "PUT", Front, "{guest}") { Json = """{"favourite":"yes"}""" },
        new("A member that is there twice", "PUT", Front, "{guest}") { Json = """{"favourite":true,"favourite":false}""" },
        new("AZ-10: a name with a character that no database keeps", "PUT", Front, "{guest}") { Json = """{"name":"a\u0000b"}""" },
        new("A body that is no object", "PUT", Front, "{guest}") { Json = "null" },
        new("AZ-3: a change of a lock of others", "PUT", "/device/{a stranger's door}", "{desk}") { Json = """{"favourite":true}""" },
        new("A change by somebody without a grant", "PUT", Front, "{nobody}") { Json = """{"favourite":true}""" },
        // What is for all.
        new("Settings are for who runs the lock, and nothing of it happens else", "PUT", Front, "{guest}")
        {
            Json = """{"name":"Mine","settings":{"hidden":true}}""",
        },
        new("A name for all", "PUT", Front, "{desk}") { Json = """{"type":"x","settings":{"type":"y","defaultName":"Gate B"}}""" },
        new("Addresses", "PUT", Front, "{desk}") { Json = """{"settings":{"permittedAddresses":["192.0.2.7","2001:db8::1"],"delay":3.0}}""" },
        new("Hours of use", "PUT", Front, "{desk}")
        {
            Json = """{"settings":{"type":"y","usageRequirements":{"type":"z","time":[""" + Mornings + "]}}}",
        },
        new("A place, beside the hours", "PUT", Front, "{desk}")
        {
            Json = """{"settings":{"usageRequirements":{"type":"z","location":{"type":"l","latitude":51.5,"longitude":-0.12}}}}""",
        },
        new("All of it at once", "GET", Front, "{guest}") { Accept = V3 },
        new("The place goes, the hours stay", "PUT", Front, "{desk}") { Json = """{"settings":{"usageRequirements":{"location":null}}}""" },
        new("Addresses as the documentation spells them, and what is ignored", "PUT", Front, "{desk}")
        {
            Json = """{"settings":{"permittedAddress":[],"txBeaconRssi":-50,"capabilities":{"OPEN_HOURS":"UNSUPPORTED"},"delay":0}}""",
        },
        new("After that", "GET", Front, "{desk}") { Accept = V3 },
        new("The hours go", "PUT", Front, "{desk}") { Json = """{"settings":{"usageRequirements":{"time":[]}}}""" },
        new("A hidden lock", "PUT", Front, "{desk}") { Json = """{"settings":{"hidden":true,"usageRequirements":null}}""" },
        new("It is in nobody's favourites", "GET", "/device/favourite", "{guest}"),
        new("An address with a host's name", "PUT", Front, "{desk}") { Json = """{"settings":{"permittedAddresses":["door.example.com"]}}""" },
        new("A null among addresses", "PUT", Front, "{desk}") { Json = """{"settings":{"permittedAddresses":[null]}}""" },
        new("A null among hours", "PUT", Front, "{desk}") { Json = """{"settings":{"usageRequirements":{"time":[null]}}}""" },
        new("A range of addresses", "PUT", Front, "{desk}") { Json = """{"settings":{"permittedAddresses":["192.0.2.0/24"]}}""" },
        new("Hours without days", "PUT", Front, "{desk}")
        {
            Json = """{"settings":{"usageRequirements":{"time":[{"start":"07:30","end":"19:00","timezone":"Europe/Berlin","days":[]}]}}}""",
        },
        new("Hours in no zone", "PUT", Front, "{desk}")
        {
            Json = """{"settings":{"usageRequirements":{"time":[{"start":"07:30","end":"19:00","timezone":"Mars/Olympus","days":["MONDAY"]}]}}}""",
        },
        new("A place off the earth", "PUT", Front, "{desk}")
        {
            Json = """{"settings":{"usageRequirements":{"location":{"latitude":91,"longitude":0}}}}""",
        },
        new("A radius of nothing", "PUT", Front, "{desk}")
        {
            Json = """{"settings":{"usageRequirements":{"location":{"latitude":1,"longitude":0,"radius":0}}}}""",
        },
        new("A long delay", "PUT", Front, "{desk}") { Json = """{"settings":{"delay":1e300}}""" },
        // What may be given on.
        new("What the owner may give", "GET", "/device/shareable", "{desk}"),
        new("What a deputy may give", "GET", "/device/shareable", "{guest}"),
        // People.
        new("The people of a lock", "GET", $"{Front}/users", "{desk}"),
        new("They are for who runs it", "GET", $"{Front}/users", "{guest}"),
        new("A deputy runs it", "GET", "/device/{Office}/users", "{guest}"),
        new("AZ-3: the people of a lock of others", "GET", "/device/{a stranger's door}/users", "{desk}"),
        new("A person's locks, as far as the caller runs them", "GET", "/user/{guest id}", "{desk}"),
        new("As a deputy", "GET", "/user/{desk id}/", "{guest}"),
        new("Somebody who shares no lock", "GET", "/user/{nobody id}", "{desk}"),
        new("Nobody", "GET", "/user/6f0c1a52-6f7b-4f0e-9a55-0a3b1c2d3e4f", "{desk}"),
        new("A person without a token", "GET", "/user/{guest id}", null),
    ];
}
