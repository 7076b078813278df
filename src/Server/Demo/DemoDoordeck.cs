using System.Text.Json.Nodes;
using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Notifications.Mail;
using Latchwork.Operations.Sites;
using Latchwork.Operations.Tiles;
using Latchwork.Server.Hosting;

namespace Latchwork.Server.Demo;

/// <summary>What a client of the Doordeck wire needs to know of the demo: the same person and doors as on the other wires, without a signing key.</summary>
internal sealed class DemoDoordeck(HeldLocks locks, PersonSites sites, AssociateTile tiles, MailOptions mail)
{
    private const string Door = "Front door";

    /// <summary>Its keypad takes ten people, so it is not given to 25 at once.</summary>
    private const string PlainDoor = "Back gate";

    /// <summary>Sticks the demo's tile to its first door, once; then tells.</summary>
    public async Task<JsonObject> DescribeAsync(Caller by, DemoAccounts accounts, CancellationToken cancel)
    {
        var held = Expect(await locks.AllAsync(by, cancel));
        var (door, plain) = (Find(held, Door), Find(held, PlainDoor));
        if (door is not null && !door.Tiles.Contains(accounts.TileId))
        {
            Expect(await tiles.RunAsync(by, new WireId(WireIdKind.LockUuid, door.Id), new WireId(WireIdKind.TileUuid, accounts.TileId), cancel));
        }

        return new JsonObject
        {
            ["email"] = accounts.Account,
            ["password"] = accounts.Password,
            ["lockId"] = door?.Id,
            ["plainLockId"] = plain?.Id,
            ["siteId"] = door is null ? null : await SiteAsync(by, door, cancel),
            ["tileId"] = accounts.TileId,
            ["inviteeEmail"] = accounts.InviteeEmail,
            ["invitee2Email"] = accounts.Invitee2Email,
            ["mailFolder"] = mail.Folder is { } folder ? Path.GetFullPath(folder) : null,
        };
    }

    private async Task<string?> SiteAsync(Caller by, HeldLock door, CancellationToken cancel)
    {
        foreach (var site in Expect(await sites.ListAsync(by, cancel)))
        {
            var there = Expect(await locks.OfSiteAsync(by, new WireId(WireIdKind.SiteUuid, site.Id), cancel));
            if (there.Any(held => held.Id == door.Id))
            {
                return site.Id;
            }
        }

        return null;
    }

    private static HeldLock? Find(HeldLock[] held, string name) => Array.Find(held, one => one.Name == name);

    private static T Expect<T>(Outcome<T> outcome) =>
        outcome.IsRefused(out var refusal, out var value) ? throw new StartRefusedException($"The demo could not be told: {refusal.Detail}") : value;
}
