namespace Latchwork.Dialects.Tests.Scenarios.Sifely;

/// <summary>Ekeys: sent, changed, handed on and taken back (3, 5.4, 19.3).</summary>
internal static class EkeyScenarios
{
    private const string Sent = "An ekey for good, that opens from afar";
    private const string SentByDeputy = "An authorised ekey sends on, inside its own period";
    private const string Invited = "Somebody without an account is invited, and their ekey waits";

    private const string To = "/v3/key/send?lockId={Front door}&keyName=Guest&startDate=0&endDate=0&receiverUsername=";

    /// <summary>2099 and 2100.</summary>
    private const string Early = "4070908800000";
    private const string Late = "4102444800000";

    public static SifelyStory Story { get; } =
        new(
            [.. Sending, .. Listing, .. Changing, .. HandingOn, .. TakingBack, .. Inviting],
            new Dictionary<string, (string, string)>
            {
                [Sent] = ("guest's ekey", "keyId"),
                [SentByDeputy] = ("third's ekey", "keyId"),
                [Invited] = ("new ekey", "keyId"),
            }
        );

    private static IEnumerable<Scenario> Sending =>
        [
            new("Sending without a credential", "POST", $"{To}guest@example.com", null),
            new("To nobody", "POST", "/v3/key/send?lockId={Front door}&keyName=Guest&startDate=0&endDate=0"),
            new("Without a period", "POST", "/v3/key/send?lockId={Front door}&keyName=Guest&receiverUsername=guest@example.com&startDate=0"),
            new("For an unknown lock", "POST", "/v3/key/send?lockId=1&keyName=Guest&startDate=0&endDate=0&receiverUsername=guest@example.com"),
            new(
                "For a lock of another tenant, answered alike",
                "POST",
                "/v3/key/send?lockId={a stranger's door}&keyName=Guest&startDate=0&endDate=0&receiverUsername=guest@example.com"
            ),
            new("To somebody unknown", "POST", $"{To}nobody@example.com"),
            new("To what can be nobody's name", "POST", $"{To}x"),
            new("To oneself", "POST", $"{To}{{account}}"),
            new(
                "With an end before its start",
                "POST",
                $"/v3/key/send?lockId={{Front door}}&keyName=Guest&startDate={Late}&endDate={Early}&receiverUsername=guest@example.com"
            ),
            new(
                "With an end that has passed",
                "POST",
                "/v3/key/send?lockId={Front door}&keyName=Guest&startDate=0&endDate=1000&receiverUsername=guest@example.com"
            ),
            new(Sent, "POST", $"{To}GUEST@example.com&remoteEnable=1&remarks=Room 3 — @noon"),
            new("The guest opens the door", "POST", "/v3/lock/unlock?lockId={Front door}", "{guest}"),
            new("Sending again gives the same ekey new terms", "GET", $"{To}guest@example.com&remoteEnable=2&keyName=Guest"),
            new("Now it does not open from afar", "POST", "/v3/lock/unlock?lockId={Front door}", "{guest}"),
            new("A common ekey sends nothing", "POST", $"{To}third@example.com", "{guest}"),
            new("Who has no ekey does not find the lock", "POST", $"{To}third@example.com", "{third}"),
        ];

    private static IEnumerable<Scenario> Listing =>
        [
            new("The ekeys of a lock, without the owner's", "GET", "/v3/lock/listKey?lockId={Front door}&pageNo=1&pageSize=20"),
            new("By a part of its name", "GET", "/v3/lock/listKey?lockId={Front door}&searchStr=UES"),
            new("By the whole account", "GET", "/v3/lock/listKey?lockId={Front door}&searchStr=guest@example.com&orderBy=1"),
            new("A percent sign is no wildcard", "GET", "/v3/lock/listKey?lockId={Front door}&searchStr=%25"),
            new("Only authorised ones, of which there are none", "GET", "/v3/lock/listKey?lockId={Front door}&keyRight=2&orderBy=3"),
            new("Only others, newest last", "GET", "/v3/lock/listKey?lockId={Front door}&keyRight=1&orderBy=2"),
            new("An order that there is not", "GET", "/v3/lock/listKey?lockId={Front door}&orderBy=4"),
            new("A right that there is not", "GET", "/v3/lock/listKey?lockId={Front door}&keyRight=3"),
            new("A common ekey sees no others", "GET", "/v3/lock/listKey?lockId={Front door}", "{guest}"),
            new("The ekeys of an unknown lock", "GET", "/v3/lock/listKey?lockId=1"),
            new("The ekeys of a lock of another tenant, answered alike", "GET", "/v3/lock/listKey?lockId={a stranger's door}"),
            new("One's own ekey", "GET", "/v3/key/get?lockId={Front door}", "{guest}"),
            new("The owner's", "GET", "/v3/key/get?lockId={Front door}"),
            new("One that there is not", "GET", "/v3/key/get?lockId={Front door}", "{third}"),
        ];

