using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Locks;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Sifely.Records;

/// <summary>What tells of a lock's door, and what it told (10, 19.7).</summary>
internal static class DoorSensorEndpoints
{
    public static void Map(DialectRoutes sifely)
    {
        sifely.OfLock(AccessAct.ReadOwnRecords).MapMethods("/v3/doorSensor/listRecord", SifelyDialect.GetAndPost, RecordsAsync);
        sifely.OfLock(AccessAct.ReadDetail).MapMethods("/v3/doorSensor/query", SifelyDialect.GetAndPost, QueryAsync);
    }

    /// <summary>A door is moved by nobody that a record could name, so of these a common ekey has none of its own.</summary>
    private static Task<SifelyAnswer> RecordsAsync(SifelyCaller caller, SifelyParameters given, LockRecords records, CancellationToken cancel)
    {
        var which = given.Lock();
        var paging = given.Paging();
        var filter = new RecordsFilter(RecordTypes.OfDoors, paging.Request)
        {
            From = given.Instant("startDate"),
            Until = given.Instant("endDate"),
            HiddenFor = Surface.Sifely,
        };
        return given.PageAsync(
            paging,
            () => records.ListAsync(caller.Caller, which, filter, cancel),
            DoorRecordBody.Of,
            SifelyJson.Wire.PageBodyDoorRecordBody
        );
    }

    private static Task<SifelyAnswer> QueryAsync(SifelyCaller caller, SifelyParameters given, DoorSensors sensors, CancellationToken cancel)
    {
        var which = given.Lock();
        return given.ReadAsync(() => sensors.OfLockAsync(caller.Caller, which, cancel), DoorSensorBody.Of, SifelyJson.Wire.DoorSensorBody);
    }
}
