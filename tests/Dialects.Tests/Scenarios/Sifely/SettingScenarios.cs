namespace Latchwork.Dialects.Tests.Scenarios.Sifely;

/// <summary>What a lock is set to, over the wire: one row a request, in the order in which they are sent.</summary>
internal static class SettingScenarios
{
    private const string AutoLock = "/v3/lock/setAutoLockTime";
    private const string OldHours = "/v3/lock/configPassageMode";
    private const string NewHours = "/v3/lock/configurePassageMode";
    private const string Setting = "/v3/lock/updateSetting";
    private const string Super = "/v3/lock/changeAdminKeyboardPwd";

    public static IReadOnlyList<Scenario> Rows { get; } =
    [
        new("Nothing is set: passage mode, old form", "GET", "/v3/lock/getPassageModeConfig?lockId={Front door}"),
        new("Nothing is set: passage mode, new form", "GET", "/v3/lock/getPassageModeConfiguration?lockId={Front door}"),
        new("A setting that nobody ever told", "GET", "/v3/lock/querySetting?lockId={Front door}&type=2"),
        // Relocking.
        new("Auto-lock from a form, by a client that adds blanks", "POST", AutoLock) { Form = "lockId={Front door}&seconds=%2010&type=2" },
        new("Auto-lock by GET, with a phone", "GET", $"{AutoLock}?lockId={{Front door}}&seconds=900&type=1"),
        new("A period too short", "POST", $"{AutoLock}?lockId={{Front door}}&seconds=4"),
        new("A period too long", "POST", $"{AutoLock}?lockId={{Front door}}&seconds=901"),
        new("No period", "POST", $"{AutoLock}?lockId={{Front door}}"),
        new("Auto-lock over a link that is not there", "POST", $"{AutoLock}?lockId={{Shed}}&seconds=10&type=2"),
        new("The same with a phone", "POST", $"{AutoLock}?lockId={{Shed}}&seconds=10&type=1"),
        new("Auto-lock over a narrow band", "POST", $"{AutoLock}?lockId={{Front door}}&seconds=10&type=3"),
        new("Auto-lock of an unknown lock", "POST", $"{AutoLock}?lockId=1&seconds=10"),
        new("Auto-lock of a lock of another tenant is answered alike", "POST", $"{AutoLock}?lockId={{a stranger's door}}&seconds=10"),
        // Passage mode.
        new("Hours in the old form, as a client in the field sends them", "POST", OldHours)
        {
            Form = "lockId={Front door}&passageMode=1&startDate=480&endDate=1080&isAllDay=2&weekDays=%5B1%2C%202%2C%203%5D&autoUnlock=2&type=2",
        },
        new("They are read in the old form", "GET", "/v3/lock/getPassageModeConfig?lockId={Front door}"),
        new("They are read in the new form", "POST", "/v3/lock/getPassageModeConfiguration?lockId={Front door}"),
        new("Hours in the new form, in a JSON body", "POST", NewHours)
        {
            Json = """
                {"lockId":{Front door},"passageMode":1,"autoUnlock":1,"type":2,
                 "cyclicConfig":[{"isAllDay":2,"startTime":480,"endTime":720,"weekDays":[1,2]},{"isAllDay":1,"weekDays":["7"]}]}
                """,
        },
        new("They are read in the new form again", "GET", "/v3/lock/getPassageModeConfiguration?lockId={Front door}"),
        new("The old form tells the first of them", "GET", "/v3/lock/getPassageModeConfig?lockId={Front door}"),
        new("Hours without days", "POST", $"{OldHours}?lockId={{Front door}}&passageMode=1&startDate=1&endDate=2&weekDays=[]"),
        new("A day that is none", "POST", $"{OldHours}?lockId={{Front door}}&passageMode=1&startDate=1&endDate=2&weekDays=[8]"),
        new("A minute that is none", "POST", $"{OldHours}?lockId={{Front door}}&passageMode=1&startDate=1440&endDate=2&weekDays=[1]"),
        new("Windows that are no JSON", "POST", $"{NewHours}?lockId={{Front door}}&passageMode=1&cyclicConfig=[{{"),
        new("Six windows", "POST", NewHours)
        {
            Json = """{"lockId":{Front door},"passageMode":1,"cyclicConfig":[{"a":1},{"a":1},{"a":1},{"a":1},{"a":1},{"a":1}]}""",
        },
        new("Hours over a link that is not there", "POST", $"{OldHours}?lockId={{Shed}}&passageMode=1&isAllDay=1&type=2"),
        new("Hours of a lock of another tenant", "POST", $"{OldHours}?lockId={{a stranger's door}}&passageMode=1&isAllDay=1"),
        // Settings that the lock keeps.
        new("Sound off, which the lock takes over its link", "POST", Setting) { Form = "lockId={Front door}&type=6&value=0&changeType=2" },
        new("Sound as loud as it goes, in one", "POST", Setting) { Form = "lockId={Front door}&type=6&value=5&changeType=2" },
        new("Privacy, with a phone", "POST", $"{Setting}?lockId={{Front door}}&type=2&value=1"),
        new("Tamper alert, which no link carries", "POST", $"{Setting}?lockId={{Front door}}&type=3&value=1&changeType=2"),
        new("The same with a phone, off", "POST", $"{Setting}?lockId={{Front door}}&type=3&value=2"),
        new("It is read", "GET", "/v3/lock/querySetting?lockId={Front door}&type=3"),
        new("Opening to the right", "POST", $"{Setting}?lockId={{Front door}}&type=7&value=2"),
        new("A value that is none", "POST", $"{Setting}?lockId={{Front door}}&type=2&value=3"),
        new("A setting that is none", "POST", $"{Setting}?lockId={{Front door}}&type=99&value=1"),
        new("A setting over a link that is not there", "POST", $"{Setting}?lockId={{Shed}}&type=2&value=1&changeType=2"),
        // Battery and clock.
        new("The battery, asked of the lock", "GET", "/v3/lock/queryElectricQuantity?lockId={Front door}"),
        new("The battery of a lock that nothing connects", "GET", "/v3/lock/queryElectricQuantity?lockId={Shed}"),
        new("What a phone read of it", "POST", "/v3/lock/updateElectricQuantity?lockId={Shed}&electricQuantity=41"),
        new("More than full", "POST", "/v3/lock/updateElectricQuantity?lockId={Shed}&electricQuantity=101"),
        new("The clock, asked of the lock", "GET", "/v3/lock/queryDate?lockId={Front door}"),
        new("The clock is set", "POST", "/v3/lock/updateDate?lockId={Front door}&date=1"),
        new("The clock of a lock that nothing connects", "GET", "/v3/lock/queryDate?lockId={Shed}"),
        // The super passcode.
        new("A super passcode, which the lock takes over its link", "POST", Super) { Form = "lockId={Front door}&password=7319048&changeType=2" },
        new("Another one in its place", "POST", Super) { Form = "lockId={Front door}&password=7319049&changeType=2" },
        new("One for a phone to carry", "POST", Super) { Form = "lockId={Back gate}&password=620017&changeType=1" },
        new("Three digits", "POST", $"{Super}?lockId={{Front door}}&password=731"),
        new("Ten digits", "POST", $"{Super}?lockId={{Front door}}&password=7319048731"),
        new("One over a link that is not there", "POST", $"{Super}?lockId={{Shed}}&password=731904&changeType=2"),
        new("One of a lock of another tenant", "POST", $"{Super}?lockId={{a stranger's door}}&password=731904"),
        // All of it, where it is shown.
        new("The lock in detail", "GET", "/v3/lock/detail?lockId={Front door}"),
        new("The owner's locks", "POST", "/v3/lock/list?lockAlias=shed"),
        new("Ekeys", "POST", "/v3/key/list?lockAlis=front"),
        new("Passage mode off", "POST", $"{NewHours}?lockId={{Front door}}&passageMode=2&type=2"),
        new("Auto-lock off", "POST", $"{AutoLock}?lockId={{Front door}}&seconds=0&type=2"),
        new("The lock in detail, with less", "GET", "/v3/lock/detail?lockId={Front door}"),
    ];
}
