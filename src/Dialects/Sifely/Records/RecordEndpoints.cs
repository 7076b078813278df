using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Locks;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Sifely.Records;

/// <summary>The history of a lock (9).</summary>
internal static class RecordEndpoints
{
    public static void Map(DialectRoutes sifely) =>
        sifely.OfLock(AccessAct.ReadOwnRecords).MapMethods("/v3/lockRecord/list", SifelyDialect.GetAndPost, ListAsync);

    private static Task<SifelyAnswer> ListAsync(SifelyCaller caller, SifelyParameters given, LockRecords records, CancellationToken cancel)
    {
        var number = given.RequiredWhole("lockId");
        var paging = given.Paging();
        var filter = new RecordsFilter(given.Whole("recordType") is { } asked ? RecordTypes.Of(asked) : RecordTypes.All, paging.Request)
        {
            From = given.Instant("startDate"),
            Until = given.Instant("endDate"),
            UserNumber = given.Number31("uid"),
            ShownAtDoor = given.Text("searchStr"),
            HiddenFor = Surface.Sifely,
        };
        return given.PageAsync(
            paging,
            () => records.ListAsync(caller.Caller, SifelyParameters.LockOf(number), filter, cancel),
            row => RecordInfo.Of(row, number),
            SifelyJson.Wire.PageBodyRecordInfo
        );
    }
}
