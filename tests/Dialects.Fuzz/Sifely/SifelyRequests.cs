using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Latchwork.Domain;

namespace Latchwork.Dialects.Fuzz.Sifely;

/// <summary>Requests that begin as a client's and are then bent. The same seed and number make the same request.</summary>
internal sealed class SifelyRequests(SifelyTarget target)
{
    private static readonly HashSet<string> LogIns = new(StringComparer.Ordinal)
    {
        "/system/smart/login",
        "/system/smart/loginByGuest",
        "/system/smart/authorize",
        "/oauth2/token",
    };

    /// <summary>A valid key may not call these: the rest of the run would have none, or no locks and ekeys.</summary>
    private static readonly string[] Ends = ["/client/roll-token", "/v3/lock/delete", "/v3/lock/deleteAllKey"];

    /// <summary>They never name what is there: the rest of the run would have nothing to name.</summary>
    private static readonly string[] EndingWords = ["/delete", "/transfer"];

    private static readonly string[] Parameters =
    [
        "lockId",
        "pageNo",
        "pageSize",
        "groupId",
        "lockAlis",
        "lockAlias",
        "type",
        "startDate",
        "endDate",
        "recordType",
        "uid",
        "date",
        "url",
        "format",
        "secret",
        "notifyTypes",
        "enabled",
        "sendsCodes",
        "seconds",
        "passageMode",
        "isAllDay",
        "weekDays",
        "autoUnlock",
        "cyclicConfig",
        "value",
        "changeType",
        "electricQuantity",
        "password",
        "keyId",
        "keyName",
        "keyRight",
        "remarks",
        "remoteEnable",
        "createUser",
        "receiverUsername",
        "searchStr",
        "orderBy",
        "lockIdList",
        "lockData",
        "name",
    ];

