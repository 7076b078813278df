using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Latchwork.Domain;
using Latchwork.Testing.Keyvox;

namespace Latchwork.Dialects.Fuzz.Keyvox;

/// <summary>What a client sends to each function, with all that it may say. Words in braces stand for ids of what is there, for times, and for codes.</summary>
internal static partial class KeyvoxBodies
{
    private const string Window = "\"sTime\":\"{from}\",\"eTime\":{until}";
    private const string Box = "\"deviceId\":\"{locker}\",\"boxNum\":\"{box}\"";

    private static readonly Dictionary<string, string> ByRoute = new(StringComparer.Ordinal)
    {
        ["/v1/unlock"] = """{"lockId":"{lock}","flag":"{bit}"}""",
        ["/v1/getUnits"] = """{"placeId":"{place}"}""",
        ["/v1/getLocks"] = """{"page":1,"count":"20"}""",
        ["/v1/getLockStatus"] = """{"lockId":"{lock}"}""",
        ["/v1/createLockPin"] = $$"""{"unitId":"{door}","pinCode":"{digits}",{{Window}},"targetName":"宿泊者"}""",
        ["/v1/issueLockKey"] = $$$"""
            {"unitId":"{door}",{{{Window}}},"targetName":"Guest","notificationMethod":"both",
            "notificationDetails":{"email":"guest@example.com","phone":"+81312345678"}}
            """,
        ["/v1/changeLockPin"] = $$"""{"pinId":"{pin}","pinCode":"{digits}",{{Window}},"targetName":"Guest"}""",
        ["/v1/disableLockPin"] = """{"pinId":"{spare pin}"}""",
        ["/v1/getLockPinStatus"] = """{"pinId":"{pin}"}""",
        ["/v1/getUnitPinList"] = $$"""{"unitId":"{door}","records":"5","position":"{pin}",{{Window}}}""",
        ["/v1/getLockPinList"] = $$"""{"lockId":"{lock}","records":5,"position":"0",{{Window}}}""",
        ["/v1/getLockHistory"] = """{"lockId":"{lock}","records":"5","position":""}""",
        ["/v1/locks/events"] = $$"""{"lockIds":["{lock}"],"etype":["1","9"],"value":"1","searchWord":"a",{{Window}},"page":1,"count":20}""",
        ["/v1/setCard"] = $$"""{"cardCode":"{code}","unitId":"{door}",{{Window}},"cardName":"Staff","cardDesc":"Day","targetName":"Ada"}""",
        ["/v1/updateCard"] = $$"""{"cardId":"{card}","unitId":"{door}",{{Window}},"cardName":"Staff","targetName":"Ada"}""",
        ["/v1/disableCard"] = """{"cardId":"{spare card}","unitId":"{door}"}""",
        ["/v1/getCardStatus"] = """{"cardId":"{card}","unitId":"{door}"}""",
        ["/v1/getLockCardList"] = """{"lockId":"{lock}","records":5,"position":0}""",
        ["/v1/card/add"] = """{"cardName":"guest","cardCode":"{code}","cardDesc":"guest test"}""",
        ["/v1/addCard"] = """{"cardName":"guest","cardCode":"{code}","cardDesc":"guest test"}""",
        ["/v1/card/delCardList"] = """{"cardList":["{spare card}"]}""",
        ["/v1/getBookingOrders"] = """{"unitId":"{unit}"}""",
        ["/v1/getLockers"] = "{}",
        ["/v1/getLockerStatus"] = $$"""{{{Box}}}""",
        ["/v1/getAvailableBoxes"] = $$"""{"deviceId":"{locker}",{{Window}},"boxSize":"1"}""",
        ["/v1/unlockLocker"] = $$"""{{{Box}}}""",
        ["/v1/setLockerStatus"] = $$"""{{{Box}},"status":"{bit}"}""",
        ["/v1/setBoxColor"] = """{"deviceId":"{locker}","boxNum":["{box}"],"color":"green","mode":"blink","duration":1}""",
        ["/v1/createLockerPin"] = $$"""{{{Box}},{{Window}},"pinCode":"{digits}","mode":"{bit}","reassign":"1","checkin":"0","targetName":"Guest"}""",
        ["/v1/changeLockerPin"] = $$"""{"pinId":"{box pin}","pinCode":"{digits}",{{Window}},"targetName":"Guest"}""",
        ["/v1/disableLockerPin"] = """{"pinId":"{spare box pin}"}""",
        ["/v1/setLockerCard"] = $$"""{{{Box}},{{Window}},"cardCode":"{code}","reassign":1,"targetName":"Guest"}""",
        ["/v1/updateLockerCard"] = $$"""{"cardId":"{box card}",{{Window}},"targetName":"Guest"}""",
        ["/place/list"] = """{"placeType":"facility","searchWord":"a","page":"1","count":20}""",
        ["/place/detail"] = """{"placeId":"{place}"}""",
        ["/unit/list"] = """{"placeId":"{place}","searchWord":"fuzz","unitBusinessType":"housing","page":1,"count":20}""",
        ["/plan/list"] = """{"placeId":"{place}","page":1,"count":20}""",
        ["/plan/detail"] = """{"commodityId":"{plan}","placeId":"{place}","targetType":"order"}""",
        ["/place/availableList"] = """{"placeId":"{place}","fromTime":"{from}","toTime":{until},"commodityId":"{plan}","customerNum":"2"}""",
        ["/bacsorder/create"] = Booking,
        ["/bacsorder/update"] =
            """{"orderId":"{order}","checkin":"{from}","checkout":"{until}","orderContact":"B","customerNum":2,"payStateCode":"20"}""",
        ["/bacsorder/updateCheckout"] = """{"orderId":"{order}","checkout":"{until}"}""",
        ["/bacsorder/detail"] = """{"orderId":"{order}","placeId":"{place}"}""",
        ["/bacsorder/list"] =
            """{"placeId":"{place}","fromDate":"{from}","toDate":"{until}","searchWord":"a","total":"1","isAssigned":"1","page":1}""",
        ["/bacsorder/cancel"] = """{"orderId":"{spare order}","placeId":"{place}"}""",
        ["/bacsorder/checkin"] = """{"orderId":"{spare order}","unitId":"{unit}"}""",
        ["/bacsorder/checkout"] = """{"orderId":"{spare order}","unitId":"{unit}"}""",
        ["/v1/hooks/subscribe"] = """{"targetUrl":"http://127.0.0.1:9/","event":"lock.unlocked"}""",
        ["/v1/hooks/unsubscribe"] = """{"id":"{hook}"}""",
        ["/v1/hooks/sample"] = """{"event":"lock.unlocked"}""",
        ["/v1/hooks/me"] = "{}",
    };

