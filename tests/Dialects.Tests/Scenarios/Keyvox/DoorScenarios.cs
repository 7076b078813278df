namespace Latchwork.Dialects.Tests.Scenarios.Keyvox;

/// <summary>Doors, their PINs and what happened at them (keyvox.md 6), from no signature to success.</summary>
internal static class DoorScenarios
{
    private const string From = "\"sTime\":\"{an hour ago}\",\"eTime\":\"{in two hours}\"";

    private const string Later = "\"sTime\":\"{in ten days}\",\"eTime\":\"{in eleven days}\"";

    public static readonly Scenario[] Rows =
    [
        Call("Doors, with their locks", "getUnits", "{}"),
        Call("A key that may not see them", "getUnits", "{}", "{blind}"),
        Call("Locks without a signature", "getLocks", "{}", null),
        Call("Locks", "getLocks", "{}"),
        Call("Two a page", "getLocks", """{"page":"2","count":2}"""),
        Call("No page before the first", "getLocks", """{"page":0}"""),
        Call("A key that may only look sees them too", "getLocks", "{}", "{reader}"),
        Call("The state of a lock", "getLockStatus", """{"lockId":"{Front door}"}"""),
        Call("Of one that nothing connects", "getLockStatus", """{"lockId":"{Shed}"}"""),
        Call("AZ-3: of others", "getLockStatus", """{"lockId":"{a stranger's Front door}"}"""),
        Call("Of one that is not there", "getLockStatus", """{"lockId":"QRZEURCMC2FWQ9OI"}"""),
        Call("Of none", "getLockStatus", "{}"),
        // Motions.
        Call("Unlock", "unlock", """{"lockId":"{Front door}","flag":1}"""),
        Call("Lock", "unlock", """{"lockId":"{Front door}","flag":"0"}"""),
        Call("Neither: a question does not open", "unlock", """{"lockId":"{Front door}"}"""),
        Call("Anything else", "unlock", """{"lockId":"{Front door}","flag":"2"}"""),
        Call("A lock that nothing connects", "unlock", """{"lockId":"{Shed}","flag":1}"""),
        Call("AZ-3: a lock of others", "unlock", """{"lockId":"{a stranger's Front door}","flag":1}"""),
        Call("A key that may not", "unlock", """{"lockId":"{Front door}","flag":1}""", "{reader}"),
        // PINs.
        Call(
            "A PIN for a door with two locks",
            "createLockPin",
            $$"""{"unitId":"{unit 101}","pinCode":"246813","pinType":"1",{{From}},"targetName":"宿泊者"}"""
        ) with
        {
            Learns = [("pin", "data.pinId")],
        },
        Call(
            "The same digits in the time of the other",
            "createLockPin",
            """{"unitId":"{unit 101}","pinCode":"246813","sTime":"{in an hour}","eTime":"{in three hours}"}"""
        ),
        Call(
            "The same digits in another time",
            "createLockPin",
            """{"unitId":"{unit 101}","pinCode":"246813","sTime":"{in ten days}","eTime":"{in eleven days}"}"""
        ) with
        {
            Learns = [("later", "data.pinId")],
        },
        Call(
            "Digits of the server's making, under the names of the overview page",
            "createLockPin",
            """{"lockId":"{Back gate}","startDate":{an hour ago},"endDate":{in two hours}}"""
        ),
        Call("A door without a lock", "createLockPin", $$"""{"unitId":"{unit 103}",{{From}}}"""),
        Call("A lock that takes no codes", "createLockPin", $$"""{"lockId":"{Shed}",{{From}}}"""),
        Call("AZ-3: a door of others", "createLockPin", $$"""{"unitId":"{unit a stranger's 101}",{{From}}}"""),
        Call("No door", "createLockPin", $$"""{ {{From}} }"""),
        Call("Letters", "createLockPin", $$"""{"unitId":"{unit 101}","pinCode":"12a456",{{From}}}"""),
        Call("Three digits", "createLockPin", $$"""{"unitId":"{unit 101}","pinCode":"123",{{From}}}"""),
        Call("Nine digits", "createLockPin", $$"""{"unitId":"{unit 101}","pinCode":"123456789",{{From}}}"""),
        Call("Milliseconds", "createLockPin", """{"unitId":"{unit 101}","sTime":"1795251481000","eTime":"1795258681000"}"""),
        Call("An end before the start", "createLockPin", """{"unitId":"{unit 101}","sTime":"{in two hours}","eTime":"{in an hour}"}"""),
        Call("A time that is over", "createLockPin", """{"unitId":"{unit 101}","sTime":"1555411723","eTime":"1555498123"}"""),
        Call("No times", "createLockPin", """{"unitId":"{unit 101}"}"""),
        Call("A key that may not", "createLockPin", $$"""{"unitId":"{unit 101}",{{From}}}""", "{reader}"),
        Call(
            "A PIN whose guest is told",
            "issueLockKey",
            $$"""{"unitId":"{unit 101}",{{Later}},"targetName":"宿泊者","notificationMethod":"email","notificationDetails":{"email":"guest@example.com"} }"""
        ),
        Call(
            "By telephone, under the other name of the function",
            "createLockPin",
            $$"""{"unitId":"{unit 101}",{{Later}},"notificationMethod":"sms","notificationDetails":{"phone":"+81 3-1234-5678"} }"""
        ),
        Call(
            "By both, and one of them is missing",
            "issueLockKey",
            $$"""{"unitId":"{unit 101}",{{Later}},"notificationMethod":"both","notificationDetails":{"email":"guest@example.com"} }"""
        ),
        Call("By a way that there is not", "issueLockKey", $$"""{"unitId":"{unit 101}",{{Later}},"notificationMethod":"fax"}"""),
        Call(
            "To no address",
            "issueLockKey",
            $$"""{"unitId":"{unit 101}",{{Later}},"notificationMethod":"email","notificationDetails":{"email":"guest@"} }"""
        ),
        Call(
            "AZ-3: a door of others",
            "issueLockKey",
            $$"""{"unitId":"{unit a stranger's 101}",{{Later}},"notificationMethod":"email","notificationDetails":{"email":"guest@example.com"} }"""
        ),
        Call("Other digits and a later end", "changeLockPin", """{"pinId":"{pin}","pinCode":"135792","eTime":"{in three hours}"}"""),
        Call("An end before the start", "changeLockPin", """{"pinId":"{pin}","eTime":"{an hour ago}"}"""),
        Call("AZ-3: a PIN of others", "changeLockPin", """{"pinId":"{pin}","pinCode":"135792"}""", "{stranger}"),
        Call("A PIN that is not there", "getLockPinStatus", """{"pinId":"5cbd3a4657a9440a40653d46"}"""),
        Call("AZ-3: the state of a PIN of others", "getLockPinStatus", """{"pinId":"{pin}"}""", "{stranger}"),
        Call("The PINs of a door", "getUnitPinList", """{"unitId":"{unit 101}"}"""),
        Call("One a page", "getUnitPinList", """{"unitId":"{unit 101}","records":1}"""),
        Call("What follows it", "getUnitPinList", """{"unitId":"{unit 101}","records":"1","position":"{pin}"}"""),
        Call("What follows nothing", "getUnitPinList", """{"unitId":"{unit 101}","position":"5cbd3a4657a9440a40653d46"}"""),
        Call("Those of a time", "getUnitPinList", """{"unitId":"{unit 101}","sTime":"{in ten days}","eTime":"{in eleven days}"}"""),
        Call("Of a door without PINs", "getUnitPinList", """{"unitId":"{unit 103}"}"""),
        Call("AZ-3: of a door of others", "getUnitPinList", """{"unitId":"{unit a stranger's 101}"}"""),
        Call("The PINs of a lock", "getLockPinList", """{"lockId": "{Office}", "sTime": {an hour ago}, "eTime": {in eleven days}}"""),
        Call("From the second on", "getLockPinList", """{"lockId":"{Office}","position":"1"}"""),
        Call("Behind the last", "getLockPinList", """{"lockId":"{Office}","position":"9"}"""),
        Call("A key that may not see digits", "getLockPinList", """{"lockId":"{Office}"}""", "{reader}"),
        Call("Disable", "disableLockPin", """{"pinId":"{later}"}"""),
        Call("Once more", "disableLockPin", """{"pinId":"{later}"}"""),
        Call("A disabled PIN is not changed", "changeLockPin", """{"pinId":"{later}","pinCode":"975310"}"""),
        Call("AZ-3: others disable nothing", "disableLockPin", """{"pinId":"{pin}"}""", "{stranger}"),
        // What happened.
        Call("The history of a lock", "getLockHistory", """{"lockId":"{Front door}","records":"5","position":""}"""),
        Call("Of a door", "getLockHistory", """{"unitId":"{unit 101}","records":1}"""),
        Call("Of nothing", "getLockHistory", "{}"),
        Call("AZ-3: of a lock of others", "getLockHistory", """{"lockId":"{a stranger's Front door}"}"""),
        Call("A place that is none", "getLockHistory", """{"lockId":"{Front door}","position":"x"}"""),
        Call("A place that is not there", "getLockHistory", """{"lockId":"{Front door}","position":"17"}"""),
        Call("A key that may not", "getLockHistory", """{"lockId":"{Front door}"}""", "{reader}"),
        Call("Openings from afar at any door", "locks/events", """{"etype":"9","value":"1","count":2}"""),
        Call("Nobody's", "locks/events", """{"uid":"5cbd3a4657a9440a40653d46"}"""),
        Call("A type that there is not", "locks/events", """{"etype":["9","3"]}"""),
    ];

    private static Scenario Call(string name, string function, string json, string? by = "{desk}") =>
        new(name, "POST", $"/api/eagle-pms/v1/{function}", by) { Json = json };
}
