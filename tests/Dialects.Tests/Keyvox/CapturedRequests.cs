using System.Net.Http.Headers;
using System.Text;
using Latchwork.Testing.Keyvox;

namespace Latchwork.Dialects.Tests.Keyvox;

/// <summary>One request of keyvox.md 15, as its client sends it.</summary>
/// <param name="Family">The number of its client there.</param>
/// <param name="Function">What follows <c>/api/eagle-pms/v1/</c>.</param>
/// <param name="Body">To the byte, but for times: <c>{soon}</c> and <c>{later}</c> where a sample's must not be over.</param>
/// <param name="Code">What it gets for ids that are unknown here.</param>
internal sealed record CapturedRequest(int Family, string Function, string Body, string Code)
{
    private const string Unknown = "E0043";
    private const string Wrong = "E0005";

    /// <summary>Signed by its client, with the headers that this one sends besides.</summary>
    public HttpRequestMessage ToRequest(KeyvoxKey key, string body, Uri server, DateTimeOffset at)
    {
        var path = $"/api/eagle-pms/v1/{Function}";
        var form = new KeyvoxForm { ContentType = Family == 2 ? "text/plain" : "application/json" };
        var request = key.Request(path, body, at, form);
        switch (Family)
        {
            // Other servers take it for a compression that they do not know.
            case 3:
                request.Content!.Headers.TryAddWithoutValidation("Content-Encoding", "UTF-8");
                break;
            // The key stands open in it.
            case 4:
                request.Headers.TryAddWithoutValidation("api", Function);
                request.Headers.TryAddWithoutValidation("key", key.Key);
                request.Headers.TryAddWithoutValidation("accept", "application/json");
                request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse("application/json; charset=utf-8");
                break;
            case 8:
                request.Headers.Referrer = new Uri(server, path);
                request.Headers.Connection.Add("close");
                break;
            default:
                break;
        }

        return request;
    }

    public static string Timed(string body, DateTimeOffset now) =>
        new StringBuilder(body)
            .Replace("{soon}", SigningHandler.At(now.AddHours(1)))
            .Replace("{later}", SigningHandler.At(now.AddHours(2)))
            .ToString();

    public override string ToString() => $"{Family} {Function} {Body}";

    public static CapturedRequest[] All { get; } =
    [
        new(1, "getUnits", "{}", "0"),
        new(
            1,
            "createLockPin",
            """{"unitId":"5dc02d9557a9445018f12998","pinCode":"123456","pinType":"1","sTime":"{soon}","eTime":"{later}"}""",
            Unknown
        ),
        new(1, "getLockStatus", """{"lockId":"LOCK0001"}""", Unknown),
        new(1, "unlock", """{"lockId":"LOCK0001","flag":1}""", Unknown),
        new(1, "bacsorder/list", "{}", "0"),
        new(2, "getUnits", "{}", "0"),
        new(2, "createLockPin", """{"unitId":"5e901978ef16f912aa9aaaa7","sTime":"{soon}","eTime":"{later}","targetName":"BCL20230207"}""", Unknown),
        new(2, "getLockPinStatus", """{"pinId":"6051caf90d26a97c6aa1ca48"}""", Unknown),
        new(2, "getLockPinList", """{"lockId":"000D6F0013112273"}""", Unknown),
        new(2, "unlock", """{"lockId":"000D6F0013112273","flag":"0"}""", Unknown),
        new(
            3,
            "createLockPin",
            """{"pinType":"1","eTime":"{later}","pinCode":"123456","unitId":"5dc02d9557a9445018f12998","sTime":"{soon}"}""",
            Unknown
        ),
        new(3, "changeLockPin", """{"eTime":"{later}","pinCode":"123456","pinId":"5cbd3a4657a9440a40653d46","sTime":"{soon}"}""", Unknown),
        new(3, "disableLockPin", """{"pinId":"5cbd3a4657a9440a40653d46"}""", Unknown),
        new(3, "getLockHistory", """{"lockId":"C11A1FCD10000162","records":"5","position":""}""", Unknown),
        new(3, "card/add", """{"cardName":"guest","cardCode":"1234567890","cardDesc":"guest test"}""", "0"),
        new(3, "card/delCardList", """{"cardList":["610112d359f874472a51ed47"]}""", Unknown),
        new(4, "getLockers", "{}", "0"),
        new(4, "getAvailableBoxes", """{"deviceId":"F822AABBCCDDEEFF","sTime":{soon},"eTime":{later}}""", Unknown),
        new(4, "getAvailableBoxes", """{"boxSize":"2","deviceId":"F822AABBCCDDEEFF","sTime":"{soon}","eTime":"{later}"}""", Unknown),
        new(
            4,
            "createLockerPin",
            """{"boxSize":"2","boxName":"1","deviceId":"F822AABBCCDDEEFF","sTime":"{soon}","eTime":"{later}","boxNum":"00-01","deviceName":"Locker A","checkin":"1","mode":"2","reassign":"0","pinCode":"320700","targetName":"Locker A"}""",
            Unknown
        ),
        new(
            5,
            "createLockPin",
            """{"unitId":"5dc02d9557a9445018f12998","pinCode":"123456","sTime":"{soon}","eTime":"{later}","targetName":"宿泊者"}""",
            Unknown
        ),
        new(6, "getLockPinList", """{"lockId": "LOCK0001", "sTime": {soon}, "eTime": {later}}""", Unknown),
        new(
            6,
            "createLockPin",
            """{"unitId": "5dc02d9557a9445018f12998", "pinCode": "123456", "sTime": {soon}, "eTime": {later}, "targetName": "\u5bbf\u6cca\u8005"}""",
            Unknown
        ),
        new(7, "unlockLocker", """{"deviceId":"F822AABBCCDDEEFF","boxNum":"00-01"}""", Unknown),
        new(8, "getUnits", "{}", "0"),
        new(
            9,
            "createLockerPin",
            """{"deviceId":"F822AABBCCDDEEFF","boxNum":"00-01","checkin":"0","mode":"0","reassign":"0","targetName":"暗証番号","sTime":"{soon}","eTime":"{later}"}""",
            Unknown
        ),
        new(10, "unlock", """{"lockId":"ENTRY1","flag":"1"}""", Unknown),
        new(
            12,
            "issueLockKey",
            """{"unitId":"5dc02d9557a9445018f12998","sTime":"{soon}","eTime":"{later}","targetName":"宿泊者","notificationMethod":"email","notificationDetails":{"email":"guest@example.com"}}""",
            Unknown
        ),
        // Of families 1 and 3 with the times of their samples, which are over.
        new(
            1,
            "createLockPin",
            """{"unitId":"5dc02d9557a9445018f12998","pinCode":"123456","pinType":"1","sTime":"1555411723","eTime":"1555498123"}""",
            Wrong
        ),
        new(
            3,
            "createLockPin",
            """{"pinType":"1","eTime":"1555498123","pinCode":"123456","unitId":"5dc02d9557a9445018f12998","sTime":"1555411723"}""",
            Wrong
        ),
        new(3, "changeLockPin", """{"eTime":"1569921568","pinCode":"123456","pinId":"5cbd3a4657a9440a40653d46","sTime":"1555411723"}""", Unknown),
    ];
}
