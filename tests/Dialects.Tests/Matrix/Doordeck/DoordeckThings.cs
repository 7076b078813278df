using System.Text.Json.Nodes;
using Latchwork.Dialects.Tests.Scenarios;
using Latchwork.Testing.Doordeck;

namespace Latchwork.Dialects.Tests.Matrix.Doordeck;

/// <summary>What of each side a request of this wire can name, made over the wire by the side's owner; and the phones of all.</summary>
internal sealed class DoordeckThings
{
    public const string NobodysUuid = "00000000-0000-4000-8000-000000000000";

    private readonly Dictionary<(Side, string), string> known = [];
    private TwoTenants tenants = null!;

    public static JsonObject NewApplication =>
        new()
        {
            ["name"] = "Rooms",
            ["companyName"] = "Hotel",
            ["mailingAddress"] = "1 Street",
        };

    public DoordeckThings Of(TwoTenants now)
    {
        tenants = now;
        return this;
    }

    /// <summary>Whoever has none signs with the owner's.</summary>
    public DoordeckPhone PhoneOf(Who who) => tenants.Phones.GetValueOrDefault(who) ?? tenants.Phones[Who.DoordeckOwner];

    /// <summary>The header of another log-in of the same person.</summary>
    public async Task<string> LogInAgainAsync(Who who)
    {
        using var phone = await DoordeckPhone.LogInAsync(tenants.Server.Http, DoordeckPhones.AccountOf(who), LiveServer.Password);
        return $"Bearer {phone.AuthToken}";
    }

    /// <summary>The path with what the side has.</summary>
    public async Task<string> FillAsync(string path, Side side)
    {
        foreach (var name in path.Split('/').Where(segment => segment.StartsWith('{')))
        {
            path = path.Replace(name, await NamedAsync(name, side), StringComparison.Ordinal);
        }

        return path;
    }

    public Task<string> LockAsync(Side side) => KnownAsync(side, "lock", async owner => OneBy("name", DoorOf(side), await owner.GetAsync("/device")));

    public Task<string> SiteAsync(Side side) =>
        KnownAsync(
            side,
            "site",
            async owner =>
            {
                var door = await LockAsync(side);
                foreach (var site in (await owner.GetAsync("/site")).AsArray().Select(site => (string)site!["id"]!))
                {
                    if ((await owner.GetAsync($"/site/{site}/device")).AsArray().Any(found => (string)found!["id"]! == door))
                    {
                        return site;
                    }
                }

                throw new InvalidOperationException("The door is at no site.");
            }
        );

    public Task<string> ApplicationAsync(Side side) => KnownAsync(side, "application", _ => NewApplicationAsync(side));

    public async Task<string> NewApplicationAsync(Side side)
    {
        using var answer = await OwnerOf(side).SendAsync(HttpMethod.Post, "/platform/application", NewApplication);
        return answer.EnsureSuccessStatusCode().Headers.Location!.OriginalString.Split('/')[^1];
    }

    /// <summary>Removes what somebody has made there: its only owner could not go.</summary>
    public async Task RemoveApplicationsAsync(Who of)
    {
        const string Applications = "/platform/application";
        var (status, body) = await tenants.SendAsync(HttpMethod.Get, Applications, tenants.BearerOf(of), null);
        foreach (var application in status == 200 ? JsonNode.Parse(body)!.AsArray() : [])
        {
            var removed = await tenants.SendAsync(HttpMethod.Delete, $"{Applications}/{application!["applicationId"]}", tenants.BearerOf(of), null);
            Assert.Equal(204, removed.Status);
        }
    }

    /// <summary>Somebody of the side with whom its door is shared.</summary>
    public Task<string> GuestAsync(Side side) => KnownAsync(side, "guest", _ => OfGuestAsync(side, "id"));

    /// <summary>For an hour, so that a deputy may too.</summary>
    public async Task<JsonObject> ShareAsync(Side side, bool isBatch)
    {
        var share = new JsonObject
        {
            ["user"] = await GuestAsync(side),
            ["publicKey"] = await KnownAsync(side, "guest's key", _ => OfGuestAsync(side, "publicKey")),
            ["role"] = "USER",
            ["start"] = null,
            ["end"] = TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeSeconds(),
        };
        if (isBatch)
        {
            return new JsonObject { ["type"] = "BATCH_ADD_USER", ["users"] = new JsonArray(share) };
        }

        share.Insert(0, "type", "ADD_USER");
        return share;
    }

    /// <summary>The side's tile is at its door.</summary>
    public async Task PutTileAsync(Side side)
    {
        var path = await FillAsync("/device/{lockId}/tile/{tileId}", side);
        using var answer = await OwnerOf(side).SendAsync(HttpMethod.Put, path);
        answer.EnsureSuccessStatusCode();
    }

    private async Task<string> NamedAsync(string name, Side side) =>
        name switch
        {
            "{lockId}" => await LockAsync(side),
            "{siteId}" => await SiteAsync(side),
            "{userId}" => OwnerOf(side).UserId,
            "{tileId}" => side == Side.House ? "0b6f2f0e-2f53-4f59-b9ce-4f6f0e5a7a11" : "0b6f2f0e-2f53-4f59-b9ce-4f6f0e5a7a12",
            "{applicationId}" => await ApplicationAsync(side),
            "{email}" => GuestEmail(side),
            "{logoId}" => NobodysUuid,
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Nothing is called so."),
        };

    private async Task<string> OfGuestAsync(Side side, string member)
    {
        using var answer = await OwnerOf(side).SendAsync(HttpMethod.Post, $"/share/invite/{GuestEmail(side)}");
        return (string)JsonNode.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync())![member]!;
    }

    private async Task<string> KnownAsync(Side side, string what, Func<DoordeckPhone, Task<string>> find)
    {
        if (!known.TryGetValue((side, what), out var there))
        {
            known[(side, what)] = there = await find(OwnerOf(side));
        }

        return there;
    }

    private DoordeckPhone OwnerOf(Side side) => tenants.Phones[side == Side.House ? Who.DoordeckOwner : Who.DoordeckNeighbour];

    /// <summary>Of somebody who is at home there.</summary>
    public static string GuestEmail(Side side) => $"guest@{side.ToString().ToLowerInvariant()}.example";

    private static string DoorOf(Side side) => side == Side.House ? TwoTenants.HouseDoor : TwoTenants.NeighbourDoor;

    private static string OneBy(string member, string value, JsonNode list) =>
        (string)list.AsArray().Single(item => (string)item![member]! == value)!["id"]!;
}
