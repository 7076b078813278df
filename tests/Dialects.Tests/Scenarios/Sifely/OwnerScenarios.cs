namespace Latchwork.Dialects.Tests.Scenarios.Sifely;

/// <summary>What a lock is called, whose it is, and its end (3.3, 19.2).</summary>
internal static class OwnerScenarios
{
    private const string Guest = "A guest";
    private const string Initialized = "A lock that a phone has set up";
    private const string InitializedAgain = "Another, in base64, with a name of the owner's choice";

    /// <summary>The base64 of {"lockName":"S31_1a2b3c","featureValue":"401"}.</summary>
    private const string Base64 = "eyJsb2NrTmFtZSI6IlMzMV8xYTJiM2MiLCJmZWF0dXJlVmFsdWUiOiI0MDEifQ==";

    public static SifelyStory Story { get; } =
        new(
            [.. Naming, .. Freezing, .. PhoneLocks, .. Transfers, .. Endings],
            new Dictionary<string, (string, string)>
            {
                [Guest] = ("guest's ekey", "keyId"),
                [Initialized] = ("phone's lock", "lockId"),
                [InitializedAgain] = ("second lock", "lockId"),
            }
        );

    private static IEnumerable<Scenario> Naming =>
        [
            new(
                Guest,
                "POST",
                "/v3/key/send?lockId={Front door}&keyName=Guest&startDate=0&endDate=0&receiverUsername=guest@example.com&remoteEnable=1"
            ),
            new("Renaming without a credential", "POST", "/v3/lock/rename?lockId={Front door}&lockAlias=Main", null),
            new("Without a name", "POST", "/v3/lock/rename?lockId={Front door}"),
            new("A guest renames nothing", "POST", "/v3/lock/rename?lockId={Front door}&lockAlias=Main", "{guest}"),
            new("An unknown lock", "POST", "/v3/lock/rename?lockId=1&lockAlias=Main"),
            new("A lock of another tenant, answered alike", "POST", "/v3/lock/rename?lockId={a stranger's door}&lockAlias=Main"),
            new("Renamed", "POST", "/v3/lock/rename?lockId={Front door}&lockAlias=Main — @1"),
            new("As its owner reads it back", "POST", "/v3/lock/list?lockAlias=main"),
            new("As the guest reads it", "POST", "/v3/key/list", "{guest}"),
        ];

    private static IEnumerable<Scenario> Freezing =>
        [
            new("A guest freezes nothing", "POST", "/v3/lock/freeze?lockId={Front door}", "{guest}"),
            new("Frozen", "POST", "/v3/lock/freeze?lockId={Front door}"),
            new("Twice is once", "GET", "/v3/lock/freeze?lockId={Front door}"),
            new("It says so", "GET", "/v3/lock/queryStatus?lockId={Front door}", "{guest}"),
            new("It does not open, for its owner neither", "POST", "/v3/lock/unlock?lockId={Front door}"),
            new("Unfrozen", "POST", "/v3/lock/unfreeze?lockId={Front door}"),
            new("Normal again", "GET", "/v3/lock/queryStatus?lockId={Front door}"),
            new("The status of an unknown lock", "GET", "/v3/lock/queryStatus?lockId=1"),
            new("The status of a lock of another tenant, answered alike", "GET", "/v3/lock/queryStatus?lockId={a stranger's door}"),
        ];

