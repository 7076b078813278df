namespace Latchwork.Dialects.Tests.Scenarios.Native;

/// <summary>Who of the tenant is told by mail.</summary>
internal static class AlertScenarios
{
    private const string Alerts = "/api/v1/alerts";
    private const string NoId = "00000000-0000-4000-8000-000000000000";
    private const string Weak = "Bearer {weak}";
    private const string Other = "Bearer {other}";

    public static IReadOnlyList<Scenario> Rows { get; } =
    [
        new("An alert", "POST", Alerts)
        {
            Json =
                """{"person":"{owner}","topics":["doorForced","batteryForecast"],"lockIds":["{Front door}"],"quietHours":{"from":"22:00","until":"07:00"},"mostAnHour":3}""",
            Learns = [("alert", "id")],
        },
        new("An alert of everything", "POST", Alerts) { Json = """{"person":"{owner}"}""", Learns = [("every alert", "id")] },
        new("An alert of nobody", "POST", Alerts) { Json = """{"topics":["jammed"]}""" },
        new("An alert of a stranger", "POST", Alerts) { Json = """{"person":"nobody@example.com"}""" },
        new("An alert of no topic", "POST", Alerts) { Json = """{"person":"{owner}","topics":[]}""" },
        new("An alert of an unknown topic", "POST", Alerts) { Json = """{"person":"{owner}","topics":["weather"]}""" },
        new("An alert of an unknown door", "POST", Alerts) { Json = $$"""{"person":"{owner}","lockIds":["{{NoId}}"]}""" },
        new("An alert to a telephone that nobody has proven", "POST", Alerts) { Json = """{"person":"{owner}","channel":"sms"}""" },
        new("An hour that is none", "POST", Alerts) { Json = """{"person":"{owner}","quietHours":{"from":"24:00","until":"07:00"}}""" },
        new("Too many messages", "POST", Alerts) { Json = """{"person":"{owner}","mostAnHour":100}""" },
        new("An alert of somebody else, with a key that may not manage people", "POST", Alerts, "Bearer {teller}")
        {
            Json = """{"person":"{owner}"}""",
        },
        new("An alert, with a key that may not", "POST", Alerts, Weak) { Json = """{"person":"{owner}"}""" },
        new("Fewer topics, and no quiet hours", "PATCH", $"{Alerts}/{{alert}}")
        {
            Json = """{"topics":["doorForced"],"quietHours":{"from":"00:00","until":"00:00"},"urgentPasses":false}""",
        },
        new("An alert of another tenant", "PATCH", $"{Alerts}/{{alert}}", Other) { Json = """{"topics":["doorForced"]}""" },
        new("Alerts", "GET", Alerts),
        new("Alerts, with a key that may not", "GET", Alerts, Weak),
        new("Remove an alert", "DELETE", $"{Alerts}/{{alert}}"),
        new("Remove it once more", "DELETE", $"{Alerts}/{{alert}}"),
    ];
}
