namespace Latchwork.Dialects.Tests.Scenarios.Sifely;

/// <summary>Cards and fingerprints, in the order in which they are sent (7, 8, 19.5).</summary>
internal static class CardScenarios
{
    private const string Add = "/v3/identityCard/add";
    private const string AddReversed = "/v3/identityCard/addForReversedCardNumber";
    private const string List = "/v3/identityCard/list";
    private const string Change = "/v3/identityCard/changePeriod";
    private const string Rename = "/v3/identityCard/rename";
    private const string Delete = "/v3/identityCard/delete";
    private const string Clear = "/v3/identityCard/clear";
    private const string Front = "lockId={Front door}";
    private const string Always = "startDate=0&endDate=0";
    private const string Later = "startDate=4102444800000&endDate=4102531200000";
    private const string Monday = "%5B%7B%22weekDay%22%3A1%2C%22startTime%22%3A480%2C%22endTime%22%3A1080%7D%5D";

    public static IReadOnlyList<Scenario> Cards { get; } =
    [
        new("No credential", "POST", $"{Add}?{Front}&cardNumber=3661413478&{Always}", null),
        new("No number", "POST", $"{Add}?{Front}&{Always}"),
        new("A number that is none", "POST", $"{Add}?{Front}&cardNumber=DA3CBC66&{Always}"),
        new("No start", "POST", $"{Add}?{Front}&cardNumber=3661413478&endDate=0"),
        new("No end", "POST", $"{Add}?{Front}&cardNumber=3661413478&startDate=0"),
        new("Ending before it starts", "POST", $"{Add}?{Front}&cardNumber=3661413478&startDate=4102531200000&endDate=4102444800000"),
        new("An unknown kind", "POST", $"{Add}?{Front}&cardNumber=3661413478&{Always}&cardType=2"),
        new("Cyclic without hours", "POST", $"{Add}?{Front}&cardNumber=3661413478&{Always}&cardType=4"),
        new("Cyclic with hours that are none", "POST", $"{Add}?{Front}&cardNumber=3661413478&{Always}&cardType=4&cyclicConfig=[8]"),
        new("Cyclic, which no lock keeps", "POST", $"{Add}?{Front}&cardNumber=3661413478&{Always}&cardType=4&cyclicConfig={Monday}"),
        new("An unknown lock", "POST", $"{Add}?lockId=1&cardNumber=3661413478&{Always}"),
        new("A lock of another tenant, answered alike", "POST", $"{Add}?lockId={{a stranger's door}}&cardNumber=3661413478&{Always}"),
        new("A lock that reads no cards", "POST", $"{Add}?lockId={{Back gate}}&cardNumber=3661413478&{Always}"),
        new("By narrow band, which nothing here has", "POST", $"{Add}?{Front}&cardNumber=3661413478&{Always}&addType=3"),
        new("As its reader gives it, waiting for the lock", "POST", $"{Add}?{Front}&cardNumber=1723612378&{Always}&addType=2&cardName=Anna")
        {
            Learns = [("card", "cardId")],
        },
        new("The same card from its other end", "POST", $"{AddReversed}?{Front}&cardNumber=3661413478&{Always}&addType=2"),
        new("From a desktop reader, for a time", "POST", $"{AddReversed}?{Front}&cardNumber=1&{Later}&addType=2") { Learns = [("stay", "cardId")] },
        new("The list, newest first", "GET", $"{List}?{Front}"),
        new("The list by name, one of two", "GET", $"{List}?{Front}&orderBy=0&pageSize=1"),
        new("By a part of the name", "GET", $"{List}?{Front}&searchStr=ann"),
        new("By the whole number", "GET", $"{List}?{Front}&searchStr=16777216"),
        new("The list of an unknown lock", "GET", $"{List}?lockId=1"),
        new("The list of a lock of another tenant, answered alike", "GET", $"{List}?lockId={{a stranger's door}}"),
        new("A new name, by its number alone", "POST", $"{Rename}?cardId={{card}}&cardName=Anna%20%E2%80%94%20blue"),
        new("No new name", "POST", $"{Rename}?{Front}&cardId={{card}}"),
        new("An unknown card", "POST", $"{Rename}?{Front}&cardId=1&cardName=x"),
        new("A card of another lock", "POST", $"{Rename}?lockId={{Back gate}}&cardId={{card}}&cardName=x"),
        new("A card on an unknown lock", "POST", $"{Rename}?lockId=1&cardId={{card}}&cardName=x"),
        new("A new period, waiting for the lock", "POST", $"{Change}?{Front}&cardId={{card}}&{Later}&changeType=2"),
        new("A period that ends before it starts", "POST", $"{Change}?{Front}&cardId={{card}}&startDate=4102531200000&endDate=4102444800000"),
        new("Half a period", "POST", $"{Change}?{Front}&cardId={{card}}&startDate=0"),
        new("A period with hours, which no lock keeps", "POST", $"{Change}?{Front}&cardId={{card}}&{Always}&cyclicConfig={Monday}"),
        new("For ever again", "POST", $"{Change}?{Front}&cardId={{card}}&{Always}&changeType=2"),
        new("What has become of them", "GET", $"{List}?{Front}&pageSize=100"),
        new("Delete without the lock", "POST", $"{Delete}?cardId={{card}}"),
        new("Delete, from a form, waiting for the lock", "POST", Delete) { Form = $"{Front}&cardId={{card}}&deleteType=2" },
        new("Delete it again", "POST", $"{Delete}?{Front}&cardId={{card}}"),
        new("Clear, waiting for the lock", "POST", $"{Clear}?{Front}&type=2"),
        new("Nothing is left", "GET", $"{List}?{Front}"),
        new("Clear what is clear", "POST", $"{Clear}?{Front}"),
        new("Clear a lock that reads no cards", "POST", $"{Clear}?lockId={{Back gate}}&type=2"),
    ];

