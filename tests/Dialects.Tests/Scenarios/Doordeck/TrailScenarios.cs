namespace Latchwork.Dialects.Tests.Scenarios.Doordeck;

/// <summary>Audit trails (10.3 to 10.5) after an opening of the front door by the owner, a refused one by the guest, and a new role.</summary>
internal static class TrailScenarios
{
    private const string Front = "/device/{Front door}/log";
    private const string V2 = "application/vnd.doordeck.api-v2+json,application/json";

    public static readonly Scenario[] Rows =
    [
        new("A log without a token", "GET", Front, null),
        new("A log of a lock of others", "GET", "/device/{a stranger's door}/log", "{desk}"),
        new("A log for who holds nothing", "GET", Front, "{nobody}"),
        new("A start that is none", "GET", $"{Front}?start=yesterday", "{desk}"),
        new("All of it, in the first version", "GET", Front, "{desk}"),
        new("All of it, in the second", "GET", Front, "{desk}") { Accept = V2 },
        new("A guest reads what they did", "GET", Front, "{guest}") { Accept = V2 },
        new("Before there was anything", "GET", $"{Front}?start=0&end=1000000000", "{desk}") { Accept = V2 },
        new("One's own log", "GET", "/user/{guest id}/log", "{guest}") { Accept = V2 },
        new("The log of another, at the locks that the caller runs", "GET", "/user/{desk id}/log", "{guest}") { Accept = V2 },
        new("The log of a person who did nothing", "GET", "/user/{nobody id}/log", "{desk}") { Accept = V2 },
        new("The log of nobody", "GET", "/user/6f0c1a52-6f7b-4f0e-9a55-0a3b1c2d3e4f/log", "{desk}") { Accept = V2 },
        new("A person's log without a token", "GET", "/user/{guest id}/log", null),
    ];
}
