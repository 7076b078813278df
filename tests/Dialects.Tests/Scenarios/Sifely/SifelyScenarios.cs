namespace Latchwork.Dialects.Tests.Scenarios.Sifely;

/// <summary>The table of the Sifely wire: one row a request, in the order in which they are sent.</summary>
internal static class SifelyScenarios
{
    public const string OlderLogIn = "The older log-in takes everything from the query and tells strings";

    private const string Login = "/system/smart/login";

    public static IReadOnlyList<Scenario> Rows { get; } =
    [
        new("A wrong password", "POST", Login, null) { Json = """{"account":"{account}","password":"00000000000000000000000000000000"}""" },
        new("An unknown account is answered alike", "POST", Login, null) { Json = """{"account":"nobody@example.com","password":"{md5}"}""" },
        new("A plain password is told so", "POST", Login, null) { Json = """{"account":"{account}","password":"open sesame"}""" },
        new("The current log-in, in JSON", "POST", Login, null) { Json = """{"account":" DESK@example.com ","password":"{md5}"}""" },
        new(OlderLogIn, "POST", $"{Login}?client_id=home_assistant&username={{account}}&password={{md5}}&date=1", null),
        new("No credential", "POST", "/v3/key/list", null),
        new("An unknown key", "POST", "/v3/key/list", "sk-00000000000000000000000000000000"),
        new("A key after Bearer", "POST", "/v3/key/list", "Bearer {key}"),
        new("A key as a parameter", "GET", "/v3/key/list?accessToken={key}"),
        new("A token of the older log-in", "POST", "/v3/key/list?lockAlis=gate", "Bearer {token}"),
        new("The same token without Bearer", "POST", "/v3/key/list?lockAlis=gate", "{token}"),
        new("All ekeys", "POST", "/v3/key/list?pageNo=1&pageSize=20"),
        new("A page past the end", "GET", "/v3/key/list?pageNo=4&pageSize=2"),
        new("Ekeys by a part of the name", "POST", "/v3/key/list?lockAlis=FRONT"),
        new("A percent sign is no wildcard", "POST", "/v3/key/list?lockAlias=%25"),
        new("A group that is not there", "POST", "/v3/key/list?groupId=99999999999"),
        new("A page number that is none", "POST", "/v3/key/list?pageNo=one"),
        new("The owner's locks", "POST", "/v3/lock/list?pageNo=1&pageSize=1000&date=1"),
        new("Lifts, of which there are none", "GET", "/v3/lock/list?type=2"),
        new("A lock in detail", "GET", "/v3/lock/detail?lockId={Front door}"),
        new("The same by POST with an empty map", "POST", "/v3/lock/detail?lockId={Front door}") { Json = "[:]" },
        new("An unknown lock in detail", "GET", "/v3/lock/detail?lockId=1"),
        new("A lock of another tenant is answered alike", "GET", "/v3/lock/detail?lockId={a stranger's door}"),
        new("A lock number that no lock can have", "GET", "/v3/lock/detail?lockId=99999999999999"),
        new("No lock number", "GET", "/v3/lock/detail"),
        new("A lock number that is none", "GET", "/v3/lock/detail?lockId=front"),
        new("A body that is no JSON", "POST", "/v3/lock/detail?lockId={Front door}") { Json = "{" },
        new("Unlock", "POST", "/v3/lock/unlock?lockId={Front door}"),
        new("Is it open", "GET", "/v3/lock/queryOpenState?lockId={Front door}"),
        new("Lock, from a form, by a client that adds blanks", "POST", "/v3/lock/lock") { Form = "lockId=%20{Front door}&date=1" },
        new("Is it locked", "POST", "/v3/lock/queryOpenState?lockId={Front door}"),
        new("Unlock by GET, at a lock of its own network", "GET", "/v3/lock/unlock?lockId={Office}"),
        new("Unlock an unknown lock", "POST", "/v3/lock/unlock?lockId=1"),
        new("Unlock a lock of another tenant, answered alike", "POST", "/v3/lock/unlock?lockId={a stranger's door}"),
        new("Lock a lock of another tenant", "POST", "/v3/lock/lock?lockId={a stranger's door}"),
        new("Unlock a lock that nothing connects", "POST", "/v3/lock/unlock?lockId={Shed}"),
        new("Open state of a lock that nothing connects", "GET", "/v3/lock/queryOpenState?lockId={Shed}"),
        new("Unlock nothing", "POST", "/v3/lock/unlock"),
        new("Open state of an unknown lock", "GET", "/v3/lock/queryOpenState?lockId=1"),
        new("Open state of a lock of another tenant, answered alike", "GET", "/v3/lock/queryOpenState?lockId={a stranger's door}"),
        new("Acts over the wire in the history, newest first", "GET", "/v3/lockRecord/list?lockId={Front door}&recordType=12"),
        new("The history of another type", "GET", "/v3/lockRecord/list?lockId={Front door}&recordType=-5"),
        new("The history before the lock was there", "GET", "/v3/lockRecord/list?lockId={Front door}&endDate=1"),
        new("The history of an unknown lock", "GET", "/v3/lockRecord/list?lockId=1"),
        new("The history of a lock of another tenant, answered alike", "GET", "/v3/lockRecord/list?lockId={a stranger's door}"),
        new("A token cannot roll the key", "POST", "/client/roll-token", "Bearer {token}"),
        new("The roll", "POST", "/client/roll-token"),
        new("The old key is gone", "POST", "/v3/key/list"),
    ];
}