    private static IEnumerable<Scenario> PhoneLocks =>
        [
            new("Nothing to set up", "POST", "/v3/lock/initialize"),
            new("Data that are no object", "POST", "/v3/lock/initialize?lockData=[]"),
            new("Data that are neither JSON nor base64", "POST", "/v3/lock/initialize?lockData=%2A"),
            new("An address that is none", "POST", "/v3/lock/initialize") { Form = "lockData={\"lockMac\":\"here\"}" },
            new("A group that is not there", "POST", "/v3/lock/initialize?groupId=1") { Form = "lockData={\"lockName\":\"S31_1a2b3c\"}" },
            new(Initialized, "POST", "/v3/lock/initialize")
            {
                Form =
                    "lockData={\"lockName\":\"S31_1a2b3c\",\"lockMac\":\"c0:ff:ee:00:11:22\",\"modelNum\":\"SN31\",\"featureValue\":\"401\",\"aesKeyStr\":\"0102\"}&date=1",
            },
            new(InitializedAgain, "POST", "/v3/lock/initialize?lockAlias=Garage") { Form = $"lockData={Uri.EscapeDataString(Base64)}" },
            new("A guest of the house adds no locks to it", "POST", "/v3/lock/initialize?lockData={}", "{guest}"),
            new("The owner gets the data back", "POST", "/v3/lock/list?lockAlias=S31"),
            new("It was set up on the phone", "POST", "/v3/lock/unlock?lockId={phone's lock}"),
            new("A guest of it", "POST", "/v3/key/send?lockId={phone's lock}&keyName=Guest&startDate=0&endDate=0&receiverUsername=guest@example.com"),
            new("Who does not own it does not get the data", "GET", "/v3/key/get?lockId={phone's lock}", "{guest}"),
            new("New data", "POST", "/v3/lock/updateLockData")
            {
                Form = "lockId={phone's lock}&lockData={\"featureValue\":\"1\",\"aesKeyStr\":\"0304\"}",
            },
            new("From a guest", "POST", "/v3/lock/updateLockData?lockId={phone's lock}&lockData={}", "{guest}"),
            new("For an unknown lock", "POST", "/v3/lock/updateLockData?lockId=1&lockData={}"),
            new("They are the new ones", "GET", "/v3/key/get?lockId={phone's lock}"),
        ];

    private static IEnumerable<Scenario> Transfers =>
        [
            new("To nobody", "POST", "/v3/lock/transfer?lockId={Shed}"),
            new("Nothing", "POST", "/v3/lock/transfer?receiverUsername=guest@example.com"),
            new("A list that is none", "POST", "/v3/lock/transfer?receiverUsername=guest@example.com&lockIdList={Shed}"),
            new("An empty list", "POST", "/v3/lock/transfer?receiverUsername=guest@example.com&lockIdList=[]"),
            new("To somebody unknown", "POST", "/v3/lock/transfer?receiverUsername=nobody@example.com&lockId={Shed}"),
            new("To oneself", "POST", "/v3/lock/transfer?receiverUsername={account}&lockId={Shed}"),
            new("By a guest", "POST", "/v3/lock/transfer?receiverUsername=heir@example.com&lockId={Front door}", "{guest}"),
            new("All or none", "POST", "/v3/lock/transfer?receiverUsername=heir@example.com&lockIdList=[{Shed},{a stranger's door}]"),
            new(
                "What is behind a link stays in its tenant",
                "POST",
                $"/v3/lock/transfer?receiverUsername={LiveServer.Stranger}&lockIdList=[{{Shed}},{{Office}}]"
            ),
            new("Neither of both went", "POST", "/v3/lock/list?lockAlias=shed"),
            new("Inside the tenant, all or none", "POST", "/v3/lock/transfer?receiverUsername=guest@example.com&lockIdList=[{Front door}, {Office}]"),
            new("They own them now", "POST", "/v3/lock/list", "{guest}"),
            new("Who had them does not", "POST", "/v3/lock/unlock?lockId={Front door}"),
            new("To another tenant", "POST", $"/v3/lock/transfer?receiverUsername={LiveServer.Stranger}") { Form = "lockId={phone's lock}" },
            new("It has its number still, and its data", "POST", "/v3/key/get?lockId={phone's lock}", "{stranger}"),
            new("Who had it does not", "POST", "/v3/lock/detail?lockId={phone's lock}"),
            new("Nor their guests", "POST", "/v3/key/get?lockId={phone's lock}", "{guest}"),
        ];

    private static IEnumerable<Scenario> Endings =>
        [
            new("Deleting a lock of another tenant", "POST", "/v3/lock/delete?lockId={a stranger's door}"),
            new("Deleting an unknown lock", "POST", "/v3/lock/delete?lockId=1"),
            new("By one who has no ekey", "POST", "/v3/lock/delete?lockId={Shed}", "{heir}"),
            new("Deleted", "POST", "/v3/lock/delete?lockId={Shed}"),
            new("It is unknown", "POST", "/v3/lock/delete?lockId={Shed}"),
            new("So are its records", "GET", "/v3/lockRecord/list?lockId={Shed}"),
            new("The owner's own ekey", "GET", "/v3/key/list?lockAlias=Garage"),
            new("Behind a link, by the new owner", "POST", "/v3/lock/delete?lockId={Front door}", "{guest}"),
            new("It does not open any more", "POST", "/v3/lock/unlock?lockId={Front door}", "{guest}"),
        ];
}
