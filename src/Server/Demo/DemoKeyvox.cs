using System.Text.Json.Nodes;
using Latchwork.Domain;
using Latchwork.Operations;
using Latchwork.Operations.Clients;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Lockers;
using Latchwork.Server.Hosting;

namespace Latchwork.Server.Demo;

/// <summary>What a program of the KEYVOX wire needs to know of the demo: a key pair that programs of this machine may sign with, a room, a plan and a cabinet.</summary>
internal sealed class DemoKeyvox(AddHmacKey addKey, DemoRooms rooms, LockerQueries lockers)
{
    /// <summary>This machine (HM-9: a key without addresses lets nobody in).</summary>
    private static readonly HmacKeyRules OfThisMachine = new() { Addresses = ["127.0.0.0/8", "::1"] };

    public async Task<DemoPair> IssueAsync(TenantId tenant, CancellationToken cancel)
    {
        var made = await addKey.RunAsync(Caller.Server(tenant), tenant, "Demo programs", scopes: null, OfThisMachine, callsPerMinute: null, cancel);
        return made.IsRefused(out var refusal, out var pair)
            ? throw new StartRefusedException($"The demo's key could not be made: {refusal.Detail}")
            : new DemoPair(pair.Key, pair.Secret);
    }

    public async Task<JsonObject> DescribeAsync(TenantId tenant, DemoPair pair, CancellationToken cancel)
    {
        var room = await rooms.OpenAsync(tenant, cancel);
        var cabinets = await lockers.ListAsync(Caller.Server(tenant), tenant, new PageRequest(1, 1), cancel);
        return new JsonObject
        {
            ["apiKey"] = pair.Key,
            ["secret"] = pair.Secret,
            ["placeId"] = room?.Room.Site.KeyvoxId,
            ["unitId"] = room?.Room.KeyvoxId,
            ["lockId"] = room?.Door.KeyvoxId,
            ["lockerDeviceId"] = cabinets.Error is null && cabinets.Value.Items is [var cabinet, ..] ? cabinet.KeyvoxId : null,
            ["planId"] = room?.Plan.KeyvoxId,
        };
    }
}
