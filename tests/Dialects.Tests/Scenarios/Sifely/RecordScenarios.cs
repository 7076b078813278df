namespace Latchwork.Dialects.Tests.Scenarios.Sifely;

/// <summary>Histories with what callers tell and want to see no more, and doors (9, 10, 19.7). Somebody has opened with 482916, and the door moved.</summary>
internal static class RecordScenarios
{
    private const string Front = "lockId={Front door}";
    private const string List = "/v3/lockRecord/list?" + Front;
    private const string Upload = "/v3/lockRecord/upload";

    public static IReadOnlyList<Scenario> Rows { get; } =
    [
        new("What was opened with a code", "GET", $"{List}&searchStr=482916"),
        new("With digits that no code has", "GET", $"{List}&searchStr=482917"),
        new("With some of the digits", "GET", $"{List}&searchStr=4829"),
        new("With what no credential can be", "GET", $"{List}&searchStr=anna"),
        new("What the door did", "GET", $"/v3/doorSensor/listRecord?{Front}"),
        new("The doors of an unknown lock", "GET", "/v3/doorSensor/listRecord?lockId=1"),
        new("The doors of a lock of another tenant, answered alike", "GET", "/v3/doorSensor/listRecord?lockId={a stranger's door}"),
        new("The lock's own sensor", "GET", $"/v3/doorSensor/query?{Front}"),
        new("A lock without one", "GET", "/v3/doorSensor/query?lockId={Shed}"),
        new("The sensor of an unknown lock", "GET", "/v3/doorSensor/query?lockId=1"),
        new("Records of the lock's log", "POST", Upload)
        {
            Json = """
                {"lockId":{Front door},"records":[
                    {"recordType":7,"lockDate":1626945087000,"success":1,"username":"Anna — 🔑","recordId":5,"keyboardPwd":"730158"},
                    {"recordTypeFromLock":7,"operateDate":1626945088000,"password":"915603"}]}
                """,
        },
        new("The same again", "POST", Upload)
        {
            Json = """{"lockId":{Front door},"records":[{"recordType":7,"lockDate":1626945087000,"success":1,"username":"Berta","recordId":5}]}""",
        },
        new("Cards of that year, as they were told", "GET", $"{List}&recordType=7&endDate=1630000000000"),
        new("Codes of that year", "GET", $"{List}&recordType=4&endDate=1630000000000"),
        new("None at all", "POST", $"{Upload}?{Front}&records=[]"),
        new("Without any", "POST", $"{Upload}?{Front}"),
        new("What is no JSON", "POST", $"{Upload}?{Front}&records=[{{"),
        new("What is no list", "POST", $"{Upload}?{Front}&records={{}}"),
        new("A record without a time", "POST", $"{Upload}?{Front}&records=[{{\"recordType\":7}}]"),
        new("A record of an unknown type", "POST", $"{Upload}?{Front}&records=[{{\"recordType\":9999,\"lockDate\":1}}]"),
        new("A record of administration", "POST", $"{Upload}?{Front}&records=[{{\"recordTypeFromLock\":5,\"lockDate\":1}}]"),
        new("A record of tomorrow", "POST", $"{Upload}?{Front}&records=[{{\"recordType\":7,\"lockDate\":4102444800000}}]"),
        new("Records of an unknown lock", "POST", $"{Upload}?lockId=1&records=[]"),
        new("Records of a lock of another tenant, answered alike", "POST", $"{Upload}?lockId={{a stranger's door}}&records=[]"),
        new("Delete one", "POST", $"/v3/lockRecord/delete?{Front}&recordIdList=[{{a record}}]"),
        new("It is gone", "GET", $"{List}&searchStr=482916"),
        new("Delete it again, and one that never was", "POST", $"/v3/lockRecord/delete?{Front}&recordIdList=[{{a record}},%201]"),
        new("Delete none", "POST", $"/v3/lockRecord/delete?{Front}&recordIdList=[]"),
        new("Delete what is not named", "POST", $"/v3/lockRecord/delete?{Front}"),
        new("Delete words", "POST", $"/v3/lockRecord/delete?{Front}&recordIdList=[\"all\"]"),
        new("Delete from an unknown lock", "POST", "/v3/lockRecord/delete?lockId=1&recordIdList=[1]"),
        new("Delete all", "POST", $"/v3/lockRecord/clear?{Front}"),
        new("All are gone", "GET", List),
        new("Delete all of an unknown lock", "POST", "/v3/lockRecord/clear?lockId=1"),
        new("Delete all of a lock of another tenant, answered alike", "POST", "/v3/lockRecord/clear?lockId={a stranger's door}"),
    ];
}
