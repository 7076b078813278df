using Latchwork.Dialects.Doordeck.Locks;
using Latchwork.Dialects.Doordeck.People;
using Latchwork.Dialects.Doordeck.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Audit;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Doordeck.Audit;

/// <summary>Who did what, at a lock or by a person (10.3 to 10.5).</summary>
internal static class TrailEndpoints
{
    /// <summary>Where no start is given, as clients have it.</summary>
    private static readonly TimeSpan UsualSpan = TimeSpan.FromDays(7);

    /// <summary>Where no end is given: the clock of a lock may be ahead.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(1);

    public static void Map(DialectRoutes doordeck)
    {
        doordeck.OfLock(AccessAct.ReadOwnRecords).MapGet($"{LockEndpoints.One}/log", OfLockAsync).InVersions(1, 2);
        doordeck.Named("read a person's log", Noun.User, isRead: true).MapGet("/user/{userId}/log", OfPersonAsync).InVersions(2);
    }

    private static Task<DoordeckAnswer> OfLockAsync(
        string lockId,
        DoordeckCaller caller,
        DoordeckInput given,
        AuditTrails trails,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        var filter = FilterOf(given, clock.Now());
        return given.AnswerAsync(
            () => trails.OfLockAsync(caller.Caller, LockEndpoints.IdOf(lockId), filter, cancel),
            trail =>
                given.Version == 1
                    ? DoordeckAnswer.Body(FirstEventBody.OfAll(trail), DoordeckJson.Wire.FirstEventBodyArray)
                    : DoordeckAnswer.Body(EventBody.OfAll(trail), DoordeckJson.Wire.EventBodyArray)
        );
    }

    private static Task<DoordeckAnswer> OfPersonAsync(
        string userId,
        DoordeckCaller caller,
        DoordeckInput given,
        AuditTrails trails,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        var filter = FilterOf(given, clock.Now());
        return given.AnswerAsync(
            () => trails.OfPersonAsync(caller.Caller, PersonEndpoints.IdOf(userId), filter, cancel),
            EventBody.OfAll,
            DoordeckJson.Wire.EventBodyArray
        );
    }

    private static TrailFilter FilterOf(DoordeckInput given, DateTimeOffset now)
    {
        var (start, end) = (given.Seconds("start"), given.Seconds("end"));
        var last = end ?? now;
        var usual = last - DateTimeOffset.UnixEpoch > UsualSpan ? last - UsualSpan : DateTimeOffset.UnixEpoch;
        return new TrailFilter(EventTypes.Shown, start ?? usual, end ?? now + Ahead);
    }
}
