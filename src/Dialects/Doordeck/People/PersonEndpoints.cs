using Latchwork.Dialects.Doordeck.Locks;
using Latchwork.Dialects.Doordeck.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Grants;
using Latchwork.Operations.Ids;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Doordeck.People;

/// <summary>The people of locks, and the locks of people (10.6, 10.7).</summary>
internal static class PersonEndpoints
{
    public static void Map(DialectRoutes doordeck)
    {
        doordeck.OfLock(AccessAct.ListGrants).MapGet($"{LockEndpoints.One}/users", OfLockAsync);
        doordeck.Named("list a person's locks", Noun.User, isRead: true).MapGet("/user/{userId}", FindAsync);
    }

    public static WireId IdOf(string userId) => DoordeckInput.Id(WireIdKind.UserUuid, userId);

    private static Task<DoordeckAnswer> OfLockAsync(
        string lockId,
        DoordeckCaller caller,
        DoordeckInput given,
        LockPeople people,
        CancellationToken cancel
    ) =>
        given.AnswerAsync(
            () => people.OfLockAsync(caller.Caller, LockEndpoints.IdOf(lockId), cancel),
            found => Array.ConvertAll(found, LockPersonBody.Of),
            DoordeckJson.Wire.LockPersonBodyArray
        );

    private static Task<DoordeckAnswer> FindAsync(
        string userId,
        DoordeckCaller caller,
        DoordeckInput given,
        PersonGrants people,
        CancellationToken cancel
    ) => given.AnswerAsync(() => people.FindAsync(caller.Caller, IdOf(userId), cancel), PersonBody.Of, DoordeckJson.Wire.PersonBody);
}