    private static IEnumerable<Scenario> Changing =>
        [
            new("A name, and opening from afar", "POST", "/v3/key/update?keyId={guest's ekey}&keyName=Ann&remoteEnable=1"),
            new("Freezing an unknown ekey", "POST", "/v3/key/freeze?keyId=1"),
            new("Freezing no ekey", "POST", "/v3/key/freeze"),
            new("A guest freezes nobody", "POST", "/v3/key/freeze?keyId={guest's ekey}", "{guest}"),
            new("Of a lock of others, answered as unknown", "POST", "/v3/key/freeze?keyId={guest's ekey}", "{third}"),
            new("Freezing", "POST", "/v3/key/freeze?keyId={guest's ekey}"),
            new("A frozen ekey opens nothing", "POST", "/v3/lock/unlock?lockId={Front door}", "{guest}"),
            new("The period of a frozen one stays", "POST", $"/v3/key/changePeriod?keyId={{guest's ekey}}&startDate=0&endDate={Late}"),
            new("Unfreezing", "POST", "/v3/key/unfreeze?keyId={guest's ekey}"),
            new("It opens again", "POST", "/v3/lock/unlock?lockId={Front door}", "{guest}"),
            new("A period without an end", "POST", "/v3/key/changePeriod?keyId={guest's ekey}&startDate=0"),
            new("A period that ends before it starts", "POST", $"/v3/key/changePeriod?keyId={{guest's ekey}}&startDate={Late}&endDate={Early}"),
            new("A period", "POST", $"/v3/key/changePeriod?keyId={{guest's ekey}}&startDate=0&endDate={Early}"),
            new("As the owner sees it", "GET", "/v3/lock/listKey?lockId={Front door}"),
            new("There are no links that unlock", "GET", "/v3/key/getUnlockLink?keyId={guest's ekey}"),
        ];

    private static IEnumerable<Scenario> HandingOn =>
        [
            new("Authorising at another lock", "POST", "/v3/key/authorize?lockId={Back gate}&keyId={guest's ekey}"),
            new("Nobody authorises themselves", "POST", "/v3/key/authorize?lockId={Front door}&keyId={guest's ekey}", "{guest}"),
            new("Authorising", "POST", "/v3/key/authorize?lockId={Front door}&keyId={guest's ekey}"),
            new("An authorised ekey gives nothing beyond its own period", "POST", $"{To}third@example.com", "{guest}"),
            new(
                "Nor authorised ekeys",
                "POST",
                "/v3/key/send?lockId={Front door}&keyName=X&startDate=0&endDate=4070900000000&keyRight=1&receiverUsername=third@example.com",
                "{guest}"
            ),
            new("Nor anything to the owner", "POST", $"{To}{{account}}", "{guest}"),
            new(
                SentByDeputy,
                "POST",
                "/v3/key/send?lockId={Front door}&keyName=Third&startDate=0&endDate=4070900000000&receiverUsername=third@example.com",
                "{guest}"
            ),
            new("The receiver has it", "POST", "/v3/key/list", "{third}"),
            new("Who runs the lock", "GET", "/v3/lock/listKey?lockId={Front door}&keyRight=2"),
            new(
                "A shorter period of the giver's is one of the gift's",
                "POST",
                "/v3/key/changePeriod?keyId={guest's ekey}&startDate=0&endDate=4070880000000"
            ),
            new("Both end alike", "GET", "/v3/lock/listKey?lockId={Front door}"),
            new("A frozen lock gives no ekeys", "POST", "/v3/lock/freeze?lockId={Front door}"),
            new("Not even its owner", "POST", $"{To}third@example.com"),
            new("Until it is unfrozen", "POST", "/v3/lock/unfreeze?lockId={Front door}"),
            new("Unauthorising takes back what was sent on", "POST", "/v3/key/unauthorize?lockId={Front door}&keyId={guest's ekey}"),
            new("It is gone", "POST", "/v3/key/list", "{third}"),
        ];

    private static IEnumerable<Scenario> TakingBack =>
        [
            new("Deleting an unknown ekey", "POST", "/v3/key/delete?keyId=1"),
            new("One that is gone already", "POST", "/v3/key/delete?keyId={third's ekey}"),
            new("Others delete nothing", "POST", "/v3/key/delete?keyId={guest's ekey}", "{third}"),
            new("A guest gives up their own", "POST", "/v3/key/delete", "{guest}") { Form = "keyId={guest's ekey}&date=1" },
            new("After that there is no lock", "POST", "/v3/lock/unlock?lockId={Front door}", "{guest}"),
            new("Ekeys again", "POST", $"{To}guest@example.com"),
            new("A guest deletes not all", "POST", "/v3/lock/deleteAllKey?lockId={Front door}", "{guest}"),
            new("All ekeys of an unknown lock", "POST", "/v3/lock/deleteAllKey?lockId=1"),
            new("All of them", "POST", "/v3/lock/deleteAllKey?lockId={Front door}"),
            new("None is left", "GET", "/v3/lock/listKey?lockId={Front door}"),
        ];

    private static IEnumerable<Scenario> Inviting =>
        [
            new("A plain name cannot be invited", "POST", $"{To}nobody&createUser=1"),
            new("Nobody is invited unasked", "POST", $"{To}new@example.com&createUser=2"),
            new(Invited, "POST", $"{To}new@example.com&createUser=1"),
            new("By telephone too", "POST", $"{To}%2B81312345678&createUser=1"),
            new("Who was invited is not registered yet", "POST", $"{To}new@example.com"),
            new("As the owner sees them", "GET", "/v3/lock/listKey?lockId={Front door}"),
            new("A waiting ekey can be taken back", "POST", "/v3/key/delete?keyId={new ekey}"),
            new("To somebody of another tenant", "POST", $"{To}{LiveServer.Stranger}&remoteEnable=1"),
            new("They open a door of this one", "POST", "/v3/lock/unlock?lockId={Front door}", "{stranger}"),
        ];
}
