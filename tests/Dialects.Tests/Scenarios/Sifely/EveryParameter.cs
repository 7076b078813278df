namespace Latchwork.Dialects.Tests.Scenarios.Sifely;

/// <summary>A query with which every route of the wire has what it needs, for tests to which only what happens after that matters.</summary>
internal static class EveryParameter
{
    public static string Query(long lockNumber) =>
        $"?lockId={lockNumber}&date={TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}&" + string.Join('&', Rest);

    private static readonly string[] Rest =
    [
        $"account={LiveServer.Account}",
        $"username={LiveServer.Account}",
        $"password={LiveServer.PasswordMd5}",
        "client_id=x&client_secret=x",
        "grant_type=refresh_token&refresh_token=x",
        "keyboardPwdId=1&keyboardPwd=482916&keyboardPwdType=2&startDate=0&endDate=0&deleteType=1",
        "url=http://127.0.0.1:9/",
        "keyId=1&groupId=1&receiverUsername=guest@example.com&keyName=Guest&name=Name&lockAlias=Alias&lockData={}",
    ];
}