    /// <summary>What a route needs besides, with a value that it takes, so that requests come as far as its operation.</summary>
    private static readonly Dictionary<string, (string Name, string Value)[]> Needed = new(StringComparer.Ordinal)
    {
        ["/system/smart/oauthToken"] = [("client_id", "x"), ("grant_type", "refresh_token"), ("refresh_token", "x")],
        ["/system/smart/authorize"] = [("client_id", "x"), ("redirect_uri", "https://example.com/back")],
        ["/oauth2/token"] = [("clientId", "x"), ("clientSecret", "x")],
        ["/v3/user/resetPassword"] = [("clientId", "x"), ("username", "nobody")],
        ["/v3/user/list"] = [("clientId", "x")],
        ["/v3/user/delete"] = [("clientId", "x"), ("username", "nobody")],
        ["/v3/keyboardPwd/add"] = [("keyboardPwd", "482916"), ("startDate", "4102444800000"), ("endDate", "4102531200000"), ("keyboardPwdType", "3")],
        ["/v3/keyboardPwd/change"] = [("keyboardPwdId", "1"), ("newKeyboardPwd", "730158"), ("changeType", "1")],
        ["/v3/keyboardPwd/delete"] = [("keyboardPwdId", "1"), ("deleteType", "1")],
        ["/v3/keyboardPwd/deleteByCode"] = [("keyboardPwd", "482916"), ("deleteType", "1")],
        ["/v3/keyboardPwd/get"] = [("keyboardPwdType", "1"), ("startDate", "4102444800000"), ("endDate", "4102531200000")],
        ["/v3/keyboardPwd/detail"] = [("keyboardPwdId", "1"), ("keyboardPwd", "482916")],
        ["/v3/identityCard/add"] = [("cardNumber", "3661413478"), ("startDate", "0"), ("endDate", "4102531200000"), ("cardType", "1")],
        ["/v3/identityCard/addForReversedCardNumber"] = [("cardNumber", "1"), ("startDate", "0"), ("endDate", "0"), ("addType", "1")],
        ["/v3/identityCard/changePeriod"] = [("cardId", "1"), ("startDate", "0"), ("endDate", "0")],
        ["/v3/identityCard/rename"] = [("cardId", "1"), ("cardName", "x")],
        ["/v3/identityCard/delete"] = [("cardId", "1"), ("deleteType", "1")],
        ["/v3/identityCard/list"] = [("orderBy", "0"), ("searchStr", "a")],
        ["/v3/fingerprint/add"] = [("fingerprintNumber", "77"), ("startDate", "0"), ("endDate", "0"), ("fingerprintType", "1")],
        ["/v3/fingerprint/changePeriod"] = [("fingerprintId", "1"), ("startDate", "0"), ("endDate", "0")],
        ["/v3/fingerprint/rename"] = [("fingerprintId", "1"), ("fingerprintName", "x")],
        ["/v3/fingerprint/delete"] = [("fingerprintId", "1"), ("deleteType", "1")],
        ["/v3/fingerprint/list"] = [("orderBy", "2"), ("searchStr", "77")],
        ["/v3/key/send"] = [("receiverUsername", "nobody@example.com"), ("keyName", "Guest"), ("startDate", "0"), ("endDate", "4102444800000")],
        ["/v3/key/delete"] = [("keyId", "1")],
        ["/v3/key/update"] = [("keyId", "1")],
        ["/v3/key/changePeriod"] = [("keyId", "1"), ("startDate", "0"), ("endDate", "4102444800000")],
        ["/v3/key/authorize"] = [("keyId", "1")],
        ["/v3/lock/setAutoLockTime"] = [("seconds", "30"), ("type", "1")],
        ["/v3/lock/updateSetting"] = [("type", "2"), ("value", "1"), ("changeType", "1")],
        ["/v3/lock/querySetting"] = [("type", "2")],
        ["/v3/lock/updateElectricQuantity"] = [("electricQuantity", "50")],
        ["/v3/lock/changeAdminKeyboardPwd"] = [("password", "7319048"), ("changeType", "1")],
        ["/v3/lock/configPassageMode"] = [("passageMode", "1"), ("isAllDay", "1"), ("weekDays", "[1,7]"), ("type", "1")],
        ["/v3/lock/configurePassageMode"] =
        [
            ("passageMode", "1"),
            ("cyclicConfig", """[{"isAllDay":2,"startTime":540,"endTime":1020,"weekDays":[1,2]}]"""),
            ("type", "1"),
        ],
        ["/v3/key/freeze"] = [("keyId", "1")],
        ["/v3/key/unfreeze"] = [("keyId", "1")],
        ["/v3/key/unauthorize"] = [("keyId", "1")],
        ["/v3/key/getUnlockLink"] = [("keyId", "1")],
        ["/v3/group/delete"] = [("groupId", "1")],
        ["/client/webhook"] = [("url", "http://127.0.0.1:9/")],
        ["/v3/lock/rename"] = [("lockAlias", "Door")],
        ["/v3/lock/transfer"] = [("receiverUsername", "nobody@example.com")],
        ["/v3/lock/initialize"] = [("lockData", """{"lockName":"S31","featureValue":"401"}""")],
        ["/v3/lock/updateLockData"] = [("lockData", """{"lockName":"S31","featureValue":"401"}""")],
        ["/v3/lock/setGroup"] = [("groupId", "0")],
        ["/v3/group/add"] = [("name", "North")],
        ["/v3/group/rename"] = [("groupId", "1"), ("name", "North")],
        ["/v3/lockRecord/list"] = [("searchStr", "482916")],
        ["/v3/lockRecord/upload"] =
        [
            (
                "records",
                """[{"recordType":7,"lockDate":1626945087000,"success":1,"username":"a","recordId":1},{"recordTypeFromLock":17,"operateDate":1}]"""
            ),
        ],
        ["/v3/lockRecord/delete"] = [("recordIdList", "[1, 2]")],
        ["/v3/gateway/detail"] = [("gatewayId", "1")],
        ["/v3/gateway/listLock"] = [("gatewayId", "1")],
        ["/v3/gateway/listDevice"] = [("gatewayId", "1")],
        ["/v3/gateway/upgradeCheck"] = [("gatewayId", "1")],
        ["/v3/gateway/rename"] = [("gatewayId", "1"), ("gatewayName", "Hall")],
        ["/v3/gateway/delete"] = [("gatewayId", "1")],
        ["/v3/gateway/transfer"] = [("gatewayIdList", "[1]"), ("receiverUsername", "nobody@example.com")],
        ["/v3/gateway/uploadDetail"] = [("gatewayId", "1"), ("modelNum", "x")],
        ["/v3/gateway/setUpgradeMode"] = [("gatewayId", "1")],
        ["/v3/gateway/isInitSuccess"] = [("gatewayNetMac", "02:00:00:00:00:00")],
        ["/v3/lock/listKeyboardPwd"] = [("orderBy", "0"), ("searchStr", "a")],
    };

    private static readonly string[] OddVerbs = ["HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW", "get"];

    /// <summary>More than the server reads (AZ-10).</summary>
    private const int HugeBody = 300 * 1024;

    public static bool IsLogIn(string path) => LogIns.Contains(path);

