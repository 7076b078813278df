namespace Latchwork.Dialects.Tests.Scenarios.Sifely;

/// <summary>Gateways, in the order in which they are asked for (11, 19.6).</summary>
internal static class GatewayScenarios
{
    private const string Gateway = "gatewayId={the gateway}";

    public static IReadOnlyList<Scenario> Rows { get; } =
    [
        new("No credential", "GET", $"/v3/gateway/detail?{Gateway}", null),
        new("Own gateways", "POST", "/v3/gateway/list?pageNo=1&pageSize=20"),
        new("A page past the end", "GET", "/v3/gateway/list?pageNo=2&pageSize=20"),
        new("In detail", "GET", $"/v3/gateway/detail?{Gateway}") { Learns = [("its mac", "gatewayMac")] },
        new("An unknown one", "GET", "/v3/gateway/detail?gatewayId=1"),
        new("One that was not named", "GET", "/v3/gateway/detail"),
        new("One of another tenant, answered like an unknown one", "GET", "/v3/gateway/detail?gatewayId={a stranger's gateway}"),
        new("Of a lock", "GET", "/v3/gateway/listByLock?lockId={Front door}"),
        new("The same by the name that one client knows", "GET", "/v3/lock/gateways?lockId={Front door}"),
        new("Of a lock of its own network", "GET", "/v3/gateway/listByLock?lockId={Office}"),
        new("Of a lock that nothing connects", "GET", "/v3/gateway/listByLock?lockId={Shed}"),
        new("Of an unknown lock", "GET", "/v3/gateway/listByLock?lockId=1"),
        new("Of a lock of another tenant, answered alike", "GET", "/v3/gateway/listByLock?lockId={a stranger's door}"),
        new("Its locks, the best heard first", "GET", $"/v3/gateway/listLock?{Gateway}"),
        new("The locks of an unknown one", "GET", "/v3/gateway/listLock?gatewayId=1"),
        new("All that is behind it", "POST", $"/v3/gateway/listDevice?{Gateway}"),
        new("Newer firmware", "GET", $"/v3/gateway/upgradeCheck?{Gateway}"),
        new("Another name", "POST", "/v3/gateway/rename") { Form = $"{Gateway}&gatewayName=Hall%20%E2%80%94%20%40home" },
        new("No name", "POST", $"/v3/gateway/rename?{Gateway}"),
        new("A name of blanks", "POST", $"/v3/gateway/rename?{Gateway}&gatewayName=%20"),
        new("Another name for an unknown one", "POST", "/v3/gateway/rename?gatewayId=1&gatewayName=x"),
        new("Another name for one of another tenant", "POST", "/v3/gateway/rename?gatewayId={a stranger's gateway}&gatewayName=x"),
        new("It is called so", "GET", $"/v3/gateway/detail?{Gateway}"),
        new("Set up a moment ago", "POST", "/v3/gateway/isInitSuccess?gatewayNetMac={its mac}"),
        new("Set up never", "POST", "/v3/gateway/isInitSuccess?gatewayNetMac=02:00:00:00:00:00"),
        new("To oneself", "POST", $"/v3/gateway/transfer?{Gateway}&receiverUsername=DESK@example.com"),
        new("To somebody else", "POST", $"/v3/gateway/transfer?gatewayIdList=[{{the gateway}}]&receiverUsername=stranger@example.com"),
        new("To nobody, answered alike", "POST", $"/v3/gateway/transfer?{Gateway}&receiverUsername=nobody@example.com"),
        new("A list that is none", "POST", "/v3/gateway/transfer?gatewayIdList=[1,&receiverUsername=nobody@example.com"),
        new("Details that a caller tells", "POST", $"/v3/gateway/uploadDetail?{Gateway}&modelNum=G9&networkName=x"),
        new("New firmware", "POST", $"/v3/gateway/setUpgradeMode?{Gateway}"),
        new("Delete one that its link finds", "POST", $"/v3/gateway/delete?{Gateway}"),
        new("Delete an unknown one", "POST", "/v3/gateway/delete?gatewayId=1"),
    ];
}
