namespace Latchwork.Dialects.Tests.Scenarios.Keyvox;

/// <summary>Services with a token (keyvox.md 12): hooks, and the functions that are their actions, from no token to success.</summary>
internal static class HookScenarios
{
    private const string Window = "\"sTime\":\"{an hour ago}\",\"eTime\":\"{in two hours}\"";
    private const string Target = "http://127.0.0.1:9/hook";

    private static readonly Scenario[] Hooks =
    [
        Call("Without a token", "hooks/me", "{}", null),
        Call("A signature is none", "hooks/me", "{}", "{desk}"),
        Call("A token that is none", "hooks/me", "{}", $"Bearer lwi_{new string('0', 40)}"),
        Call("A key of our own API is none", "hooks/me", "{}", "Bearer {native}"),
        Call("Whose it is", "hooks/me", "{}"),
        Call("Subscribe", "hooks/subscribe", Subscribe("lock.unlocked")) with
        {
            Learns = [("hook", "id")],
        },
        Call("Subscribed once more it is the same", "hooks/subscribe", Subscribe("lock.unlocked")),
        Call("Bookings", "hooks/subscribe", Subscribe("booking.created")),
        Call("A token that may not know of them", "hooks/subscribe", Subscribe("booking.created"), "Bearer {weak}"),
        Call("An event that there is not", "hooks/subscribe", Subscribe("door.opened")),
        Call("To nowhere", "hooks/subscribe", """{"event":"lock.unlocked"}"""),
        Call("To an inner address (WH-1)", "hooks/subscribe", """{"targetUrl":"http://[fd00::1]/","event":"lock.unlocked"}"""),
        Call("To no web address", "hooks/subscribe", """{"targetUrl":"ftp://127.0.0.1/","event":"lock.unlocked"}"""),
        Call("No token subscribes for others", "hooks/subscribe", Subscribe("lock.unlocked"), null),
        Call("AZ-3: others unsubscribe nothing", "hooks/unsubscribe", """{"id":"{hook}"}""", "Bearer {stranger's token}"),
        Call("Unsubscribe", "hooks/unsubscribe", """{"id":"{hook}"}"""),
        Call("Unsubscribe again", "hooks/unsubscribe", """{"id":"{hook}"}"""),
        Call("Unsubscribe nothing", "hooks/unsubscribe", "{}"),
        Call("Samples of what never happened", "hooks/sample", """{"event":"booking.checked_in"}"""),
        Call("Samples of no event", "hooks/sample", "{}"),
        Call("Of one that there is not", "hooks/sample", """{"event":"door.opened"}"""),
        Call("A token that may not know of them", "hooks/sample", """{"event":"booking.created"}""", "Bearer {weak}"),
    ];

    private static readonly Scenario[] Actions =
    [
        Call("Unlock", "unlock", """{"lockId":"{Front door}","flag":"1"}"""),
        Call("A token that may not", "unlock", """{"lockId":"{Front door}","flag":"1"}""", "Bearer {weak}"),
        Call("AZ-3: a lock of others", "unlock", """{"lockId":"{a stranger's Front door}","flag":"1"}"""),
        Call("What a subscription would have been told", "hooks/sample", """{"event":"lock.unlocked"}"""),
        Call("A code for a door", "createLockPin", $$"""{"unitId":"{unit 101}",{{Window}},"pinCode":"246813"}""") with
        {
            Learns = [("pin", "data.pinId")],
        },
        Call("It ends", "disableLockPin", """{"pinId":"{pin}"}"""),
        Call("A code for a box", "createLockerPin", $$"""{"deviceId":"{locker}","boxNum":"00-01",{{Window}},"pinCode":"246813"}"""),
        Call("Open a box", "unlockLocker", """{"deviceId":"{locker}","boxNum":"00-02"}"""),
        Call(
            "Book",
            "createBooking",
            """{"placeId":"{place}","unitId":"{unit 102}","checkin":"{in ten days}","checkout":"{in eleven days}","orderContact":"宿泊者"}"""
        ) with
        {
            Learns = [("order", "data.orderId")],
        },
        Call("What a subscription would have been told of it: no codes", "hooks/sample", """{"event":"booking.created"}"""),
        Call("In", "checkIn", """{"orderId":"{order}"}"""),
        Call("Out", "checkOut", """{"orderId":"{order}"}"""),
        Call(
            "Book once more",
            "createBooking",
            """{"placeId":"{place}","unitId":"{unit 103}","checkin":"{in ten days}","checkout":"{in eleven days}","orderContact":"宿泊者"}"""
        ) with
        {
            Learns = [("second", "data.orderId")],
        },
        Call("Cancel", "cancelBooking", """{"orderId":"{second}"}"""),
        Call("Look for bookings", "bacsorder/list", """{"count":"1"}"""),
        Call("Look for entries", "locks/events", """{"value":"1","lockId":"{Front door}"}"""),
        Call("Anything else is answered as what is not signed", "getUnits", "{}"),
        Call("So are digits of others", "getLockPinStatus", """{"pinId":"{pin}"}"""),
    ];

    public static IEnumerable<Scenario> Rows => [.. Hooks, .. Actions];

    private static string Subscribe(string name) => $$"""{"targetUrl":"{{Target}}","event":"{{name}}"}""";

    private static Scenario Call(string name, string function, string json, string? by = "Bearer {token}") =>
        new(name, "POST", $"/v1/{function}", by) { Json = json };
}
