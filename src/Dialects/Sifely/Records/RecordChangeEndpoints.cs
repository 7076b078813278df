using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Locks;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Sifely.Records;

/// <summary>Records that callers tell, and those that they want to see no more (19.7).</summary>
internal static class RecordChangeEndpoints
{
    public static void Map(DialectRoutes sifely)
    {
        sifely.OfLock(AccessAct.ClaimRecords).MapMethods("/v3/lockRecord/upload", SifelyDialect.GetAndPost, UploadAsync);
        sifely.OfLock(AccessAct.HideRecords).MapMethods("/v3/lockRecord/delete", SifelyDialect.GetAndPost, DeleteAsync);
        sifely.OfLock(AccessAct.HideRecords).MapMethods("/v3/lockRecord/clear", SifelyDialect.GetAndPost, ClearAsync);
    }

    private static Task<SifelyAnswer> UploadAsync(SifelyCaller caller, SifelyParameters given, ClaimRecords claim, CancellationToken cancel)
    {
        var (which, records) = (given.Lock(), given.Records("records") ?? []);
        return given.YesAsync(() => claim.RunAsync(caller.Caller, which, records, cancel));
    }

    private static Task<SifelyAnswer> DeleteAsync(SifelyCaller caller, SifelyParameters given, HideRecords hide, CancellationToken cancel)
    {
        var which = given.Lock();
        given.RequiredText("recordIdList", int.MaxValue);
        var numbers = given.Numbers("recordIdList") ?? [];
        return given.YesAsync(() => hide.RunAsync(caller.Caller, which, numbers, Surface.Sifely, cancel));
    }

    private static Task<SifelyAnswer> ClearAsync(SifelyCaller caller, SifelyParameters given, HideRecords hide, CancellationToken cancel)
    {
        var which = given.Lock();
        return given.YesAsync(() => hide.AllAsync(caller.Caller, which, cancel));
    }
}
