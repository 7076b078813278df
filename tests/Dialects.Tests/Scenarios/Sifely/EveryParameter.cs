namespace Latchwork.Dialects.Tests.Scenarios.Sifely;

/// <summary>A query with which every route of the wire has what it needs, for tests to which only what happens after that matters.</summary>
internal static class EveryParameter
{
    public static string Query(string route, long lockNumber) =>
        $"?lockId={lockNumber}&date={TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}&password={PasswordOf(route)}&type={TypeOf(route)}&"
        + string.Join('&', Rest);

    /// <summary>One word of the wire for two things, as <see cref="TypeOf"/>.</summary>
    private static string PasswordOf(string route) => route == "/v3/lock/changeAdminKeyboardPwd" ? "7319048" : LiveServer.PasswordMd5;

    private static int TypeOf(string route) => route.EndsWith("Setting", StringComparison.Ordinal) ? 2 : 1;

    private static readonly string[] Rest =
    [
        $"account={LiveServer.Account}",
        $"username={LiveServer.Account}",
        "client_id=x&client_secret=x",
        "grant_type=refresh_token&refresh_token=x",
        "keyboardPwdId=1&keyboardPwd=482916&keyboardPwdType=2&startDate=0&endDate=0&deleteType=1",
        "cardId=1&cardNumber=3661413478&cardName=Card&fingerprintId=1&fingerprintNumber=77&fingerprintName=Finger",
        "url=http://127.0.0.1:9/",
        "seconds=10&passageMode=2&value=1&electricQuantity=50",
        "keyId=1&groupId=1&receiverUsername=guest@example.com&keyName=Guest&name=Name&lockAlias=Alias&lockData={}",
        "gatewayId=1&gatewayName=x&gatewayNetMac=x&recordIdList=[1]&records=[]",
    ];
}
