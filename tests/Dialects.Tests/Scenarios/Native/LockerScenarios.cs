namespace Latchwork.Dialects.Tests.Scenarios.Native;

/// <summary>Boxes and who has them, at the cabinet of the demo link: digits are in no answer that is approved but those that the row chose.</summary>
internal static class LockerScenarios
{
    private const string Lockers = "/api/v1/lockers";
    private const string Leases = "/api/v1/box-leases";
    private const string NoId = "00000000-0000-4000-8000-000000000000";
    private const string Weak = "Bearer {weak}";
    private const string Other = "Bearer {other}";
    private const string Time = "from=2031-01-01T00:00:00Z&until=2031-01-02T00:00:00Z";

    public static IReadOnlyList<Scenario> Rows { get; } =
    [
        new("Its free boxes", "GET", $"{Lockers}/{{Parcel lockers}}/free-boxes?{Time}&size=small"),
        new("Free boxes in no time", "GET", $"{Lockers}/{{Parcel lockers}}/free-boxes?from=2031-01-01T00:00:00Z"),
        new(
            "Free boxes of a time that ends before it starts",
            "GET",
            $"{Lockers}/{{Parcel lockers}}/free-boxes?from=2031-01-02T00:00:00Z&until=2031-01-01T00:00:00Z"
        ),
        new("Free boxes of no size", "GET", $"{Lockers}/{{Parcel lockers}}/free-boxes?{Time}&size=huge"),
        new("Free boxes of another tenant", "GET", $"{Lockers}/{{Parcel lockers}}/free-boxes?{Time}", Other),
        new("Free boxes, with a key that may not", "GET", $"{Lockers}/{{Parcel lockers}}/free-boxes?{Time}", Weak),
        new("Lights", "PUT", $"{Lockers}/{{Parcel lockers}}/lights") { Json = """{"boxes":["00-00","00-01"],"light":"#00ff00","blinks":true}""" },
        new("A box and its light", "GET", $"{Lockers}/{{Parcel lockers}}"),
        new("A light of no colour", "PUT", $"{Lockers}/{{Parcel lockers}}/lights") { Json = """{"boxes":["00-00"],"light":"mauve"}""" },
        new("A light of no box", "PUT", $"{Lockers}/{{Parcel lockers}}/lights") { Json = """{"boxes":[],"light":"red"}""" },
        new("A light of a box that is not there", "PUT", $"{Lockers}/{{Parcel lockers}}/lights") { Json = """{"boxes":["99-99"],"light":"red"}""" },
        new("A light for too long", "PUT", $"{Lockers}/{{Parcel lockers}}/lights") { Json = """{"boxes":["00-00"],"light":"red","seconds":86401}""" },
        new("Lights, with a key that may not", "PUT", $"{Lockers}/{{Parcel lockers}}/lights", Weak)
        {
            Json = """{"boxes":["00-00"],"light":"red"}""",
        },
        new("A box is broken", "PUT", $"{Lockers}/{{Parcel lockers}}/boxes/00-05/status") { Json = """{"status":"broken"}""" },
        new("And is not any more", "PUT", $"{Lockers}/{{Parcel lockers}}/boxes/00-05/status") { Json = """{"status":"free"}""" },
        new("A state of no box", "PUT", $"{Lockers}/{{Parcel lockers}}/boxes/00-05/status") { Json = """{"status":"lost"}""" },
        new("A state of a box that is not there", "PUT", $"{Lockers}/{{Parcel lockers}}/boxes/99-99/status") { Json = """{"status":"broken"}""" },
        new("What happened to it", "GET", $"{Lockers}/{{Parcel lockers}}/boxes/00-05/events"),
        new("What happened to a box that is not there", "GET", $"{Lockers}/{{Parcel lockers}}/boxes/99-99/events"),
        new("What happened before nothing", "GET", $"{Lockers}/{{Parcel lockers}}/boxes/00-05/events?before=soon"),
        new("What happened to it, with a key that may not", "GET", $"{Lockers}/{{Parcel lockers}}/boxes/00-05/events", Weak),
        new("A box for somebody", "POST", $"{Lockers}/{{Parcel lockers}}/leases")
        {
            Json =
                """{"kind":"rental","box":"00-04","digits":"749136","name":"Ada","startsAt":"2031-01-01T00:00:00Z","endsAt":"2031-01-02T00:00:00Z"}""",
            Learns = [("lease", "id")],
        },
        new("Who has or will have it", "GET", $"{Lockers}/{{Parcel lockers}}/leases?box=00-05&open=true"),
        new("Who has a box of no number", "GET", $"{Lockers}/{{Parcel lockers}}/leases?box=5"),
        new("The use of too many days", "GET", $"{Lockers}/{{Parcel lockers}}/usage?days=93"),
        new("The use of another tenant's", "GET", $"{Lockers}/{{Parcel lockers}}/usage", Other),
        new("The use of it, with a key that may not", "GET", $"{Lockers}/{{Parcel lockers}}/usage", Weak),
        new("Its code once more", "POST", $"{Leases}/{{lease}}/reveal"),
        new("Its code, with a key that may not", "POST", $"{Leases}/{{lease}}/reveal", Weak),
        new("The code of another tenant's", "POST", $"{Leases}/{{lease}}/reveal", Other),
        new("Its code to the guest", "POST", $"{Leases}/{{lease}}/send") { Json = """{"email":"ada@example.com"}""" },
        new("To nowhere", "POST", $"{Leases}/{{lease}}/send") { Json = "{}" },
        new("To somebody else, with a key that may not see it", "POST", $"{Leases}/{{lease}}/send", Weak) { Json = """{"email":"me@example.com"}""" },
        new("To somebody else, with a key that gives boxes and sees no codes", "POST", $"{Leases}/{{lease}}/send", "Bearer {giver}")
        {
            Json = """{"email":"me@example.com"}""",
        },
        new("A day more", "PATCH", $"{Leases}/{{lease}}") { Json = """{"endsAt":"2031-01-03T00:00:00Z"}""" },
        new("A time that ends before it starts", "PATCH", $"{Leases}/{{lease}}") { Json = """{"endsAt":"2030-01-03T00:00:00Z"}""" },
        new("Digits that are none", "PATCH", $"{Leases}/{{lease}}") { Json = """{"digits":"12a4"}""" },
        new("A change of nobody's", "PATCH", $"{Leases}/{NoId}") { Json = """{"name":"Bo"}""" },
        new("It ends", "DELETE", $"{Leases}/{{lease}}"),
        new("Its code is told no more", "POST", $"{Leases}/{{lease}}/reveal"),
    ];
}
