namespace Latchwork.Dialects.Tests.Scenarios.Keyvox;

/// <summary>Cabinets, PINs and cards of boxes (keyvox.md 7 and 8), from no signature to success.</summary>
internal static class LockerScenarios
{
    public static readonly Scenario[] Rows =
    [
        Call("Without a signature", "getLockers", "{}", null),
        Call("The cabinets", "getLockers", "{}"),
        Call("AZ-3: those of others", "getLockers", "{}", "{stranger}"),
        Call("A key that may not", "getLockers", "{}", "{reader}"),
        Call("Its boxes", "getLockerStatus", """{"deviceId":"{locker}"}"""),
        Call("One of them", "getLockerStatus", """{"deviceId":"{locker}","boxNum":"00-02"}"""),
        Call("A box that is not there", "getLockerStatus", """{"deviceId":"{locker}","boxNum":"07-02"}"""),
        Call("No cabinet", "getLockerStatus", "{}"),
        Call("AZ-3: a cabinet of others", "getLockerStatus", """{"deviceId":"{locker}"}""", "{stranger}"),
        Call("All are free", "getAvailableBoxes", """{"deviceId":"{locker}","sTime":"{an hour ago}","eTime":"{in two hours}"}"""),
        Call("The large ones", "getAvailableBoxes", """{"deviceId":"{locker}","sTime":"{an hour ago}","eTime":"{in two hours}","boxSize":"3"}"""),
        Call("No time", "getAvailableBoxes", """{"deviceId":"{locker}"}"""),
        Call("A PIN", "createLockerPin", Pin("00-00", "246813")) with
        {
            Learns = [("pin", "data.pinId")],
        },
        Call("The box is taken", "createLockerPin", Pin("00-00", "135792")),
        Call("So another one of its size", "createLockerPin", Pin("00-00", null, ""","reassign":"1","targetName":"宿泊者" """)),
        Call("The same digits for another box", "createLockerPin", Pin("00-02", "246813")),
        Call(
            "Once, from a later time on",
            "createLockerPin",
            """{"deviceId":"{locker}","boxNum":"00-03","sTime":"{in an hour}","eTime":"{in two hours}","mode":"1","checkin":"1"}"""
        ),
        Call("A PIN that is none", "createLockerPin", Pin("00-04", "12a4")),
        Call("A time that is over", "createLockerPin", """{"deviceId":"{locker}","boxNum":"00-04","sTime":"1555411723","eTime":"1555498123"}"""),
        Call("No such box", "createLockerPin", Pin("9", null)),
        Call("AZ-3: a box of others", "createLockerPin", Pin("00-04", null), "{stranger}"),
        Call("In use they are", "getLockerStatus", """{"deviceId":"{locker}"}"""),
        Call("What is left", "getAvailableBoxes", """{"deviceId":"{locker}","sTime":"{an hour ago}","eTime":"{in two hours}"}"""),
        Call("Other digits, and longer", "changeLockerPin", """{"pinId":"{pin}","pinCode":"975310","eTime":"{in three hours}"}"""),
        Call("It is told as it is", "changeLockerPin", """{"pinId":"{pin}"}"""),
        Call("AZ-3: others change nothing", "changeLockerPin", """{"pinId":"{pin}","pinCode":"1357"}""", "{stranger}"),
        Call("A time beyond all plans", "changeLockerPin", """{"pinId":"{pin}","eTime":"9999999999"}"""),
        Call("So with a new one", "createLockerPin", """{"deviceId":"{locker}","boxNum":"00-04","sTime":"{an hour ago}","eTime":"9999999999"}"""),
        Call("A PIN that is not there", "changeLockerPin", """{"pinId":"610112d359f874472a51ed47"}"""),
        Call("Open a box", "unlockLocker", """{"deviceId":"{locker}","boxNum":"00-05"}"""),
        Call("Open a box that is not there", "unlockLocker", """{"deviceId":"{locker}","boxNum":"00-99"}"""),
        Call("Open one of others", "unlockLocker", """{"deviceId":"{locker}","boxNum":"00-05"}""", "{stranger}"),
        Call("A key that may not open", "unlockLocker", """{"deviceId":"{locker}","boxNum":"00-05"}""", "{reader}"),
        Call("What was opened", "getLockHistory", """{"deviceId":"{locker}"}"""),
        Call("At a box where nothing was", "getLockHistory", """{"deviceId":"{locker}","boxNum":"00-04"}"""),
        Call("Before a time", "getLockHistory", """{"deviceId":"{locker}","eTime":"{an hour ago}"}"""),
        Call("No cabinet beside a lock", "getLockHistory", """{"deviceId":"","lockId":"{Front door}"}"""),
        Call("A light", "setBoxColor", """{"deviceId":"{locker}","boxNum":["00-01","00-02"],"color":"green","mode":"blink","duration":"600"}"""),
        Call("By a list with commas, and by digits", "setBoxColor", """{"deviceId":"{locker}","boxNum":"00-03,00-04","color":"#12abEF"}"""),
        Call("No colour", "setBoxColor", """{"deviceId":"{locker}","boxNum":"00-01","color":"mauve"}"""),
        Call("They are shown", "getLockerStatus", """{"deviceId":"{locker}"}"""),
        Call("Broken", "setLockerStatus", """{"deviceId":"{locker}","boxNum":"00-04","status":"9"}"""),
        Call("So it is nobody's", "createLockerPin", Pin("00-04", null)),
        Call("A status that is none", "setLockerStatus", """{"deviceId":"{locker}","boxNum":"00-04","status":"3"}"""),
        Call("In use by nobody", "setLockerStatus", """{"deviceId":"{locker}","boxNum":"00-05","status":"1"}"""),
        Call("Expired", "setLockerStatus", """{"deviceId":"{locker}","boxNum":"00-00","status":"2"}"""),
        Call("So it is told", "getLockerStatus", """{"deviceId":"{locker}"}"""),
        Call("Free again", "setLockerStatus", """{"deviceId":"{locker}","boxNum":"00-00","status":"0"}"""),
        Call("Its PIN is over", "changeLockerPin", """{"pinId":"{pin}"}"""),
        Call("A card", "setLockerCard", """{"deviceId":"{locker}","boxNum":"00-00","cardCode":"AB-CD-EF-02","eTime":"{in two hours}"}""") with
        {
            Learns = [("card", "data.cardId")],
        },
        Call("The card at another box", "setLockerCard", """{"deviceId":"{locker}","boxNum":"00-02","cardId":"{card}","eTime":"{in two hours}"}"""),
        Call("Longer", "updateLockerCard", """{"cardId":"{card}","deviceId":"{locker}","boxNum":"00-00","eTime":"{in three hours}"}"""),
        Call(
            "At a box where it is not",
            "updateLockerCard",
            """{"cardId":"{card}","deviceId":"{locker}","boxNum":"00-02","eTime":"{in three hours}"}"""
        ),
        Call("Off a box that is not there", "disableCard", """{"cardId":"{card}","deviceId":"{locker}","boxNum":"09-09"}"""),
        Call("Off a cabinet that is not there", "disableCard", """{"cardId":"{card}","deviceId":"F822AABBCCDDEEFF"}"""),
        Call("Off a box of no cabinet", "disableCard", """{"cardId":"{card}","boxNum":"00-00"}"""),
        Call("It opens no door that could be changed", "updateCard", """{"cardId":"{card}","eTime":"{in three hours}"}"""),
        Call("Off the box", "disableCard", """{"cardId":"{card}","deviceId":"{locker}","boxNum":"00-00"}"""),
        Call("So it is free", "getLockerStatus", """{"deviceId":"{locker}","boxNum":"00-00"}"""),
        Call("A PIN once more", "createLockerPin", Pin("00-00", "246813")) with
        {
            Learns = [("second", "data.pinId")],
        },
        Call("Disabled", "disableLockerPin", """{"pinId":"{second}"}"""),
        Call("Disabled again", "disableLockerPin", """{"pinId":"{second}"}"""),
        Call("A disabled one is not changed", "changeLockerPin", """{"pinId":"{second}","pinCode":"135792"}"""),
        Call("A card without an end", "setLockerCard", """{"deviceId":"{locker}","boxNum":"00-00","cardId":"{card}"}"""),
        Call("No cabinet: off all that it opens", "disableCard", """{"cardId":"{card}","deviceId":""}"""),
        Call("So it has no box", "updateLockerCard", """{"cardId":"{card}","eTime":"{in three hours}"}"""),
    ];

    private static string Pin(string box, string? digits, string more = "") =>
        $$"""{"deviceId":"{locker}","boxNum":"{{box}}","sTime":"{an hour ago}","eTime":"{in two hours}"{{(digits is null ? "" : $""","pinCode":"{digits}" """)}}{{more}}}""";

    private static Scenario Call(string name, string function, string json, string? by = "{desk}") =>
        new(name, "POST", $"/v1/{function}", by) { Json = json };
}
