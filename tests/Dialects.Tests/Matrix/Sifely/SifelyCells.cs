using System.Text.Json.Nodes;
using static Latchwork.Dialects.Tests.Matrix.MatrixRow;
using static Latchwork.Dialects.Tests.Matrix.Who;

namespace Latchwork.Dialects.Tests.Matrix.Sifely;

/// <summary>
/// One room of the wire. A cell is the HTTP status and, for a refusal, the code. For lists it says whether what the side has is in them.
/// </summary>
internal abstract class SifelyCells
{
    protected const string NoCredential = "401 401";

    /// <summary>As for a lock that does not exist; the status is 400 on writes and plain reads, 200 on reads that ask a device (1.5).</summary>
    protected const string Unknown = "400 -1003";

    protected const string UnknownOnDeviceRead = "200 -1003";
    protected const string TooWeak = "403 -2018";
    protected const string NotFromAfar = "400 -3046";
    protected const string FrozenOnWrite = "400 -2025";
    protected const string FrozenOnDeviceRead = "200 -2025";
    protected const string Yes = "200";
    protected const string IsShown = "200 shown";
    protected const string IsHidden = "200 hidden";

    /// <summary>Whose header is no credential of this wire, or none any more.</summary>
    protected static readonly Who[] Strangers =
    [
        Anonymous,
        UnknownKey,
        RolledKey,
        Disabled,
        .. WhoGroups.Natives,
        .. WhoGroups.Consoles,
        .. WhoGroups.Doordecks,
        .. WhoGroups.Keyvoxes,
    ];

    /// <summary>On this wire rights are grants: membership alone gives none.</summary>
    protected static readonly Who[] MembersOnly = [Administrator, Auditor, Integrator];

    /// <summary>Of the house, and none of them has an ekey that is not over.</summary>
    protected static readonly Who[] Outsiders = [Ended, Revoked, .. MembersOnly, Neighbour];

    protected static readonly Who[] Owners = [Owner, OwnerByToken];

    /// <summary>The owner, and those with an authorised ekey.</summary>
    protected static readonly Who[] Managers = [.. Owners, Manager, Deputy];

    /// <summary>Common ekeys that are not over, whatever else they lack.</summary>
    protected static readonly Who[] CommonEkeys = [Holder, HolderAtTheDoor, NotYet, Frozen, Waiting];

    /// <summary>With a credential of this wire, and nothing to do with the neighbours.</summary>
    protected static readonly Who[] HousePeople = [.. WhoGroups.Everybody.Except([.. Strangers, Neighbour])];

    public abstract IReadOnlyList<MatrixRow> Rows { get; }

    public IReadOnlySet<string> Routes => Rows.Select(row => row.Route).ToHashSet(StringComparer.Ordinal);

    /// <summary>Routes that change or move something, so that a refusal is an audit record of its own (AU-1).</summary>
    public virtual IReadOnlySet<string> Mutations => new HashSet<string>();

    /// <summary>Requests that name something, without its id at the end: of another tenant's they tell nothing (TN-4).</summary>
    public virtual IReadOnlyList<string> Naming => [];

    /// <inheritdoc cref="IWireMatrix.TurnOf"/>
    public virtual int Turn => 0;

    /// <summary>Makes what the rows need and the other rows use up.</summary>
    public virtual Task PrepareAsync(TwoTenants tenants, MatrixRow row) => Task.CompletedTask;

    /// <summary>Path and query; null where the answer to the other side counts.</summary>
    public virtual ValueTask<string?> TargetAsync(TwoTenants tenants, MatrixRow row, Who who) =>
        ValueTask.FromResult<string?>($"{row.Route}?lockId={DoorOf(tenants, row)}");

    /// <summary>What a list is told by besides its status; empty for what is none.</summary>
    public virtual string Shown(TwoTenants tenants, MatrixRow row, JsonNode told) => "";

    protected static long DoorOf(TwoTenants tenants, MatrixRow row) => row.Side == Side.House ? tenants.HouseLock : tenants.NeighbourLock;

    /// <summary>For a list of locks or ekeys.</summary>
    protected static string ShownDoor(TwoTenants tenants, MatrixRow row, JsonNode told) =>
        told["list"]!.AsArray().Any(item => (long)item!["lockId"]! == DoorOf(tenants, row)) ? " shown" : " hidden";

    /// <summary>A route for those who manage the lock: the owner and authorised ekeys.</summary>
    protected static IEnumerable<MatrixRow> ForManagers(string route, string unknown = Unknown, string yes = Yes) =>
        [
            .. BothSides(route, NoCredential, Strangers),
            new(route, Side.House, TooWeak, CommonEkeys),
            new(route, Side.House, unknown, Outsiders),
            new(route, Side.Neighbours, unknown, HousePeople),
            new(route, Side.House, yes, Managers),
            new(route, Side.Neighbours, yes, Neighbour),
        ];

    /// <summary>A route for the owner of the lock alone.</summary>
    protected static IEnumerable<MatrixRow> ForOwners(string route, string unknown = Unknown, string yes = Yes) =>
        [
            .. BothSides(route, NoCredential, Strangers),
            new(route, Side.House, TooWeak, [Manager, Deputy, .. CommonEkeys]),
            new(route, Side.House, unknown, Outsiders),
            new(route, Side.Neighbours, unknown, HousePeople),
            new(route, Side.House, yes, Owners),
            new(route, Side.Neighbours, yes, Neighbour),
        ];

    /// <summary>A route for any ekey that is not over.</summary>
    protected static IEnumerable<MatrixRow> ForHolders(string route, string unknown = Unknown, string yes = Yes) =>
        [
            .. BothSides(route, NoCredential, Strangers),
            new(route, Side.House, unknown, Outsiders),
            new(route, Side.Neighbours, unknown, HousePeople),
            new(route, Side.House, yes, [.. Managers, .. CommonEkeys]),
            new(route, Side.Neighbours, yes, Neighbour),
        ];
}