    private const string Booking = """
        {"placeId":"{place}","unitList":[{"unitId":"{unit}","contactName":"山田花子","customerNum":"2"}],"checkin":"{from}","checkout":"{until}",
        "orderContact":"山田太郎","contactTel":"090-1234-5678","contactEmail":"taro@example.com","contactAddress":"1 Street","contactCertificateNum":"AB123",
        "payTypeCode":"cash","payStateCode":"0","earlyTime":"30","extendTime":10,"customerNum":2,"unitNum":1,"channelOrderNo":"7","orderSource":"web",
        "commodityList":[{"commodityId":"{plan}","commodityName":"素泊まり","commodityCategory":"Plan","commodityNum":1,"price":"9000","priceTax":9900.5}]}
        """;

    /// <summary>Now and then something of another organisation stands where one's own should.</summary>
    private const double Foreign = 0.02;

    private const int Days = 2000;

    public static JsonNode Of(FuzzRoute route, KeyvoxTarget target, Seed seed)
    {
        var day = target.Began.AddDays(1 + seed.Next(Days));
        var usual = ByRoute.GetValueOrDefault(route.Path) ?? throw new InvalidOperationException($"Nobody said what is sent to {route.Path}.");
        return JsonNode.Parse(Words().Replace(usual, word => Meaning(word.Groups["word"].Value)))!;

        string Meaning(string word) =>
            word switch
            {
                "from" => SigningHandler.At(day),
                "until" => SigningHandler.At(day.AddHours(1 + seed.Next(30))),
                "bit" => $"{seed.Next(2)}",
                "digits" => seed.Next(1_000_000).ToString("D6", CultureInfo.InvariantCulture),
                "code" => seed.Next(int.MaxValue).ToString("X8", CultureInfo.InvariantCulture),
                "box" => $"00-0{seed.Next(6)}",
                _ => seed.Pick(target.Known[seed.Chance(Foreign) ? "foreign" : word]),
            };
    }

    [GeneratedRegex(@"\{(?<word>[a-z ]+)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Words();
}
