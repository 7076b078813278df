namespace Latchwork.Dialects.Tests.Scenarios.Sifely;

/// <summary>The set-up of a webhook (12.1), from no credential through every refusal to its end.</summary>
internal static class WebhookScenarios
{
    private const string Route = "/client/webhook";

    public static IReadOnlyList<Scenario> Rows { get; } =
    [
        new("No credential", "GET", Route, null),
        new("An unknown key", "POST", Route, "sk-00000000000000000000000000000000"),
        new("A token of the account reads nothing", "GET", Route, "Bearer {token}"),
        new("A token of the account sets nothing", "POST", $"{Route}?url={{receiver}}", "Bearer {token}"),
        new("A token of the account removes nothing", "DELETE", Route, "{token}"),
        new("Before there is one", "GET", Route),
        new("No test before there is one", "POST", $"{Route}/test"),
        new("Nothing to replay before there is one", "POST", $"{Route}/replay"),
        new("Nothing to remove before there is one", "DELETE", Route),
        new("Without an address", "POST", Route),
        new("An address that is none", "POST", Route) { Json = """{"url":"example"}""" },
        new("Another scheme", "POST", Route) { Json = """{"url":"ftp://127.0.0.1/hook"}""" },
        new("A user name in the address", "POST", Route) { Json = """{"url":"https://user:word@127.0.0.1/hook"}""" },
        new("A fragment", "POST", Route) { Json = """{"url":"https://127.0.0.1/hook#here"}""" },
        new("An address of the house next door, in another spelling", "POST", Route) { Json = """{"url":"https://167772161/hook"}""" },
        new("The metadata of a cloud, in another spelling", "POST", Route) { Json = """{"url":"https://2852039166/latest"}""" },
        new("A name without an address, answered alike", "POST", Route) { Json = """{"url":"https://nobody.invalid/hook"}""" },
        new("A format that is none", "POST", Route) { Json = """{"url":"{receiver}","format":"xml"}""" },
        new("A notification that is none", "POST", Route) { Json = """{"url":"{receiver}","notifyTypes":[1,4]}""" },
        new("Notifications that are no numbers", "POST", Route) { Json = """{"url":"{receiver}","notifyTypes":"all"}""" },
        new("A secret that is too short", "POST", Route) { Json = """{"url":"{receiver}","secret":"short"}""" },
        new("Enabled or not", "POST", Route) { Json = """{"url":"{receiver}","enabled":"perhaps"}""" },
        new("Set up: we make the secret and show it this once", "POST", Route) { Json = """{"url":"{receiver}"}""" },
        new("Read: the secret is not shown again", "GET", Route),
        new("A test", "POST", $"{Route}/test"),
        new("Another test at once", "POST", $"{Route}/test"),
        new("Changed: a form, a secret of one's own, all that there is to tell", "POST", Route)
        {
            Form = "url={receiver}&format=form&secret=correct-horse-battery&notifyTypes=3,1,2",
        },
        new("What is not named stays", "POST", $"{Route}?url={{receiver}}"),
        new("Switched off", "POST", Route) { Json = """{"url":"{receiver}","enabled":false}""" },
        new("It stays off until it is switched on", "POST", $"{Route}?url={{receiver}}"),
        new("Switched on, with codes", "POST", Route) { Json = """{"url":"{receiver}","enabled":1,"sendsCodes":true}""" },
        new("Codes for one who owns no lock", "POST", Route, "{guest}") { Json = """{"url":"{receiver}","sendsCodes":true}""" },
        new("Nothing is parked", "POST", $"{Route}/replay"),
        new("Removed", "DELETE", Route),
        new("Gone", "GET", Route),
        new("A wrong verb", "PUT", Route),
    ];
}