    public FuzzRequest Make(ulong start, int number, bool mayLogIn)
    {
        var seed = new Seed(start).Fork(number.ToString(CultureInfo.InvariantCulture));
        var odd = new Mutations(seed);
        var route = target.Routes[number % target.Routes.Count];
        if (IsLogIn(route.Path) && !mayLogIn)
        {
            route = target.Routes.First(other => other.Path.StartsWith("/v3/", StringComparison.Ordinal));
        }

        var verb = seed.Chance(0.08) ? seed.Pick(OddVerbs) : seed.Pick(route.Verbs);
        var values = ValuesOf(route.Path, seed, odd);
        var inQuery = seed.Chance(0.6);
        var path = seed.Chance(0.03) ? Bent(route.Path, seed) : route.Path;
        var query = inQuery ? "?" + Pairs(values, odd) : "";
        var message = new HttpRequestMessage(new HttpMethod(verb), new Uri(target.Address, path + query))
        {
            Content = inQuery && seed.Chance(0.5) ? null : BodyOf(inQuery ? [] : values, seed, odd),
        };
        var hasCredential = Authorize(message, route.Path, number, odd);
        while (seed.Chance(0.15))
        {
            var (name, value) = odd.Header();
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return new FuzzRequest(number, route, message, hasCredential);
    }

    private List<(string Name, string Value)> ValuesOf(string path, Seed seed, Mutations odd)
    {
        var values = new List<(string Name, string Value)>();
        if (IsLogIn(path))
        {
            values.Add((seed.Chance(0.5) ? "account" : "username", seed.Chance(0.3) ? odd.Value() : "nobody@example.com"));
            values.Add(("password", seed.Chance(0.5) ? new string('0', 32) : odd.Value()));
        }
        else if (seed.Chance(0.85))
        {
            values.Add(("lockId", seed.Chance(0.6) ? seed.Pick(target.Locks).ToString(CultureInfo.InvariantCulture) : odd.Value()));
        }

        var isEnd = EndingWords.Any(word => path.EndsWith(word, StringComparison.Ordinal));
        foreach (var (name, value) in Needed.GetValueOrDefault(path, []).Where(_ => seed.Chance(0.85)))
        {
            var usual = isEnd || !target.Known.TryGetValue(name, out var known) ? value : known.ToString(CultureInfo.InvariantCulture);
            values.Add((name, seed.Chance(0.6) ? usual : odd.Value()));
        }

        while (seed.Chance(0.55))
        {
            values.Add((seed.Chance(0.9) ? seed.Pick(Parameters) : odd.Name(), odd.Value()));
        }

        if (values.Count > 0 && seed.Chance(0.1))
        {
            values.Add((values[0].Name, seed.Chance(0.5) ? values[0].Value : odd.Value()));
        }

        return values;
    }

    private static HttpContent BodyOf(List<(string Name, string Value)> values, Seed seed, Mutations odd)
    {
        var bytes = seed.Next(20) switch
        {
            < 7 => Encoding.UTF8.GetBytes(Pairs(values, odd)),
            < 14 => Encoding.UTF8.GetBytes("{" + string.Join(',', values.Select(v => $"\"{Name(v.Name)}\":{odd.Json(v.Value)}")) + "}"),
            14 => "[:]"u8.ToArray(),
            15 => odd.Garbage(200),
            16 => Encoding.UTF8.GetBytes(new string('[', 50) + new string(']', 50)),
            17 => "{\"a\":1"u8.ToArray(),
            18 when seed.Chance(0.1) => new byte[HugeBody],
            _ => [],
        };
        var content = new ByteArrayContent(bytes);
        if (seed.Chance(0.9))
        {
            content.Headers.TryAddWithoutValidation("Content-Type", odd.ContentType());
        }

        return content;
    }

    private bool Authorize(HttpRequestMessage message, string path, int number, Mutations odd)
    {
        // By number, not by seed: half of every route's requests, whatever else happens to them.
        var isValid = number / target.Routes.Count % 2 == 0 && !Ends.Contains(path, StringComparer.Ordinal);
        var value = isValid ? target.Key : odd.BadAuthorization();
        if (value.Length > 0)
        {
            message.Headers.TryAddWithoutValidation("Authorization", value);
        }

        message.Headers.ConnectionClose = false;
        message.Headers.UserAgent.Add(new ProductInfoHeaderValue("fuzz", "1"));
        return isValid;
    }

    private static string Pairs(List<(string Name, string Value)> values, Mutations odd) =>
        string.Join('&', values.Select(v => $"{Uri.EscapeDataString(Name(v.Name))}={odd.Escaped(v.Value)}"));

    private static string Name(string name) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name));

    private static string Bent(string path, Seed seed) =>
        seed.Next(5) switch
        {
            0 => path.ToUpperInvariant(),
            1 => path + "/",
            2 => path + "/x",
            3 => path.Replace("/lock", "/l%6Fck", StringComparison.Ordinal),
            _ => path + "%00",
        };
}
