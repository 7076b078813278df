using System.Text.Json.Nodes;
using static Latchwork.Dialects.Tests.Matrix.MatrixRow;
using static Latchwork.Dialects.Tests.Matrix.Who;

namespace Latchwork.Dialects.Tests.Matrix.Doordeck;

/// <summary>8: everything that a principal may sign, by the key of their own phone; and by the key of another's, which opens nothing.</summary>
internal sealed class SignedCells : DoordeckCells
{
    private const string Execute = "POST /device/{lockId}/execute";
    private const string Unlock = $"{Execute} MUTATE_LOCK to open";
    private const string Lock = $"{Execute} MUTATE_LOCK to lock";
    private const string Share = $"{Execute} ADD_USER";
    private const string ShareMany = $"{Execute} BATCH_ADD_USER";
    private const string Remove = $"{Execute} REMOVE_USER";
    private const string Set = $"{Execute} MUTATE_SETTING";
    private const string AnothersKey = $"{Execute} by another's key";
    private const string AnothersToken = $"{Execute} as another signed it";
    private const string NotSigned = $"{Execute} without a signature";

    /// <summary>With a grant that opens from afar and holds now.</summary>
    private static readonly Who[] Openers = [.. Managers, DoordeckHolder];

    public override IReadOnlyList<MatrixRow> Rows { get; } =
    [
        // First of all, so that nothing of it could have been allowed before.
        .. Never(AnothersKey, TooWeak),
        .. Never(AnothersToken, TooWeak),
        .. Never(NotSigned, "400"),
        .. ForSome(Openers, Unlock),
        .. ForSome(Openers, Lock),
        .. ForManagers(Share, Done),
        .. ForManagers(ShareMany, Done),
        .. ForManagers(Remove),
        .. ForManagers(Set),
    ];

    /// <summary>Somebody's key is made when it is first shown.</summary>
    public override Task PrepareAsync(DoordeckThings things, MatrixRow row) => things.ShareAsync(row.Side, isBatch: false);

    public override async ValueTask<WireRequest?> RequestAsync(DoordeckThings things, MatrixRow row, Who who)
    {
        var smartLock = await things.LockAsync(row.Side);
        return new(await things.FillAsync(PathOf(row), row.Side), Signed(things, row, who, smartLock, await OperationAsync(things, row)));
    }

    /// <summary>Who has no phone here signs with the owner's.</summary>
    private static string Signed(DoordeckThings things, MatrixRow row, Who who, string smartLock, JsonObject operation)
    {
        var (own, another) = (things.PhoneOf(who), things.PhoneOf(who == DoordeckOwner ? DoordeckManager : DoordeckOwner));
        return row.Route switch
        {
            AnothersKey => another.Sign(another.Header(), own.Claims(smartLock, operation)),
            AnothersToken => another.Sign(smartLock, operation),
            NotSigned => operation.ToJsonString(),
            _ => own.Sign(smartLock, operation),
        };
    }

    private static async Task<JsonObject> OperationAsync(DoordeckThings things, MatrixRow row) =>
        row.Route switch
        {
            Lock => new JsonObject { ["type"] = "MUTATE_LOCK", ["locked"] = true },
            Share => await things.ShareAsync(row.Side, isBatch: false),
            ShareMany => await things.ShareAsync(row.Side, isBatch: true),
            Remove => new JsonObject { ["type"] = "REMOVE_USER", ["users"] = new JsonArray(await things.GuestAsync(row.Side)) },
            // Whoever may takes away hours that are not there: a door that locks again by itself would do so among the rows that follow.
            Set => new JsonObject
            {
                ["type"] = "MUTATE_SETTING",
                ["unlockDuration"] = row.Answer == Yes ? null : 7,
                ["unlockBetween"] = null,
            },
            _ => new JsonObject { ["type"] = "MUTATE_LOCK", ["locked"] = false },
        };

    /// <summary>What is wrong with it is told to those alone whose grant holds now (8.4).</summary>
    private static IEnumerable<MatrixRow> Never(string route, string refusal)
    {
        Who[] active = [.. Managers, DoordeckHolder, DoordeckHolderAtTheDoor];
        return
        [
            .. BothSides(route, NoToken, Strangers),
            new(route, Side.House, refusal, active),
            new(route, Side.House, TooWeak, [.. Holders.Except(active)]),
            new(route, Side.House, Unknown, Outsiders),
            new(route, Side.Neighbours, Unknown, HousePeople),
            new(route, Side.Neighbours, refusal, DoordeckNeighbour),
        ];
    }
}
