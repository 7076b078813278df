namespace Latchwork.Dialects.Tests.Scenarios.Sifely;

/// <summary>Custom passcodes, in the order in which they are sent (4, 5.5).</summary>
internal static class PasscodeScenarios
{
    private const string Add = "/v3/keyboardPwd/add";
    private const string Change = "/v3/keyboardPwd/change";
    private const string Delete = "/v3/keyboardPwd/delete";
    private const string ByCode = "/v3/keyboardPwd/deleteByCode";
    private const string Front = "lockId={Front door}";
    private const string Later = "startDate=4102444800000&endDate=4102531200000";

    public static IReadOnlyList<Scenario> Rows { get; } =
    [
        new("No credential", "POST", $"{Add}?{Front}&keyboardPwd=482916&endDate=0", null),
        new("No digits", "POST", $"{Add}?{Front}&endDate=0"),
        new("Three digits", "POST", $"{Add}?{Front}&keyboardPwd=123&endDate=0"),
        new("Ten digits", "POST", $"{Add}?{Front}&keyboardPwd=1234567890&endDate=0"),
        new("A letter", "POST", $"{Add}?{Front}&keyboardPwd=12a4&endDate=0"),
        new("Too simple", "POST", $"{Add}?{Front}&keyboardPwd=987654&endDate=0"),
        new("Timed, without dates", "POST", $"{Add}?{Front}&keyboardPwd=482916"),
        new("Timed, without a start", "POST", $"{Add}?{Front}&keyboardPwd=482916&endDate=4102531200000"),
        new("Timed, ending before it starts", "POST", $"{Add}?{Front}&keyboardPwd=482916&startDate=4102531200000&endDate=4102444800000"),
        new("A kind that no custom code has", "POST", $"{Add}?{Front}&keyboardPwd=482916&keyboardPwdType=5&{Later}"),
        new("An unknown lock", "POST", $"{Add}?lockId=1&keyboardPwd=482916&endDate=0"),
        new("A lock of another tenant, answered alike", "POST", $"{Add}?lockId={{a stranger's door}}&keyboardPwd=482916&endDate=0"),
        new("A lock without a keypad", "POST", $"{Add}?lockId={{Shed}}&keyboardPwd=482916&endDate=0"),
        new("By narrow band, which nothing here has", "POST", $"{Add}?{Front}&keyboardPwd=482916&endDate=0&addType=3"),
        new(
            "Permanent, waiting for the lock",
            "POST",
            $"{Add}?{Front}&keyboardPwd=482916&keyboardPwdType=2&endDate=0&addType=2&keyboardPwdName=Anna%20%E2%80%94%20%F0%9F%94%91"
        )
        {
            Learns = [("pin", "keyboardPwdId")],
        },
        new("The same digits again", "POST", $"{Add}?{Front}&keyboardPwd=482916&keyboardPwdType=2&addType=2"),
        new("The same digits at another time collide with a permanent code", "POST", $"{Add}?{Front}&keyboardPwd=482916&{Later}&addType=2"),
        new("Asked as permanent with an end, it is timed", "POST", $"{Add}?{Front}&keyboardPwd=730158&keyboardPwdType=2&{Later}&addType=2")
        {
            Learns = [("stay", "keyboardPwdId")],
        },
        new("On a lock that keeps no windows it comes later", "POST", $"{Add}?lockId={{Back gate}}&keyboardPwd=730158&{Later}&addType=2")
        {
            Learns = [("booked", "keyboardPwdId")],
        },
        new("It is listed as pending", "GET", "/v3/lock/listKeyboardPwd?lockId={Back gate}"),
        new("The list, newest first, without page numbers", "GET", $"/v3/lock/listKeyboardPwd?{Front}"),
        new("The list by name", "GET", $"/v3/lock/listKeyboardPwd?{Front}&orderBy=0&pageSize=1"),
        new("By a part of the name", "GET", $"/v3/lock/listKeyboardPwd?{Front}&searchStr=anna"),
        new("By the digits", "GET", $"/v3/lock/listKeyboardPwd?{Front}&searchStr=730158"),
        new("By some of the digits", "GET", $"/v3/lock/listKeyboardPwd?{Front}&searchStr=7301"),
        new("The list of an unknown lock", "GET", "/v3/lock/listKeyboardPwd?lockId=1"),
        new("The list of a lock of another tenant, answered alike", "GET", "/v3/lock/listKeyboardPwd?lockId={a stranger's door}"),
        new("One, by its number", "GET", $"/v3/keyboardPwd/detail?{Front}&keyboardPwdId={{pin}}"),
        new("One, by its digits", "GET", $"/v3/keyboardPwd/detail?{Front}&keyboardPwd=730158"),
        new("One that is not there", "GET", $"/v3/keyboardPwd/detail?{Front}&keyboardPwdId=1"),
        new("A new name, by a client that leaves out the lock", "POST", $"{Change}?keyboardPwdId={{pin}}&keyboardPwdName=Annas%20Code"),
        new("New digits, waiting for the lock", "POST", $"{Change}?{Front}&keyboardPwdId={{pin}}&newKeyboardPwd=915603&changeType=2"),
        new("New digits that are too simple", "POST", $"{Change}?{Front}&keyboardPwdId={{pin}}&newKeyboardPwd=1111"),
        new("New digits that another code has", "POST", $"{Change}?{Front}&keyboardPwdId={{pin}}&newKeyboardPwd=730158&changeType=2"),
        new("An end for a permanent code", "POST", $"{Change}?{Front}&keyboardPwdId={{pin}}&endDate=4102531200000"),
        new("No end for a permanent code changes nothing", "POST", $"{Change}?{Front}&keyboardPwdId={{pin}}&endDate=0"),
        new("Only a later end", "POST", $"{Change}?{Front}&keyboardPwdId={{stay}}&endDate=4102617600000&changeType=2"),
        new("An end before the start", "POST", $"{Change}?{Front}&keyboardPwdId={{stay}}&endDate=4102444700000&changeType=2"),
        new("A passcode of another lock", "POST", $"{Change}?lockId={{Back gate}}&keyboardPwdId={{pin}}&keyboardPwdName=x"),
        new("An unknown passcode", "POST", $"{Change}?{Front}&keyboardPwdId=1&keyboardPwdName=x"),
        new("A passcode on an unknown lock", "POST", $"{Change}?lockId=1&keyboardPwdId={{pin}}&keyboardPwdName=x"),
        new("What has become of them", "GET", $"/v3/lock/listKeyboardPwd?{Front}&pageSize=100"),
        new("Delete without saying how", "POST", $"{Delete}?{Front}&keyboardPwdId={{pin}}"),
        new("Delete without the lock", "POST", $"{Delete}?keyboardPwdId={{pin}}&deleteType=2"),
        new("Delete, from a form, waiting for the lock", "POST", Delete) { Form = $"{Front}&keyboardPwdId={{pin}}&deleteType=2" },
        new("Delete it again", "POST", $"{Delete}?{Front}&keyboardPwdId={{pin}}&deleteType=2"),
        new("Delete by digits that nobody has", "POST", $"{ByCode}?{Front}&keyboardPwd=915603"),
        new("Delete by digits", "POST", $"{ByCode}?{Front}&keyboardPwd=730158"),
        new("Delete by bad digits", "POST", $"{ByCode}?{Front}&keyboardPwd=73"),
        new("An empty list", "GET", $"/v3/lock/listKeyboardPwd?{Front}"),
        new("Delete one that was never sent", "POST", $"{Delete}?lockId={{Back gate}}&keyboardPwdId={{booked}}&deleteType=1"),
    ];
}
