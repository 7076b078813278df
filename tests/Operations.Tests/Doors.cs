using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Tests.Grants;

namespace Latchwork.Operations.Tests;

/// <summary>A lock of the house as the wires with UUIDs name it.</summary>
internal static class Doors
{
    public static async Task<WireId> UuidAsync(this House house, Guid row, WireIdKind kind) =>
        new(kind, await house.AskAsync<string>("select wire_id from public_id where row_id = $1 and kind = $2", row, (short)kind));

    /// <summary>One more lock, behind a link that is up.</summary>
    public static async Task<(LockId Row, WireId Id)> DoorAsync(this House house)
    {
        var row = await house.AddLockAsync();
        return (row, await house.UuidAsync(row.Value, WireIdKind.LockUuid));
    }

    public static Task<WireId> UserUuidAsync(this House house, Caller person) => house.UuidAsync(person.User!.Value.Value, WireIdKind.UserUuid);

    public static Task<WireId> SiteAsync(this House house) => house.UuidAsync(house.Founded.Site.Value, WireIdKind.SiteUuid);

    /// <summary>Somebody who may use the lock, as a deputy run it.</summary>
    public static async Task<Caller> HolderAsync(this House house, (LockId Row, WireId Id) door, string name, bool runsIt = false)
    {
        await house.PersonAsync(name);
        await house.GivenAsync(await house.DeskAsync(), await house.NumberAsync(door.Row), name, request => request with { IsDeputy = runsIt });
        return await house.LogInAsync($"{name}@example.com");
    }

    public static Task<Outcome<HeldLock>> SeeAsync(this House house, Caller by, WireId door) =>
        house.Get<HeldLocks>().FindAsync(by, door, CancellationToken.None);
}
