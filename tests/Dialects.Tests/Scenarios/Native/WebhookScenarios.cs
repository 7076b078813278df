namespace Latchwork.Dialects.Tests.Scenarios.Native;

/// <summary>Where the tenant is told what happens, and what became of it.</summary>
internal static class WebhookScenarios
{
    private const string Webhooks = "/api/v1/webhooks";
    private const string NoId = "00000000-0000-4000-8000-000000000000";
    private const string Weak = "Bearer {weak}";
    private const string Other = "Bearer {other}";

    public static IReadOnlyList<Scenario> Rows { get; } =
    [
        new("A webhook", "POST", Webhooks)
        {
            Json = """{"name":"Chat","format":"keyvox-text","url":"http://127.0.0.1:9/hook","events":["lock.unlocked"],"methods":[1,9]}""",
            Learns = [("webhook", "id")],
        },
        new("A webhook of one door", "POST", Webhooks)
        {
            Json =
                """{"name":"Door","format":"keyvox-locks","url":"http://127.0.0.1:9/hook","devices":["{Front door}"],"secret":"a-secret-of-mine-1"}""",
            Learns = [("door webhook", "id")],
        },
        new("A webhook in our own form", "POST", Webhooks)
        {
            Json =
                """{"name":"Ours","format":"latchwork","url":"http://127.0.0.1:9/ours","events":["lock.*","battery.low"],"devices":["{Front door}"],"isOrdered":true,"retryForHours":96}""",
            Learns = [("our webhook", "id")],
        },
        new("A webhook of everything", "POST", Webhooks)
        {
            Json = """{"name":"All","format":"latchwork","url":"http://127.0.0.1:9/all"}""",
            Learns = [("all webhook", "id")],
        },
        new("A webhook of a type that there is not", "POST", Webhooks)
        {
            Json = """{"name":"X","format":"latchwork","url":"http://127.0.0.1:9/","events":["lock.dance"]}""",
        },
        new("A webhook of an unknown site", "POST", Webhooks)
        {
            Json = $$"""{"name":"X","format":"latchwork","url":"http://127.0.0.1:9/","siteIds":["{{NoId}}"]}""",
        },
        new("A webhook of an unknown person", "POST", Webhooks)
        {
            Json = $$"""{"name":"X","format":"latchwork","url":"http://127.0.0.1:9/","userIds":["{{NoId}}"]}""",
        },
        new("A webhook that gives up too soon", "POST", Webhooks)
        {
            Json = """{"name":"X","format":"latchwork","url":"http://127.0.0.1:9/","retryForHours":71}""",
        },
        new("An order that another format has no word for", "POST", Webhooks)
        {
            Json = """{"name":"X","format":"keyvox-text","url":"http://127.0.0.1:9/","isOrdered":true}""",
        },
        new("Events, with a key that may read none", "POST", Webhooks, "Bearer {integrator}")
        {
            Json = """{"name":"X","format":"latchwork","url":"http://127.0.0.1:9/"}""",
        },
        new("A new secret", "POST", $"{Webhooks}/{{our webhook}}/secret"),
        new("And another at once", "POST", $"{Webhooks}/{{our webhook}}/secret") { Json = """{"overlapHours":0}""" },
        new("Two secrets for too long", "POST", $"{Webhooks}/{{our webhook}}/secret") { Json = """{"overlapHours":169}""" },
        new("Once more from one event to itself", "POST", $"{Webhooks}/{{all webhook}}/replay")
        {
            Json = """{"after":"{place}","until":"{place}"}""",
        },
        new("Once more since a time to come", "POST", $"{Webhooks}/{{all webhook}}/replay") { Json = """{"since":"2100-01-01T00:00:00Z"}""" },
        new("Once more from nowhere", "POST", $"{Webhooks}/{{all webhook}}/replay") { Json = """{"after":"7"}""" },
        new("Once more from no number", "POST", $"{Webhooks}/{{all webhook}}/replay") { Json = """{"after":"seven"}""" },
        new("Once more until somewhere", "POST", $"{Webhooks}/{{all webhook}}/replay") { Json = """{"until":"0"}""" },
        new("A webhook of no format", "POST", Webhooks) { Json = """{"name":"X","format":"pigeon","url":"http://127.0.0.1:9/"}""" },
        new("A webhook of another format's events", "POST", Webhooks)
        {
            Json = """{"name":"X","format":"keyvox-locks","url":"http://127.0.0.1:9/","events":["booking.created"]}""",
        },
        new("A webhook of no events", "POST", Webhooks) { Json = """{"name":"X","format":"keyvox-locks","url":"http://127.0.0.1:9/","events":[]}""" },
        new("A webhook of no way", "POST", Webhooks) { Json = """{"name":"X","format":"keyvox-locks","url":"http://127.0.0.1:9/","methods":[3]}""" },
        new("A webhook of an unknown door", "POST", Webhooks)
        {
            Json = $$"""{"name":"X","format":"keyvox-locks","url":"http://127.0.0.1:9/","devices":["{{NoId}}"]}""",
        },
        new("A webhook to nowhere public", "POST", Webhooks) { Json = """{"name":"X","format":"keyvox-locks","url":"http://192.0.2.1/"}""" },
        new("A webhook with a short secret", "POST", Webhooks)
        {
            Json = """{"name":"X","format":"keyvox-locks","url":"http://127.0.0.1:9/","secret":"short"}""",
        },
        new("Bookings with codes", "POST", Webhooks)
        {
            Json = """{"name":"Stays","format":"keyvox-bookings","url":"http://127.0.0.1:9/hook","sendsCodes":true}""",
            Learns = [("stays webhook", "id")],
        },
        new("Codes where there are none", "POST", Webhooks)
        {
            Json = """{"name":"X","format":"keyvox-locks","url":"http://127.0.0.1:9/hook","sendsCodes":true}""",
        },
        new("Codes, with a key that may see none", "POST", Webhooks, "Bearer {integrator}")
        {
            Json = """{"name":"X","format":"keyvox-bookings","url":"http://127.0.0.1:9/hook","sendsCodes":true}""",
        },
        new("A webhook, with a key that may not", "POST", Webhooks, Weak)
        {
            Json = """{"name":"X","format":"keyvox-locks","url":"http://127.0.0.1:9/"}""",
        },
        new("Webhooks", "GET", Webhooks),
        new("Webhooks, with a key that may not", "GET", Webhooks, Weak),
        new("Another target, switched off", "PUT", $"{Webhooks}/{{webhook}}")
        {
            Json = """{"name":"Chat","format":"keyvox-text","url":"http://127.0.0.1:9/other","isEnabled":false}""",
        },
        new("Another format", "PUT", $"{Webhooks}/{{webhook}}")
        {
            Json = """{"name":"Chat","format":"keyvox-locks","url":"http://127.0.0.1:9/other"}""",
        },
        new("A webhook of another tenant", "PUT", $"{Webhooks}/{{webhook}}", Other)
        {
            Json = """{"name":"Chat","format":"keyvox-text","url":"http://127.0.0.1:9/other"}""",
        },
        new("Its attempts", "GET", $"{Webhooks}/{{webhook}}/attempts"),
        new("Its deliveries", "GET", $"{Webhooks}/{{webhook}}/deliveries?state=parked&events=lock.unlocked&total=true"),
        new("Deliveries in no state", "GET", $"{Webhooks}/{{webhook}}/deliveries?state=lost"),
        new("Deliveries of what it never tells", "GET", $"{Webhooks}/{{webhook}}/deliveries?events=lock.dance"),
        new("Deliveries of a group, of our own form", "GET", $"{Webhooks}/{{door webhook}}/deliveries?events=lock.*"),
        new("Deliveries of an unknown one", "GET", $"{Webhooks}/{NoId}/deliveries"),
        new("Deliveries, with a key that may not", "GET", $"{Webhooks}/{{webhook}}/deliveries", Weak),
        new("Deliveries to another tenant", "GET", $"{Webhooks}/{{webhook}}/deliveries", Other),
        new("A delivery that is not there", "GET", $"{Webhooks}/{{webhook}}/deliveries/msg_0"),
        new("It is not told once more either", "POST", $"{Webhooks}/{{webhook}}/deliveries/msg_0/replay"),
        new("Once more, with a key that may not", "POST", $"{Webhooks}/{{webhook}}/deliveries/msg_0/replay", Weak),
        new("Attempts of an unknown one", "GET", $"{Webhooks}/{NoId}/attempts"),
        new("Replay what is parked", "POST", $"{Webhooks}/{{webhook}}/replay"),
        new("Remove it", "DELETE", $"{Webhooks}/{{webhook}}"),
        new("Remove it again", "DELETE", $"{Webhooks}/{{webhook}}"),
    ];
}
