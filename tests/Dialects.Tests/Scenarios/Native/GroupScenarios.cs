namespace Latchwork.Dialects.Tests.Scenarios.Native;

/// <summary>A group of a tenant's locks: made, filled, emptied and deleted.</summary>
internal static class GroupScenarios
{
    private const string Groups = "/api/v1/lock-groups";
    private const string NoId = "00000000-0000-4000-8000-000000000000";
    private const string Weak = "Bearer {weak}";
    private const string Other = "Bearer {other}";

    public static IReadOnlyList<Scenario> Rows { get; } =
    [
        new("No group yet", "GET", $"{Groups}?total=true"),
        new("A group", "POST", Groups) { Json = """{"name":" Ground floor "}""", Learns = [("group", "id")] },
        new("A name is there once", "POST", Groups) { Json = """{"name":"Ground floor"}""" },
        new("A group without a name", "POST", Groups) { Json = """{"name":" "}""" },
        new("A group, with a key that may not", "POST", Groups, Weak) { Json = """{"name":"Mine"}""" },
        new("Groups, with a key that may not", "GET", Groups, Weak),
        new("Another tenant has it too", "POST", Groups, Other) { Json = """{"name":"Ground floor"}""" },
        new("Two are put in", "POST", $"{Groups}/{{group}}/locks") { Json = """{"add":["{Front door}","{Shed}","{Front door}"]}""" },
        new("What is in it", "GET", "/api/v1/locks?groupId={group}&limit=1&total=true"),
        new("What another tenant sees in it", "GET", "/api/v1/locks?groupId={group}", Other),
        new("What is in a group that is none", "GET", $"/api/v1/locks?groupId={NoId}"),
        new("One goes, one stays, at once", "POST", $"{Groups}/{{group}}/locks") { Json = """{"add":["{Front door}"],"remove":["{Shed}"]}""" },
        new("In and out is neither", "POST", $"{Groups}/{{group}}/locks") { Json = """{"add":["{Shed}"],"remove":["{Shed}"]}""" },
        new("A lock that is none, and nothing else of it", "POST", $"{Groups}/{{group}}/locks")
        {
            Json = $$"""{"add":["{Shed}","{{NoId}}"],"remove":["{Front door}"]}""",
        },
        new("Locks, with a key that may not", "POST", $"{Groups}/{{group}}/locks", Weak) { Json = """{"add":["{Shed}"]}""" },
        new("Locks in a group of another tenant", "POST", $"{Groups}/{{group}}/locks", Other) { Json = "{}" },
        new("The group has one", "GET", $"{Groups}/{{group}}"),
        new("The group of another tenant", "GET", $"{Groups}/{{group}}", Other),
        new("It is called otherwise", "PATCH", $"{Groups}/{{group}}") { Json = """{"name":"Lobby"}""" },
        new("Called otherwise, with a key that may not", "PATCH", $"{Groups}/{{group}}", Weak) { Json = """{"name":"Mine"}""" },
        new("All groups, by a part of the name", "GET", $"{Groups}?name=LOB"),
        new("Deleted, with a key that may not", "DELETE", $"{Groups}/{{group}}", Weak),
        new("Deleted by another tenant", "DELETE", $"{Groups}/{{group}}", Other),
        new("Deleted", "DELETE", $"{Groups}/{{group}}"),
        new("Once", "DELETE", $"{Groups}/{{group}}"),
        new("Its locks are there", "GET", "/api/v1/locks?name=Front"),
        new("And nothing is in it", "GET", "/api/v1/locks?groupId={group}"),
    ];
}
