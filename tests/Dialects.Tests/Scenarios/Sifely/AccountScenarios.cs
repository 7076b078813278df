namespace Latchwork.Dialects.Tests.Scenarios.Sifely;

/// <summary>Log-ins that issue tokens, and the wire of TTLock, in the order in which they are sent (2, 19, 19.1).</summary>
internal static class AccountScenarios
{
    private const string Exchange = "/system/smart/oauthToken";
    private const string Authorize = "/system/smart/authorize";
    private const string Who = "username={account}&password={md5}";

    public static IReadOnlyList<Scenario> Tokens { get; } =
    [
        new("A guest, from a form", "POST", "/system/smart/loginByGuest", null) { Form = Who },
        new("A guest with a wrong password", "POST", "/system/smart/loginByGuest", null)
        {
            Form = "username={account}&password=00000000000000000000000000000000",
        },
        new("A guest with a plain password", "POST", "/system/smart/loginByGuest", null) { Form = "username={account}&password=secret" },
        new("The older log-in", "POST", $"/system/smart/login?client_id=home_assistant&{Who}", null) { Learns = [("wrapped", "data")] },
        new(
            "An authorization code, to an address",
            "POST",
            $"{Authorize}?client_id=mine&{Who}&redirect_uri=https://example.com/back?x=1&state=a%20b",
            null
        ),
        new("A code for an address that is none", "POST", $"{Authorize}?client_id=mine&{Who}&redirect_uri=javascript:alert(1)", null),
        new(
            "A code with a wrong password",
            "POST",
            $"{Authorize}?client_id=mine&username={{account}}&password=00000000000000000000000000000000",
            null
        ),
        new("A code without an address", "POST", $"{Authorize}?client_id=mine&{Who}", null) { Learns = [("granted", "data")] },
        new("Exchange without a client", "POST", Exchange, null),
        new("Exchange by an unknown grant", "POST", $"{Exchange}?client_id=mine&grant_type=magic", null),
        new("Exchange without the code", "POST", $"{Exchange}?client_id=mine&grant_type=authorization_code", null),
        new("Exchange by another client", "POST", $"{Exchange}?client_id=other&grant_type=authorization_code&code={{code}}", null),
        new("Exchange", "POST", $"{Exchange}?client_id=mine&grant_type=authorization_code&code={{code}}", null)
        {
            Learns = [("first", "access_token"), ("refresh", "refresh_token")],
        },
        new("The code works once", "POST", $"{Exchange}?client_id=mine&grant_type=authorization_code&code={{code}}", null),
        new("With the token", "POST", "/v3/key/list?lockAlis=gate", "Bearer {first}"),
        new("A refresh token opens nothing", "POST", "/v3/key/list?lockAlis=gate", "Bearer {refresh}"),
        new("Refresh", "POST", $"{Exchange}?client_id=mine&grant_type=refresh_token&refresh_token={{refresh}}", null)
        {
            Learns = [("second", "access_token")],
        },
        new("The former token stops", "POST", "/v3/key/list?lockAlis=gate", "{first}"),
        new("The new one works, raw", "POST", "/v3/key/list?lockAlis=gate", "{second}"),
        new("Refresh with nothing of ours", "POST", $"{Exchange}?client_id=mine&grant_type=refresh_token&refresh_token=x", null),
        new("There is nothing to refresh about a key", "POST", $"{Exchange}?client_id=mine&grant_type=refresh_token&refresh_token={{key}}", null),
        new(
            "Nor about a key that is none",
            "POST",
            $"{Exchange}?client_id=mine&grant_type=refresh_token&refresh_token=sk-00000000000000000000000000000000",
            null
        ),
        new("One's own number", "GET", "/v3/user/getUid"),
    ];

    private const string Token = "/oauth2/token";
    private const string Call = "clientId=0123456789abcdef&accessToken={tt}&date={now}";

