namespace Latchwork.Dialects.Tests.Scenarios.Native;

/// <summary>Members of a tenant: one who has to accept first, one who has an account, and the owner.</summary>
internal static class UserScenarios
{
    private const string Users = "/api/v1/users";
    private const string NoId = "00000000-0000-4000-8000-000000000000";
    private const string Weak = "Bearer {weak}";
    private const string Other = "Bearer {other}";

    public static IReadOnlyList<Scenario> Rows { get; } =
    [
        new("Who belongs to the tenant", "GET", Users) { Learns = [("owner id", "items.0.id")] },
        new("Who belongs to it, with a key that may not", "GET", Users, Weak),
        new("A colleague who has no account", "POST", Users)
        {
            Json = """{"login":"colleague@example.com","role":"operator"}""",
            Learns = [("colleague", "id")],
        },
        new("Somebody with an account", "POST", Users)
        {
            Json = """{"login":"stranger@example.com","role":"auditor"}""",
            Learns = [("auditor", "id")],
        },
        new("Once more", "POST", Users) { Json = """{"login":"stranger@example.com","role":"auditor"}""" },
        new("By a telephone number", "POST", Users) { Json = """{"login":"+442071838750","role":"auditor"}""" },
        new("A role that is none", "POST", Users) { Json = """{"login":"colleague@example.com","role":"king"}""" },
        new("No name at all", "POST", Users) { Json = """{"login":"@","role":"auditor"}""" },
        new("A colleague, with a key that may not", "POST", Users, Weak) { Json = """{"login":"colleague@example.com","role":"auditor"}""" },
        new("One waits, one belongs", "GET", Users),
        new("The one who waits", "GET", $"{Users}/{{colleague}}"),
        new("The one who waits, of another tenant", "GET", $"{Users}/{{colleague}}", Other),
        new("Nobody", "GET", $"{Users}/{NoId}"),
        new("Another role", "PATCH", $"{Users}/{{auditor}}") { Json = """{"role":"owner"}""" },
        new("Another role for the one who waits", "PATCH", $"{Users}/{{colleague}}") { Json = """{"role":"integrator"}""" },
        new("Another role, with a key that may not", "PATCH", $"{Users}/{{auditor}}", Weak) { Json = """{"role":"auditor"}""" },
        new("Another role for a stranger", "PATCH", $"{Users}/{{auditor}}", Other) { Json = """{"role":"auditor"}""" },
        new("Switched off", "POST", $"{Users}/{{auditor}}/switch-off"),
        new("Once more is once", "POST", $"{Users}/{{auditor}}/switch-off"),
        new("One who is off", "GET", $"{Users}/{{auditor}}"),
        new("The other owner cannot be", "POST", $"{Users}/{{owner id}}/switch-off"),
        new("Nor one who waits", "POST", $"{Users}/{{colleague}}/switch-off"),
        new("Nor a stranger", "POST", $"{Users}/{{auditor}}/switch-off", Other),
        new("Nor nobody", "POST", $"{Users}/{NoId}/switch-off"),
        new("Switched off, with a key that may not", "POST", $"{Users}/{{auditor}}/switch-off", Weak),
        new("Switched on, with a key that may not", "POST", $"{Users}/{{auditor}}/switch-on", Weak),
        new("Switched on for a stranger", "POST", $"{Users}/{{auditor}}/switch-on", Other),
        new("Switched on again", "POST", $"{Users}/{{auditor}}/switch-on"),
        new("The invitation is taken back", "DELETE", $"{Users}/{{colleague}}"),
        new("It is gone", "GET", $"{Users}/{{colleague}}"),
        new("The first owner is removed: their locks go to the other", "DELETE", $"{Users}/{{owner id}}"),
        new("They are the owner now", "GET", "/api/v1/grants?lockId={Front door}"),
        new("The last owner stays", "DELETE", $"{Users}/{{auditor}}"),
        new("And stays an owner", "PATCH", $"{Users}/{{auditor}}") { Json = """{"role":"operator"}""" },
        new("Removed, with a key that may not", "DELETE", $"{Users}/{{auditor}}", Weak),
    ];
}
