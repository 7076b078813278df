using System.Text.Json.Nodes;
using Latchwork.Dialects.Tests.Scenarios;
using Latchwork.Domain.Audit;
using static Latchwork.Dialects.Tests.Matrix.MatrixRow;
using static Latchwork.Dialects.Tests.Matrix.Who;

namespace Latchwork.Dialects.Tests.Matrix;

/// <summary>
/// What every principal gets from every route of the Sifely wire, written from the wire's own rules (1.2, 1.5, 3.1, 5, 9) and AZ-3, not from the code.
/// A cell is the HTTP status and, for a refusal, the code. For lists it says whether the tenant's door is in them.
/// </summary>
internal sealed class SifelyMatrix : IWireMatrix
{
    private const string NoCredential = "401 401";

    /// <summary>As for a lock that does not exist; the status is 400 on writes and plain reads, 200 on reads that ask a device (1.5).</summary>
    private const string Unknown = "400 -1003";

    private const string UnknownOnDeviceRead = "200 -1003";
    private const string TooWeak = "403 -2018";
    private const string NotFromAfar = "400 -3046";
    private const string FrozenOnWrite = "400 -2025";
    private const string FrozenOnDeviceRead = "200 -2025";
    private const string Yes = "200";
    private const string Shown = "200 shown";
    private const string Hidden = "200 hidden";

    /// <summary>Whose header is no credential of this wire, or none any more.</summary>
    private static readonly Who[] Strangers = [Anonymous, UnknownKey, RolledKey, Disabled, .. WhoGroups.Natives];

    /// <summary>On this wire rights are grants: membership alone gives none.</summary>
    private static readonly Who[] MembersOnly = [Administrator, Auditor, Integrator];

    /// <summary>With a credential of this wire, and nothing to do with the neighbours.</summary>
    private static readonly Who[] HousePeople = [.. WhoGroups.Everybody.Except([.. Strangers, Neighbour])];

    public Surface Surface => Surface.Sifely;

    public IReadOnlyList<MatrixRow> Rows { get; } =
    [
        // The credential is in the body; the header means nothing.
        new("/system/smart/login", Side.House, Yes, WhoGroups.Everybody),
        new("/system/smart/login", Side.Neighbours, Yes, WhoGroups.Everybody),
        // 3.1: all of one's ekeys, waiting and frozen too; those that are over are gone.
        .. BothSides("/v3/key/list", NoCredential, Strangers),
        new("/v3/key/list", Side.House, Shown, Owner, OwnerByToken, Manager, Deputy, Holder, HolderAtTheDoor, NotYet, Frozen, Waiting),
        new("/v3/key/list", Side.House, Hidden, [Ended, Revoked, .. MembersOnly, Neighbour]),
        new("/v3/key/list", Side.Neighbours, Hidden, HousePeople),
        new("/v3/key/list", Side.Neighbours, Shown, Neighbour),
        // 5.7: the locks of which one is the admin.
        .. BothSides("/v3/lock/list", NoCredential, Strangers),
        new("/v3/lock/list", Side.House, Shown, Owner, OwnerByToken),
        new("/v3/lock/list", Side.House, Hidden, [.. HousePeople.Except([Owner, OwnerByToken]), Neighbour]),
        new("/v3/lock/list", Side.Neighbours, Hidden, HousePeople),
        new("/v3/lock/list", Side.Neighbours, Shown, Neighbour),
        // 5.3: admin and authorised ekeys.
        .. BothSides("/v3/lock/detail", NoCredential, Strangers),
        new("/v3/lock/detail", Side.House, Yes, Owner, OwnerByToken, Manager, Deputy),
        new("/v3/lock/detail", Side.House, TooWeak, Holder, HolderAtTheDoor, NotYet, Frozen, Waiting),
        new("/v3/lock/detail", Side.House, UnknownOnDeviceRead, [Ended, Revoked, .. MembersOnly, Neighbour]),
        new("/v3/lock/detail", Side.Neighbours, UnknownOnDeviceRead, HousePeople),
        new("/v3/lock/detail", Side.Neighbours, Yes, Neighbour),
        // 5.1, 5.2: an ekey that is valid now and opens from afar.
        .. Motion("/v3/lock/unlock"),
        .. Motion("/v3/lock/lock"),
        // 5.6: an ekey that is valid now.
        .. BothSides("/v3/lock/queryOpenState", NoCredential, Strangers),
        new("/v3/lock/queryOpenState", Side.House, Yes, Owner, OwnerByToken, Manager, Deputy, Holder, HolderAtTheDoor),
        new("/v3/lock/queryOpenState", Side.House, TooWeak, NotYet, Waiting),
        new("/v3/lock/queryOpenState", Side.House, FrozenOnDeviceRead, Frozen),
        new("/v3/lock/queryOpenState", Side.House, UnknownOnDeviceRead, [Ended, Revoked, .. MembersOnly, Neighbour]),
        new("/v3/lock/queryOpenState", Side.Neighbours, UnknownOnDeviceRead, HousePeople),
        new("/v3/lock/queryOpenState", Side.Neighbours, Yes, Neighbour),
        // 9: a common ekey sees its own, so each that is not over may ask.
        .. BothSides("/v3/lockRecord/list", NoCredential, Strangers),
        new("/v3/lockRecord/list", Side.House, Yes, Owner, OwnerByToken, Manager, Deputy, Holder, HolderAtTheDoor, NotYet, Frozen, Waiting),
        new("/v3/lockRecord/list", Side.House, Unknown, [Ended, Revoked, .. MembersOnly, Neighbour]),
        new("/v3/lockRecord/list", Side.Neighbours, Unknown, HousePeople),
        new("/v3/lockRecord/list", Side.Neighbours, Yes, Neighbour),
        // 2.5: with the key itself; a token may not. Last, since it ends the keys that the other rows use.
        .. BothSides("/client/roll-token", NoCredential, [.. Strangers, OwnerByToken]),
        new("/client/roll-token", Side.House, Yes, [.. HousePeople.Except([OwnerByToken]), Neighbour]),
        new("/client/roll-token", Side.Neighbours, Yes, [.. HousePeople.Except([OwnerByToken]), Neighbour]),
    ];