    public static IReadOnlyList<Scenario> TTLock { get; } =
    [
        new("Without a client", "POST", Token, null) { Form = Who },
        new("A wrong password", "POST", Token, null)
        {
            Form = "client_id=x&client_secret=y&username={account}&password=00000000000000000000000000000000",
        },
        new("A plain password", "POST", Token, null) { Form = "client_id=x&client_secret=y&username={account}&password=secret" },
        new("An unknown grant", "POST", Token, null) { Form = $"client_id=x&client_secret=y&{Who}&grant_type=magic" },
        new("An application that knows its id and not its secret", "POST", Token, null) { Form = $"client_id={{app}}&client_secret=y&{Who}" },
        new("From a form, with the vendor's id", "POST", Token, null)
        {
            Form = $"client_id=0123456789abcdef&client_secret=y&{Who}&grant_type=password&redirect_uri=http://x",
            Learns = [("first tt", "access_token"), ("tt refresh", "refresh_token")],
        },
        new(
            "Refresh, in the query",
            "POST",
            $"{Token}?clientId=0123456789abcdef&clientSecret=y&grant_type=refresh_token&refresh_token={{tt refresh}}",
            null
        )
        {
            Learns = [("tt", "access_token")],
        },
        new("Refresh with nothing of ours", "POST", Token, null) { Form = "client_id=x&client_secret=y&grant_type=refresh_token&refresh_token=x" },
        new("The former token stops", "GET", "/v3/key/list?clientId=x&accessToken={first tt}&date={now}", null),
        new("An unknown token", "GET", "/v3/key/list?clientId=x&accessToken=00000000000000000000000000000000&date={now}", null),
        new("Ekeys, by GET", "GET", $"/v3/key/list?{Call}&pageNo=1&pageSize=20&lockAlias=gate", null),
        new("Ekeys, from a form", "POST", "/v3/key/list", null) { Form = $"{Call}&pageNo=1&pageSize=20&lockAlias=gate" },
        new("Without a date", "GET", "/v3/key/list?clientId=x&accessToken={tt}", null),
        new("With a stale date", "GET", "/v3/key/list?clientId=x&accessToken={tt}&date=1600000000000", null),
        new("The token decides, whatever the header says", "GET", $"/v3/lock/detail?{Call}&lockId=1", "{key}"),
        new("A key in the parameter is no token: the header decides", "GET", "/v3/lock/detail?accessToken=nothing&lockId=1"),
        new("Unlock by GET", "GET", $"/v3/lock/unlock?{Call}&lockId={{Front door}}", null),
        new("Is it open", "GET", $"/v3/lock/queryOpenState?{Call}&lockId={{Front door}}", null),
        new("Lock, from a form", "POST", "/v3/lock/lock", null) { Form = $"{Call}&lockId={{Front door}}" },
        new("Unlock an unknown lock", "POST", $"/v3/lock/unlock?{Call}&lockId=1", null),
        new("Unlock a lock that nothing connects", "POST", $"/v3/lock/unlock?{Call}&lockId={{Shed}}", null),
        new("No lock number", "POST", $"/v3/lock/unlock?{Call}", null),
        new("A passcode", "POST", "/v3/keyboardPwd/add", null)
        {
            Form = $"{Call}&lockId={{Front door}}&keyboardPwd=482916&keyboardPwdType=2&addType=2",
            Learns = [("pin", "keyboardPwdId")],
        },
        new("Delete it without saying how", "POST", $"/v3/keyboardPwd/delete?{Call}&lockId={{Front door}}&keyboardPwdId={{pin}}", null),
        new("One's own number", "GET", $"/v3/user/getUid?{Call}", null),
        new("A TTLock token is no credential of the other wire", "GET", "/v3/key/list", "{tt}"),
    ];

    private const string App = "clientId={app}&clientSecret={secret}&date={now}";

    public static IReadOnlyList<Scenario> Users { get; } =
    [
        new("An unknown application", "POST", "/v3/user/register", null)
        {
            Form = "clientId=x&clientSecret=y&username=anna&password={md5}&date={now}",
        },
        new("A wrong secret", "POST", "/v3/user/register", null) { Form = "clientId={app}&clientSecret=y&username=anna&password={md5}&date={now}" },
        new("A name with a sign", "POST", "/v3/user/register", null) { Form = $"{App}&username=an-na&password={{md5}}" },
        new("A password that is guessed first", "POST", "/v3/user/register", null)
        {
            Form = $"{App}&username=anna&password=5f4dcc3b5aa765d61d8327deb882cf99",
        },
        new("A plain password", "POST", "/v3/user/register", null) { Form = $"{App}&username=anna&password=secret" },
        new("A user", "POST", "/v3/user/register", null) { Form = $"{App}&username=Anna&password={{md5}}", Learns = [("anna", "username")] },
        new("The same name again", "POST", "/v3/user/register", null) { Form = $"{App}&username=anna&password={{md5}}" },
        new("The list", "GET", $"/v3/user/list?{App}&startDate=0&endDate=0&pageNo=1&pageSize=20", null),
        new("By the name", "GET", $"/v3/user/list?{App}&username={{anna}}", null),
        new("By another name", "GET", $"/v3/user/list?{App}&username=bert", null),
        new("The user logs in", "POST", "/oauth2/token", null)
        {
            Form = "clientId={app}&clientSecret={secret}&username={anna}&password={md5}",
            Learns = [("tt", "access_token")],
        },
        new("And has no locks", "GET", $"/v3/lock/list?{Call}&pageNo=1&pageSize=20", null),
        new("A new password", "POST", "/v3/user/resetPassword", null) { Form = $"{App}&username={{anna}}&password=0b9e1f3f3c3a4a2d8f8b5d9a7e6c1d2e" },
        new("What was issued before has stopped", "GET", $"/v3/lock/list?{Call}&pageNo=1&pageSize=20", null),
        new("The old password has too", "POST", "/oauth2/token", null)
        {
            Form = "clientId={app}&clientSecret={secret}&username={anna}&password={md5}",
        },
        new("A password for nobody", "POST", "/v3/user/resetPassword", null) { Form = $"{App}&username=bert&password={{md5}}" },
        new("Somebody of no application is not theirs", "POST", "/v3/user/delete", null) { Form = $"{App}&username={{account}}" },
        new("Delete", "POST", "/v3/user/delete", null) { Form = $"{App}&username={{anna}}" },
        new("Delete again", "POST", "/v3/user/delete", null) { Form = $"{App}&username={{anna}}" },
        new("The name is free", "POST", "/v3/user/register", null) { Form = $"{App}&username=anna&password={{md5}}" },
    ];
}
