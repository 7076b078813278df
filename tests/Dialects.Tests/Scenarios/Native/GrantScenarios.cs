namespace Latchwork.Dialects.Tests.Scenarios.Native;

/// <summary>Grants to a door: to somebody who is invited, by login and by id, changed, frozen and revoked.</summary>
internal static class GrantScenarios
{
    private const string Grants = "/api/v1/grants";
    private const string NoId = "00000000-0000-4000-8000-000000000000";
    private const string Weak = "Bearer {weak}";
    private const string Other = "Bearer {other}";

    public static IReadOnlyList<Scenario> Rows { get; } =
    [
        new("Grants to a door", "GET", $"{Grants}?lockId={{Front door}}"),
        new("Grants, with a key that may not", "GET", Grants, Weak),
        new("Grants to a lock that is not there", "GET", $"{Grants}?lockId={NoId}"),
        new("A grant to a stranger", "POST", Grants) { Json = """{"lockId":"{Front door}","login":"painter@example.com"}""" },
        new("A grant to nobody", "POST", Grants) { Json = """{"lockId":"{Front door}"}""" },
        new("A grant to two", "POST", Grants) { Json = """{"lockId":"{Front door}","login":"painter@example.com","userId":"{Front door}"}""" },
        new("A grant to an unknown id", "POST", Grants) { Json = $$"""{"lockId":"{Front door}","userId":"{{NoId}}"}""" },
        new("A grant to no lock", "POST", Grants) { Json = $$"""{"lockId":"{{NoId}}","login":"{owner}"}""" },
        new("A grant, with a key that may not", "POST", Grants, Weak) { Json = """{"lockId":"{Front door}","login":"{owner}"}""" },
        new("A grant to the owner", "POST", Grants) { Json = """{"lockId":"{Front door}","login":"{owner}"}""" },
        new("A second owner", "POST", Grants)
        {
            Json = """{"lockId":"{Front door}","login":"painter@example.com","role":"owner","invitesUnknown":true}""",
        },
        new("A grant to somebody who is invited, on some days", "POST", Grants)
        {
            Json =
                """{"lockId":"{Front door}","login":"painter@example.com","invitesUnknown":true,"name":"Painter","window":{"endsAt":"2031-06-01T00:00:00Z"},"hours":{"windows":[{"days":["monday","friday"],"from":"08:00","until":"18:00"}],"exceptOn":["2030-12-25"]},"canUnlockRemotely":false}""",
            Learns = [("grant", "id")],
        },
        new("It waits", "GET", $"{Grants}/{{grant}}") { Learns = [("painter", "userId")] },
        new("A grant in detail, with a key that may not", "GET", $"{Grants}/{{grant}}", Weak),
        new("A grant of another tenant", "GET", $"{Grants}/{{grant}}", Other),
        new("An unknown grant", "GET", $"{Grants}/{NoId}"),
        new("Once more, by their id: the same grant", "POST", Grants)
        {
            Json = """{"lockId":"{Front door}","userId":"{painter}","role":"deputy","window":{"endsAt":"2031-06-01T00:00:00Z"}}""",
            Learns = [("same grant", "id")],
        },
        new("Other terms", "PATCH", $"{Grants}/{{grant}}")
        {
            Json =
                """{"name":"Bo","remarks":"Until the walls are done","role":"holder","window":{"startsAt":"2030-01-01T00:00:00Z","endsAt":"2031-07-01T00:00:00Z"},"hours":{"timeZone":"Europe/London","windows":[{"days":["sunday"],"from":"22:00","until":"24:00"}]}}""",
        },
        new("At any hour", "PATCH", $"{Grants}/{{grant}}") { Json = """{"hours":{"windows":[]}}""" },
        new("No hours", "PATCH", $"{Grants}/{{grant}}") { Json = """{"hours":{"windows":[{"days":["noday"],"from":"8","until":"18:00"}]}}""" },
        new("A zone that is none", "PATCH", $"{Grants}/{{grant}}")
        {
            Json = """{"hours":{"timeZone":"Nowhere","windows":[{"days":["sunday"],"from":"22:00","until":"24:00"}]}}""",
        },
        new("A window that ends before it starts", "PATCH", $"{Grants}/{{grant}}")
        {
            Json = """{"window":{"startsAt":"2031-01-01T00:00:00Z","endsAt":"2030-01-01T00:00:00Z"}}""",
        },
        new("Ownership is not given", "PATCH", $"{Grants}/{{grant}}") { Json = """{"role":"owner"}""" },
        new("Other terms, with a key that may not", "PATCH", $"{Grants}/{{grant}}", Weak) { Json = """{"name":"Mine"}""" },
        new("It is frozen", "POST", $"{Grants}/{{grant}}/freeze"),
        new("Another window while it is", "PATCH", $"{Grants}/{{grant}}") { Json = """{"window":{}}""" },
        new("It is frozen, with a key that may not", "POST", $"{Grants}/{{grant}}/freeze", Weak),
        new("And no more", "POST", $"{Grants}/{{grant}}/unfreeze"),
        new("Grants of a person", "GET", $"{Grants}?userId={{painter}}"),
        new("Revoke it, with a key that may not", "DELETE", $"{Grants}/{{grant}}", Weak),
        new("Revoke it", "DELETE", $"{Grants}/{{grant}}"),
        new("Revoke it again", "DELETE", $"{Grants}/{{grant}}"),
        new("It is told no more", "GET", $"{Grants}/{{grant}}"),
        new("The owner's is nobody's to take", "GET", $"{Grants}?lockId={{Front door}}") { Learns = [("own grant", "items.0.id")] },
        new("Nor by force", "DELETE", $"{Grants}/{{own grant}}"),
    ];
}
