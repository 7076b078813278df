namespace Latchwork.Dialects.Tests.Scenarios.Native;

/// <summary>Units, plans and stays, in rooms without a lock: a code's digits are of one run alone.</summary>
internal static class RoomScenarios
{
    private const string Units = "/api/v1/units";
    private const string Plans = "/api/v1/plans";
    private const string Stays = "/api/v1/reservations";
    private const string Sites = "/api/v1/sites";
    private const string NoId = "00000000-0000-4000-8000-000000000000";
    private const string Weak = "Bearer {weak}";
    private const string Other = "Bearer {other}";

    public static IReadOnlyList<Scenario> Rows { get; } =
    [
        new("A site for rooms", "POST", Sites) { Json = """{"name":"Inn","timeZone":"Europe/London"}""", Learns = [("inn", "id")] },
        new("What is kept of it", "PATCH", $"{Sites}/{{inn}}") { Json = """{"kind":"hotel","address":"1 High Street","earlyEntryMinutes":30}""" },
        new("A place that is not on Earth", "PATCH", $"{Sites}/{{inn}}") { Json = """{"latitude":91}""" },
        new("A kind of no site", "PATCH", $"{Sites}/{{inn}}") { Json = """{"kind":"castle"}""" },
        new("A site in detail", "GET", $"{Sites}/{{inn}}"),
        new("A site in detail, with a key that may not", "GET", $"{Sites}/{{inn}}", Weak),
        new("A new unit", "POST", Units) { Json = """{"siteId":"{inn}","name":"101","number":"101"}""", Learns = [("room", "id")] },
        new("A unit without a name", "POST", Units) { Json = """{"siteId":"{inn}","name":" "}""" },
        new("A unit of no site", "POST", Units) { Json = $$"""{"siteId":"{{NoId}}","name":"101"}""" },
        new("A unit, with a key that may not", "POST", Units, Weak) { Json = """{"siteId":"{inn}","name":"101"}""" },
        new("Units of a site", "GET", $"{Units}?siteId={{inn}}"),
        new("A lock that is not there", "PUT", $"{Units}/{{room}}/locks") { Json = $$"""{"lockIds":["{{NoId}}"]}""" },
        new("A new plan", "POST", Plans)
        {
            Json = """{"siteId":"{inn}","name":"Night","price":90.5,"maxGuests":2,"unitIds":["{room}"]}""",
            Learns = [("plan", "id")],
        },
        new("A plan at no price", "POST", Plans) { Json = """{"siteId":"{inn}","name":"Night","price":-1}""" },
        new("Plans", "GET", $"{Plans}?siteId={{inn}}"),
        new("A booking by its plan", "POST", Stays)
        {
            Json =
                """{"planId":"{plan}","startsAt":"2031-03-29T15:00","endsAt":"2031-03-30T11:00","guest":{"name":"Ada","email":"ada@example.com"}}""",
            Learns = [("stay", "id")],
        },
        new("A room that is taken", "POST", Stays)
        {
            Json = """{"units":[{"id":"{room}"}],"startsAt":"2031-03-30T10:00","endsAt":"2031-03-30T12:00","guest":{"name":"Bo"}}""",
        },
        new("Nobody", "POST", Stays) { Json = """{"siteId":"{inn}","startsAt":"2031-03-30T10:00","endsAt":"2031-03-30T12:00","guest":{}}""" },
        new("Nowhere", "POST", Stays) { Json = """{"startsAt":"2031-03-30T10:00","endsAt":"2031-03-30T12:00","guest":{"name":"Bo"}}""" },
        new("Never", "POST", Stays) { Json = """{"siteId":"{inn}","startsAt":"tomorrow","endsAt":"2031-03-30T12:00","guest":{"name":"Bo"}}""" },
        new("A booking, with a key that may not", "POST", Stays, Weak)
        {
            Json = """{"siteId":"{inn}","startsAt":"2031-04-30T10:00","endsAt":"2031-04-30T12:00","guest":{"name":"Bo"}}""",
        },
        new("A stay", "GET", $"{Stays}/{{stay}}"),
        new("A stay of another tenant", "GET", $"{Stays}/{{stay}}", Other),
        new("A later check-out", "PATCH", $"{Stays}/{{stay}}") { Json = """{"endsAt":"2031-03-30T13:00","guests":2}""" },
        new("What the guest was told", "GET", $"{Stays}/{{stay}}/messages"),
        new("What nobody's guest was told", "GET", $"{Stays}/{NoId}/messages"),
        new("What another tenant's guest was told", "GET", $"{Stays}/{{stay}}/messages", Other),
        new("The guest is told once more", "POST", $"{Stays}/{{stay}}/send") { Json = """{"ways":["mail"]}""" },
        new("By no way", "POST", $"{Stays}/{{stay}}/send") { Json = """{"ways":[]}""" },
        new("By a way that is none", "POST", $"{Stays}/{{stay}}/send") { Json = """{"ways":["pigeon"]}""" },
        new("Where the guest is not reached", "POST", $"{Stays}/{{stay}}/send") { Json = """{"ways":["sms"]}""" },
        new("Telling, with a key that may not", "POST", $"{Stays}/{{stay}}/send", Weak) { Json = """{"ways":["mail"]}""" },
        new("What happened to a stay of another tenant", "GET", $"{Stays}/{{stay}}/events", Other),
        new("What happened to it before nothing", "GET", $"{Stays}/{{stay}}/events?before=soon"),
        new("What happened to it, with a key that may not", "GET", $"{Stays}/{{stay}}/events", Weak),
        new("Stays with their verdict", "GET", $"{Stays}?siteId={{inn}}&verdict=true"),
        new("Stays of a guest", "GET", $"{Stays}?search=ada&open=true"),
        new("Stays in no state", "GET", $"{Stays}?state=lost"),
        new("Free units", "GET", "/api/v1/free-units?from=2031-03-30T00:00:00Z&until=2031-03-31T00:00:00Z&siteId={inn}"),
        new("Free units in no time", "GET", "/api/v1/free-units"),
        new("Out before in", "POST", $"{Stays}/{{stay}}/check-out"),
        new("In", "POST", $"{Stays}/{{stay}}/check-in"),
        new("In once more", "POST", $"{Stays}/{{stay}}/check-in?unitId={{room}}"),
        new("Too late to cancel", "POST", $"{Stays}/{{stay}}/cancel"),
        new("Out", "POST", $"{Stays}/{{stay}}/check-out"),
        new("The unit needs cleaning", "GET", $"{Units}/{{room}}"),
        new("And is clean", "PATCH", $"{Units}/{{room}}") { Json = """{"isClean":true}""" },
        new("Too late to be told", "POST", $"{Stays}/{{stay}}/send") { Json = """{"ways":["mail"]}""" },
        new("The guest is erased", "DELETE", $"{Stays}/{{stay}}/guest"),
        new("A block", "POST", "/api/v1/blocks")
        {
            Json = """{"unitIds":["{room}"],"startsAt":"2031-05-01T00:00","endsAt":"2031-05-02T00:00","because":"Painting"}""",
            Learns = [("block", "id")],
        },
        new("A unit that is blocked stays", "DELETE", $"{Units}/{{room}}"),
        new("The block is over", "POST", $"{Stays}/{{block}}/cancel"),
        new("The plan goes", "DELETE", $"{Plans}/{{plan}}"),
        new("And the unit", "DELETE", $"{Units}/{{room}}"),
        new("It is not there any more", "GET", $"{Units}/{{room}}"),
    ];
}