    /// <summary>Every route takes both verbs (1.3).</summary>
    public string NameOf(RouteRow route) => route.Pattern;

    public bool IsMutation(string route) => route is "/v3/lock/unlock" or "/v3/lock/lock" or "/client/roll-token";

    public async Task<string> AskAsync(TwoTenants tenants, MatrixRow row, Who who)
    {
        var door = row.Side == Side.House ? tenants.HouseLock : tenants.NeighbourLock;
        var target = row.Route switch
        {
            "/system/smart/login" => $"{row.Route}?account={LiveServer.Account}&password={LiveServer.PasswordMd5}",
            "/v3/key/list" or "/v3/lock/list" => $"{row.Route}?pageSize=1000",
            // A rolled key is of no use a second time, so on the second side the answer to the first counts.
            "/client/roll-token" when row.Side == Side.Neighbours && row.Answer == Yes => "",
            var route => $"{route}?lockId={door}",
        };
        if (target.Length == 0)
        {
            return row.Answer;
        }

        var (status, body) = await tenants.SendAsync(HttpMethod.Post, target, tenants.SecretOf(who));
        var told = JsonNode.Parse(body)!;
        return (int?)told["code"] is { } code && code != 200 ? $"{status} {code}"
            : row.Route.EndsWith("/list", StringComparison.Ordinal) && !row.Route.Contains("Record", StringComparison.Ordinal)
                ? $"{status} {(told["list"]!.AsArray().Any(item => (long)item!["lockId"]! == door) ? "shown" : "hidden")}"
            : $"{status}";
    }

    private static IEnumerable<MatrixRow> Motion(string route) =>
        [
            .. BothSides(route, NoCredential, Strangers),
            new(route, Side.House, Yes, Owner, OwnerByToken, Manager, Deputy, Holder),
            new(route, Side.House, NotFromAfar, HolderAtTheDoor),
            new(route, Side.House, TooWeak, NotYet, Waiting),
            new(route, Side.House, FrozenOnWrite, Frozen),
            new(route, Side.House, Unknown, [Ended, Revoked, .. MembersOnly, Neighbour]),
            new(route, Side.Neighbours, Unknown, HousePeople),
            new(route, Side.Neighbours, Yes, Neighbour),
        ];
}
