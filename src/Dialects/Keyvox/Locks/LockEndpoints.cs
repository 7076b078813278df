using System.Globalization;
using Latchwork.Dialects.Keyvox.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Domain.Users;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Keyvox.Locks;

internal sealed record LockListBody(IReadOnlyList<LockItem> List, string Total, string Page, string Count);

/// <param name="ModuleId">Its model.</param>
internal sealed record LockItem(string LockId, string LockName, string? ModuleId, string? ModuleName);

/// <param name="Battery">Per cent; <c>-</c> where none was ever heard.</param>
/// <param name="Wifi">1: it can be reached.</param>
/// <param name="Status">0 locked, 1 unlocked; absent where nobody knows.</param>
/// <param name="ReportTime">Of the last thing that was heard; absent where nothing was.</param>
internal sealed record LockStatusBody(
    string PinType,
    string Battery,
    string Wifi,
    string? Status,
    string? ReportTime,
    string? ModuleId,
    string? LockType
);

internal static class LockEndpoints
{
    public static void Map(DialectRoutes keyvox)
    {
        keyvox.Needs(Permission.LocksRead, Noun.Lock).MapPost("/v1/getLocks", ListAsync);
        keyvox.OfLock(AccessAct.SeeLock).MapPost("/v1/getLockStatus", StatusAsync);
    }

    private static Task<KeyvoxAnswer> ListAsync(KeyvoxCaller caller, KeyvoxInput given, TenantLocks locks, CancellationToken cancel)
    {
        var page = given.Page();
        return given.AnswerAsync(
            () => locks.ListAsync(caller.Caller, caller.Tenant, new LocksFilter(page), cancel),
            found => new LockListBody(
                [.. found.Items.Select(one => new LockItem(one.KeyvoxId, one.Name, one.Model, one.Model))],
                Paging.Text(found.Total),
                Paging.Text(page.Number),
                Paging.Text(page.Size)
            ),
            KeyvoxJson.Wire.LockListBody
        );
    }

    /// <summary>A lock that cannot be reached is told as it was last known (6.10).</summary>
    private static Task<KeyvoxAnswer> StatusAsync(KeyvoxCaller caller, KeyvoxInput given, TenantLocks locks, CancellationToken cancel)
    {
        var id = given.NeededId("lockId", WireIdKind.KeyvoxLock);
        return given.AnswerAsync(() => locks.FindAsync(caller.Caller, id, cancel), BodyOf, KeyvoxJson.Wire.LockStatusBody);
    }

    private static LockStatusBody BodyOf(SeenLock seen) =>
        new(
            PinTypeOf(seen),
            seen.Battery?.ToString(CultureInfo.InvariantCulture) ?? "-",
            seen.IsOnline ? "1" : "0",
            seen.Bolt switch
            {
                BoltState.Locked => "0",
                BoltState.Unlocked => "1",
                BoltState.Unknown or BoltState.Jammed => null,
            },
            WireTime.Of(new[] { seen.BoltAt, seen.DoorAt, seen.BatteryAt }.Max()),
            seen.Model,
            seen.Model
        );

    /// <summary>1: codes are sent to it; 2: it works them out by itself; 3: none (5.2).</summary>
    private static string PinTypeOf(SeenLock seen) =>
        seen.LinkId is not null && seen.PasscodeSlots > 0 ? "1"
        : seen.Capabilities.HasFlag(Capabilities.OfflineCodes) ? "2"
        : "3";
}
