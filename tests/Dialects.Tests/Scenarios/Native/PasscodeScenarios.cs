namespace Latchwork.Dialects.Tests.Scenarios.Native;

/// <summary>At a door that has a keypad: digits are in no answer that is approved but those that the row chose.</summary>
internal static class PasscodeScenarios
{
    private const string Locks = "/api/v1/locks";
    private const string Passcodes = "/api/v1/passcodes";
    private const string NoId = "00000000-0000-4000-8000-000000000000";
    private const string Weak = "Bearer {weak}";
    private const string Other = "Bearer {other}";

    public static IReadOnlyList<Scenario> Rows { get; } =
    [
        new("A passcode", "POST", Passcodes)
        {
            Json =
                """{"lockIds":["{Front door}"],"name":"Ada","digits":"862937","startsAt":"2031-01-01T00:00:00Z","endsAt":"2031-02-01T00:00:00Z"}""",
            Learns = [("passcode", "id")],
        },
        new("The same digits at the same time", "POST", Passcodes)
        {
            Json = """{"lockIds":["{Front door}"],"digits":"862937","startsAt":"2031-01-15T00:00:00Z","endsAt":"2031-03-01T00:00:00Z"}""",
        },
        new("Digits that are none", "POST", Passcodes) { Json = """{"lockIds":["{Front door}"],"digits":"12a4"}""" },
        new("For no lock", "POST", Passcodes) { Json = """{"lockIds":[]}""" },
        new("For a lock that is not there", "POST", Passcodes) { Json = $$"""{"lockIds":["{{NoId}}"]}""" },
        new("A window that ends before it starts", "POST", Passcodes)
        {
            Json = """{"lockIds":["{Front door}"],"startsAt":"2031-02-01T00:00:00Z","endsAt":"2031-01-01T00:00:00Z"}""",
        },
        new("A passcode, with a key that may not", "POST", Passcodes, Weak) { Json = """{"lockIds":["{Front door}"]}""" },
        new("What is known of it", "GET", $"{Passcodes}/{{passcode}}"),
        new("What is known of it, with a key that may not", "GET", $"{Passcodes}/{{passcode}}", Weak),
        new("What is known of it, of another tenant", "GET", $"{Passcodes}/{{passcode}}", Other),
        new("Those of its name at all locks", "GET", $"{Passcodes}?lockId={{Front door}}&name=ad&state=live"),
        new("Those whose time is over", "GET", $"{Passcodes}?state=over&total=true"),
        new("In a state that is none", "GET", $"{Passcodes}?state=lost"),
        new("At a lock that is not there", "GET", $"{Passcodes}?lockId={NoId}"),
        new("All of them, with a key that may not", "GET", Passcodes, Weak),
        new("All of them, of another tenant", "GET", Passcodes, Other),
        new("All cards", "GET", "/api/v1/cards?limit=1"),
        new("All cards, with a key that may not", "GET", "/api/v1/cards", Weak),
        new("The passcodes of the lock", "GET", $"{Locks}/{{Front door}}/passcodes"),
        new("Its cards", "GET", $"{Locks}/{{Front door}}/cards"),
        new("All fingerprints", "GET", "/api/v1/fingerprints?total=true"),
        new("All fingerprints, by lock, name and state", "GET", "/api/v1/fingerprints?lockId={Front door}&name=ada&state=live"),
        new("All fingerprints, with a key that may not", "GET", "/api/v1/fingerprints", Weak),
        new("Its fingerprints", "GET", $"{Locks}/{{Front door}}/fingerprints"),
        new("Digits are not looked for", "GET", $"{Locks}/{{Front door}}/passcodes?name=862937"),
        new("The digits, with a key that may not", "POST", $"{Passcodes}/{{passcode}}/reveal", Weak),
        new("The digits", "POST", $"{Passcodes}/{{passcode}}/reveal"),
        new("Another name", "PATCH", $"{Passcodes}/{{passcode}}") { Json = """{"name":"Bo"}""" },
        new("No digits", "PATCH", $"{Passcodes}/{{passcode}}") { Json = """{"digits":"1"}""" },
        new("The end of it", "DELETE", $"{Passcodes}/{{passcode}}"),
        new("Its end once more", "DELETE", $"{Passcodes}/{{passcode}}"),
        new("Digits of what was revoked", "POST", $"{Passcodes}/{{passcode}}/reveal"),
    ];
}