    private const string AddFinger = "/v3/fingerprint/add";
    private const string Finger = "fingerprintNumber=81923724582912&startDate=0&endDate=0";
    private const string Shed = "lockId={Shed}";

    public static IReadOnlyList<Scenario> Fingerprints { get; } =
    [
        new("No credential", "POST", $"{AddFinger}?{Shed}&{Finger}", null),
        new("No number", "POST", $"{AddFinger}?{Shed}&{Always}"),
        new("A number that is none", "POST", $"{AddFinger}?{Shed}&{Always}&fingerprintNumber=18446744073709551616"),
        new("An unknown lock", "POST", $"{AddFinger}?lockId=1&{Finger}"),
        new("A lock of another tenant, answered alike", "POST", $"{AddFinger}?lockId={{a stranger's door}}&{Finger}"),
        new("A lock that reads no fingers", "POST", $"{AddFinger}?{Front}&{Finger}"),
        new("By the gateway, which brings no finger", "POST", $"{AddFinger}?{Shed}&{Finger}&addType=2"),
        new("Cyclic, which nothing here keeps", "POST", $"{AddFinger}?{Shed}&{Finger}&fingerprintType=4&cyclicConfig={Monday}"),
        new("Enrolled by a telephone", "POST", $"{AddFinger}?{Shed}&{Finger}&fingerprintName=Anna") { Learns = [("finger", "fingerprintId")] },
        new("The same number again", "POST", $"{AddFinger}?{Shed}&{Finger}"),
        new("The list", "GET", $"/v3/fingerprint/list?{Shed}"),
        new("The list of an unknown lock", "GET", "/v3/fingerprint/list?lockId=1"),
        new("A new name", "POST", $"/v3/fingerprint/rename?{Shed}&fingerprintId={{finger}}&fingerprintName=Ben"),
        new("An unknown fingerprint", "POST", $"/v3/fingerprint/rename?{Shed}&fingerprintId=1&fingerprintName=x"),
        new("A new period", "POST", $"/v3/fingerprint/changePeriod?{Shed}&fingerprintId={{finger}}&{Later}"),
        new("A new period by the gateway", "POST", $"/v3/fingerprint/changePeriod?{Shed}&fingerprintId={{finger}}&{Always}&changeType=2"),
        new("What has become of it", "GET", $"/v3/fingerprint/list?{Shed}&searchStr=81923724582912"),
        new("Delete by the gateway, which takes no finger", "POST", $"/v3/fingerprint/delete?{Shed}&fingerprintId={{finger}}&deleteType=2"),
        new("Delete", "POST", $"/v3/fingerprint/delete?{Shed}&fingerprintId={{finger}}"),
        new("Delete it again", "POST", $"/v3/fingerprint/delete?{Shed}&fingerprintId={{finger}}"),
        new("Enrolled once more", "POST", $"{AddFinger}?{Shed}&{Finger}"),
        new("Clear", "POST", $"/v3/fingerprint/clear?{Shed}"),
        new("Nothing is left", "GET", $"/v3/fingerprint/list?{Shed}"),
        new("Clear a lock that reads no fingers", "POST", $"/v3/fingerprint/clear?{Front}"),
    ];
}
