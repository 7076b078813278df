namespace Latchwork.Dialects.Tests.Scenarios.Native;

/// <summary>What locks are called and set to, and the end of one; cards.</summary>
internal static class LockScenarios
{
    private const string Locks = "/api/v1/locks";
    private const string Cards = "/api/v1/cards";
    private const string NoId = "00000000-0000-4000-8000-000000000000";
    private const string Weak = "Bearer {weak}";
    private const string Other = "Bearer {other}";

    public static IReadOnlyList<Scenario> Rows { get; } =
    [
        new("Another site for doors", "POST", "/api/v1/sites") { Json = """{"name":"Yard","timeZone":"Europe/London"}""", Learns = [("yard", "id")] },
        new("What a door is set to", "PATCH", $"{Locks}/{{Front door}}")
        {
            Json =
                """{"relockAfter":900,"openHours":{"hours":{"windows":[{"days":["sunday"],"from":"03:00","until":"03:01"}]}},"usageHours":[{"windows":[{"days":["monday","tuesday","wednesday","thursday","friday","saturday","sunday"],"from":"00:00","until":"24:00"}]}],"permittedAddresses":["127.0.0.0/8","::1"]}""",
        },
        new("A door and what it is set to", "GET", $"{Locks}/{{Front door}}"),
        new("And to nothing of it", "PATCH", $"{Locks}/{{Front door}}")
        {
            Json = """{"relockAfter":0,"openHours":{"hours":{"windows":[]}},"usageHours":[],"permittedAddresses":[]}""",
        },
        new("It relocks too soon", "PATCH", $"{Locks}/{{Front door}}") { Json = """{"relockAfter":1}""" },
        new("Hours without a day", "PATCH", $"{Locks}/{{Front door}}")
        {
            Json = """{"usageHours":[{"windows":[{"days":[],"from":"00:00","until":"24:00"}]}]}""",
        },
        new("An address that is none", "PATCH", $"{Locks}/{{Front door}}") { Json = """{"permittedAddresses":["here"]}""" },
        new("A name that is none, and nothing else of it", "PATCH", $"{Locks}/{{Front door}}") { Json = """{"relockAfter":10,"name":" "}""" },
        new("A lock that no link leads to cannot relock", "PATCH", $"{Locks}/{{Shed}}") { Json = """{"relockAfter":10}""" },
        new("It moves, and is called otherwise", "PATCH", $"{Locks}/{{Shed}}") { Json = """{"name":"Shed","siteId":"{yard}"}""" },
        new("To a site that is not there", "PATCH", $"{Locks}/{{Shed}}") { Json = $$"""{"siteId":"{{NoId}}"}""" },
        new("Settings, with a key that may not", "PATCH", $"{Locks}/{{Shed}}", Weak) { Json = """{"name":"Mine"}""" },
        new("Settings of a lock of another tenant", "PATCH", $"{Locks}/{{Shed}}", Other) { Json = """{"name":"Mine"}""" },
        new("What it keeps for itself", "PATCH", $"{Locks}/{{Front door}}/settings") { Json = """{"sound":true,"volume":2,"privacyLock":false}""" },
        new("And that is known", "GET", $"{Locks}/{{Front door}}"),
        new("Louder than it can be", "PATCH", $"{Locks}/{{Front door}}/settings") { Json = """{"sound":false,"volume":6}""" },
        new("Nothing at all", "PATCH", $"{Locks}/{{Front door}}/settings") { Json = "{}" },
        new("The sound of a lock that no link leads to", "PATCH", $"{Locks}/{{Shed}}/settings") { Json = """{"sound":false}""" },
        new("The sound, with a key that may not", "PATCH", $"{Locks}/{{Front door}}/settings", Weak) { Json = """{"sound":false}""" },
        new("The sound of a lock of another tenant", "PATCH", $"{Locks}/{{Front door}}/settings", Other) { Json = """{"sound":false}""" },
        new("Who could open it", "GET", $"{Locks}/{{Front door}}/openers?total=true"),
        new("Who could open it before there was one", "GET", $"{Locks}/{{Front door}}/openers?at=2020-01-01T00:00:00Z"),
        new("Who could open it at no time", "GET", $"{Locks}/{{Front door}}/openers?at=noon"),
        new("Who could open it, with a key that may not", "GET", $"{Locks}/{{Front door}}/openers", Weak),
        new("Who could open a lock of another tenant", "GET", $"{Locks}/{{Front door}}/openers", Other),
        new("Who could open what is no lock", "GET", $"{Locks}/{NoId}/openers"),
        new("It is frozen", "POST", $"{Locks}/{{Front door}}/freeze"),
        new("Nobody opens it", "POST", $"{Locks}/{{Front door}}/unlock"),
        new("And no more", "POST", $"{Locks}/{{Front door}}/unfreeze"),
        new("Frozen, with a key that may not", "POST", $"{Locks}/{{Front door}}/freeze", Weak),
        new("A card", "POST", Cards)
        {
            Json =
                """{"lockIds":["{Front door}"],"number":"305419896","name":"Ada","startsAt":"2031-01-01T00:00:00Z","endsAt":"2031-02-01T00:00:00Z"}""",
            Learns = [("card", "id")],
        },
        new("The same card", "POST", Cards) { Json = """{"lockIds":["{Front door}"],"number":"305419896"}""" },
        new("A card without a number", "POST", Cards) { Json = """{"lockIds":["{Front door}"],"number":"abc"}""" },
        new("A card for a lock that reads none", "POST", Cards) { Json = """{"lockIds":["{Shed}"],"number":"305419897"}""" },
        new("A card, with a key that may not", "POST", Cards, Weak) { Json = """{"lockIds":["{Front door}"],"number":"305419897"}""" },
        new("What is known of the card", "GET", $"{Cards}/{{card}}"),
        new("A card is no passcode", "GET", $"/api/v1/passcodes/{{card}}"),
        new("What is known of the card, of another tenant", "GET", $"{Cards}/{{card}}", Other),
        new("Another number and name", "PATCH", $"{Cards}/{{card}}") { Json = """{"name":"Bo","number":"305419898"}""" },
        new("A number that is none", "PATCH", $"{Cards}/{{card}}") { Json = """{"number":"0"}""" },
        new("The card ends", "DELETE", $"{Cards}/{{card}}"),
        new("And only once", "DELETE", $"{Cards}/{{card}}"),
        new("A lock goes, with a key that may not", "DELETE", $"{Locks}/{{Shed}}", Weak),
        new("A lock of another tenant goes", "DELETE", $"{Locks}/{{Shed}}", Other),
        new("A lock goes", "DELETE", $"{Locks}/{{Shed}}"),
        new("It is gone", "GET", $"{Locks}/{{Shed}}"),
    ];
}
