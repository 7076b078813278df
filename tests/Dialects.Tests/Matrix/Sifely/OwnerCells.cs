using static Latchwork.Dialects.Tests.Matrix.MatrixRow;
using static Latchwork.Dialects.Tests.Matrix.Who;

namespace Latchwork.Dialects.Tests.Matrix.Sifely;

/// <summary>19.2: what a lock is called, whose it is, and its end.</summary>
internal sealed class OwnerCells : SifelyCells
{
    private const string Rename = "/v3/lock/rename";
    private const string Freeze = "/v3/lock/freeze";
    private const string Unfreeze = "/v3/lock/unfreeze";
    private const string Status = "/v3/lock/queryStatus";
    private const string Transfer = "/v3/lock/transfer";
    private const string Delete = "/v3/lock/delete";
    private const string Initialize = "/v3/lock/initialize";
    private const string UpdateData = "/v3/lock/updateLockData";

    /// <summary>Whose role in their home adds locks: there is no ekey yet to ask for.</summary>
    private static readonly Who[] Adders = [.. Owners, Administrator, Integrator, Neighbour];

    private readonly SpareThings spare = new();

    public override IReadOnlyList<MatrixRow> Rows { get; } =
    [
        .. ForManagers(Rename),
        .. ForHolders(Status),
        .. ForManagers(UpdateData),
        .. ForOwners(Freeze),
        .. ForOwners(Unfreeze),
        .. ForOwners(Transfer),
        .. ForOwners(Delete),
        .. BothSides(Initialize, NoCredential, Strangers),
        .. BothSides(Initialize, TooWeak, [.. HousePeople.Except(Adders)]),
        .. BothSides(Initialize, Yes, Adders),
    ];

    public override IReadOnlySet<string> Mutations { get; } =
        new HashSet<string> { Rename, Freeze, Unfreeze, Transfer, Delete, Initialize, UpdateData };

    public override IReadOnlyList<string> Naming { get; } =
    [
        $"{Rename}?lockAlias=Mine&lockId=",
        $"{Status}?lockId=",
        $"{UpdateData}?lockData={{}}&lockId=",
        $"{Freeze}?lockId=",
        $"{Unfreeze}?lockId=",
        $"{Transfer}?receiverUsername={Manager}@example.com&lockId=",
        $"{Delete}?lockId=",
        $"{Initialize}?lockData={{}}&groupId=",
    ];

    /// <summary>What would be used up is a spare lock; who may not is asked about the door.</summary>
    public override async ValueTask<string?> TargetAsync(TwoTenants tenants, MatrixRow row, Who who)
    {
        var isUsedUp = !row.IsRefused && row.Route is Freeze or Unfreeze or Transfer or Delete;
        var number = isUsedUp ? await spare.LockAsync(tenants, row.Side) : DoorOf(tenants, row);
        return row.Route switch
        {
            Rename => $"{Rename}?lockId={number}&lockAlias={NameOf(row)}",
            Transfer => $"{Transfer}?lockId={number}&receiverUsername={Manager}@example.com",
            Initialize => $"{Initialize}?lockData={{}}",
            UpdateData => $"{UpdateData}?lockId={number}&lockData={{}}",
            _ => $"{row.Route}?lockId={number}",
        };
    }

    /// <summary>Its own, so that other tests find it.</summary>
    private static string NameOf(MatrixRow row) => row.Side == Side.House ? TwoTenants.HouseDoor : TwoTenants.NeighbourDoor;
}
