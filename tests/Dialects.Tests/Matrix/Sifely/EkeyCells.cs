using System.Globalization;
using System.Text.Json.Nodes;
using Latchwork.Domain.Grants;
using Latchwork.Testing;
using static Latchwork.Dialects.Tests.Matrix.MatrixRow;
using static Latchwork.Dialects.Tests.Matrix.Who;

namespace Latchwork.Dialects.Tests.Matrix.Sifely;

/// <summary>3, 5.4 and 19.3.</summary>
internal sealed class EkeyCells : SifelyCells
{
    private const string NoEkey = "400 -1008";
    private const string List = "/v3/key/list";
    private const string Get = "/v3/key/get";
    private const string ListOfLock = "/v3/lock/listKey";
    private const string Send = "/v3/key/send";
    private const string Delete = "/v3/key/delete";
    private const string Freeze = "/v3/key/freeze";
    private const string Unfreeze = "/v3/key/unfreeze";
    private const string Update = "/v3/key/update";
    private const string ChangePeriod = "/v3/key/changePeriod";
    private const string Authorize = "/v3/key/authorize";
    private const string Unauthorize = "/v3/key/unauthorize";
    private const string UnlockLink = "/v3/key/getUnlockLink";
    private const string DeleteAll = "/v3/lock/deleteAllKey";

    /// <summary>Inside the window of every manager.</summary>
    private static readonly long InAnHour = TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeMilliseconds();

    private readonly SpareThings spare = new();
    private readonly Dictionary<Side, long> ekeys = [];

    /// <summary>What lets more through is given anew, and an authorised ekey gives common ekeys of its own alone (AZ-7).</summary>
    private static readonly Who[] FullManagers = [.. Owners, Manager];

    public override IReadOnlyList<MatrixRow> Rows { get; } =
    [
        // 3.1: all of one's ekeys, waiting and frozen too; those that are over are gone.
        .. BothSides(List, NoCredential, Strangers),
        new(List, Side.House, IsShown, [.. Managers, .. CommonEkeys]),
        new(List, Side.House, IsHidden, Outsiders),
        new(List, Side.Neighbours, IsHidden, HousePeople),
        new(List, Side.Neighbours, IsShown, Neighbour),
        .. ForHolders(Get),
        .. ForManagers(ListOfLock),
        // 3.2: the admin and authorised ekeys.
        .. ForManagers(Send),
        .. OfEkey(Delete, Managers),
        .. OfEkey(Freeze, Managers),
        .. OfEkey(Update, Managers),
        .. OfEkey(ChangePeriod, Managers),
        .. OfEkey(Unfreeze, FullManagers),
        .. OfEkey(Authorize, FullManagers),
        .. OfEkey(Unauthorize, FullManagers),
        // There are none, for whoever could make one.
        .. OfEkey(UnlockLink, Managers, yes: "400 -4043"),
        .. ForOwners(DeleteAll),
    ];

    public override IReadOnlySet<string> Mutations { get; } =
        new HashSet<string> { Send, Delete, Freeze, Unfreeze, Update, ChangePeriod, Authorize, Unauthorize, UnlockLink, DeleteAll };

    public override IReadOnlyList<string> Naming { get; } =
    [
        $"{List}?groupId=",
        $"{Get}?lockId=",
        $"{ListOfLock}?lockId=",
        $"{Send}?keyName=Guest&startDate=0&endDate=0&receiverUsername={Manager}@example.com&lockId=",
        $"{Delete}?keyId=",
        $"{Freeze}?keyId=",
        $"{Unfreeze}?keyId=",
        $"{Update}?keyName=Mine&keyId=",
        $"{ChangePeriod}?startDate=0&endDate=0&keyId=",
        $"{Authorize}?lockId=1&keyId=",
        $"{Authorize}?keyId=1&lockId=",
        $"{Unauthorize}?lockId=1&keyId=",
        $"{UnlockLink}?keyId=",
        $"{DeleteAll}?lockId=",
    ];

    public override async Task PrepareAsync(TwoTenants tenants, MatrixRow row)
    {
        if (IsOfEkey(row.Route))
        {
            ekeys[row.Side] = await spare.EkeyAsync(tenants, row.Side, ShapeFor(row.Route));
        }
    }

    public override async ValueTask<string?> TargetAsync(TwoTenants tenants, MatrixRow row, Who who)
    {
        if (!row.IsRefused)
        {
            await PrepareAsync(tenants, row);
        }

        var door = DoorOf(tenants, row);
        return row.Route switch
        {
            List => $"{List}?pageSize=1000",
            Send => $"{Send}?lockId={door}&keyName=Guest&startDate=0&endDate={Text(InAnHour)}&receiverUsername={SpareThings.AccountOf(row.Side)}",
            DeleteAll => $"{DeleteAll}?lockId={(row.IsRefused ? door : await spare.LockAsync(tenants, row.Side))}",
            Update => $"{Update}?keyId={ekeys[row.Side]}&keyName=Other",
            ChangePeriod => $"{ChangePeriod}?keyId={ekeys[row.Side]}&startDate=0&endDate={Text(InAnHour)}",
            Authorize or Unauthorize => $"{row.Route}?lockId={door}&keyId={ekeys[row.Side]}",
            _ => IsOfEkey(row.Route) ? $"{row.Route}?keyId={ekeys[row.Side]}" : $"{row.Route}?lockId={door}",
        };
    }

    public override string Shown(TwoTenants tenants, MatrixRow row, JsonNode told) => row.Route == List ? ShownDoor(tenants, row, told) : "";

    /// <summary>A route about the guest's ekey to the side's door, for some of those who manage it.</summary>
    private static IEnumerable<MatrixRow> OfEkey(string route, Who[] strong, string yes = Yes) =>
        [
            .. BothSides(route, NoCredential, Strangers),
            new(route, Side.House, TooWeak, [.. Managers.Except(strong), .. CommonEkeys]),
            new(route, Side.House, NoEkey, Outsiders),
            new(route, Side.Neighbours, NoEkey, HousePeople),
            new(route, Side.House, yes, strong),
            new(route, Side.Neighbours, yes, Neighbour),
        ];

    /// <summary>Sending again is about it too.</summary>
    private static bool IsOfEkey(string route) =>
        route is Send or Delete or Freeze or Unfreeze or Update or ChangePeriod or Authorize or Unauthorize or UnlockLink;

    private static GrantShape ShapeFor(string route) =>
        new(route == Unauthorize ? GrantRole.Manager : GrantRole.Holder) { IsDeputy = route == Unauthorize, IsFrozen = route == Unfreeze };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
