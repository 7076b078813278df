using Latchwork.Domain;
using Latchwork.Domain.Sites;
using Latchwork.Operations;
using Latchwork.Operations.Applications;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Locks.Settings;
using Latchwork.Operations.Sites;
using Latchwork.Server.Hosting;

namespace Latchwork.Server.Demo;

/// <summary>Draws the floor of the demo's doors, and puts each where it is; once, so that what somebody has moved stays where it is.</summary>
internal sealed class DemoPlan(TenantLocks locks, SitePlans plans, PlaceLock placeLock)
{
    private const string Resource = "demo/floor.png";

    private static readonly PageRequest All = new(1, 100);

    /// <summary>On the picture: in the entrance, and in the walls of the rooms.</summary>
    private static readonly Dictionary<string, PlanPlace> Places = new(StringComparer.Ordinal)
    {
        ["Front door"] = At(0.49, 0.9),
        ["Back gate"] = At(0.06, 0.51),
        ["Office"] = At(0.39, 0.37),
    };

    public async Task DrawAsync(TenantId tenant, CancellationToken cancel)
    {
        var server = Caller.Server(tenant);
        var doors = Expect(await locks.ListAsync(server, tenant, new LocksFilter(All), cancel)).Items;
        if (doors.FirstOrDefault(door => Places.ContainsKey(door.Name))?.SiteId is not { } id)
        {
            return;
        }

        var site = new WireId(WireIdKind.SiteUuid, id);
        if ((await plans.FindAsync(server, site, cancel)).Error is null)
        {
            return;
        }

        Expect(await plans.PutAsync(server, site, new Picture(PictureType.Png, await PictureAsync(cancel)), cancel));
        foreach (var door in doors.Where(door => door.SiteId == id && Places.ContainsKey(door.Name)))
        {
            Expect(await placeLock.RunAsync(server, new WireId(WireIdKind.LockUuid, door.Id), Places[door.Name], cancel));
        }
    }

    private static async Task<byte[]> PictureAsync(CancellationToken cancel)
    {
        await using var embedded = typeof(DemoPlan).Assembly.GetManifestResourceStream(Resource)!;
        using var copy = new MemoryStream();
        await embedded.CopyToAsync(copy, cancel);
        return copy.ToArray();
    }

    private static PlanPlace At(double x, double y) => PlanPlace.Create(x, y).Value;

    private static T Expect<T>(Outcome<T> outcome) =>
        outcome.IsRefused(out var refusal, out var value)
            ? throw new StartRefusedException($"The demo's floor could not be drawn: {refusal.Detail}")
            : value;
}
