using Latchwork.Dialects.Tests.Scenarios;
using static Latchwork.Dialects.Tests.Matrix.MatrixRow;
using static Latchwork.Dialects.Tests.Matrix.Who;

namespace Latchwork.Dialects.Tests.Matrix.Doordeck;

/// <summary>5.3: one's own account.</summary>
internal sealed class AccountCells : DoordeckCells
{
    private const string Account = "GET /account";
    private const string Rename = "POST /account";
    private const string Reverify = "POST /account/email/reverify";

    public override IReadOnlyList<MatrixRow> Rows { get; } = [.. For(Known, Account, Yes), .. For(Known, Rename, Done), .. For(Own, Reverify, Yes)];

    public override ValueTask<WireRequest?> RequestAsync(DoordeckThings things, MatrixRow row, Who who) =>
        ValueTask.FromResult<WireRequest?>(new(PathOf(row), row.Route == Rename ? """{"displayName":"Other"}""" : null));
}

/// <summary>Another password ends the other sessions, and who deletes their account is gone; who owns locks cannot.</summary>
internal sealed class LeavingCells : DoordeckCells
{
    private const string Password = "POST /account/password";
    private const string Reset = "POST /account/password/reset/verify";
    private const string Delete = "DELETE /account";

    /// <summary>Two of them by what the rows of another wire transferred.</summary>
    private static readonly Who[] Owners = [DoordeckOwner, DoordeckNeighbour, DoordeckManager, DoordeckMember];

    public override IReadOnlyList<MatrixRow> Rows { get; } =
    [
        .. For(Own, Password, Done),
        .. BothSides(Delete, NoToken, Strangers),
        .. BothSides(Delete, "409", Owners),
        .. BothSides(Delete, Done, [.. Known.Except(Owners)]),
        // A token that was never mailed; the wrong ones are counted against whoever sends them, so it comes last.
        .. BothSides(Reset, "400", WhoGroups.Everybody),
    ];

    public override IReadOnlySet<string> Mutations { get; } = new HashSet<string> { Password, Delete };

    /// <summary>Keys of the other wires end with the password.</summary>
    public override int Turn => 2;

    /// <summary>Who is gone cannot go again, so on the second side the answer to the first counts.</summary>
    public override async ValueTask<WireRequest?> RequestAsync(DoordeckThings things, MatrixRow row, Who who)
    {
        if (row.Route != Delete)
        {
            return new WireRequest(PathOf(row), row.Route == Password ? Passwords : Nothing);
        }

        if (row.Answer == Done)
        {
            await things.RemoveApplicationsAsync(who);
        }

        return row.Side == Side.Neighbours && row.Answer == Done ? null : new WireRequest(PathOf(row));
    }

    private const string Passwords = $$"""{"oldPassword":"{{LiveServer.Password}}","newPassword":"{{LiveServer.Password}}"}""";

    private const string Nothing = """{"userId":"00000000-0000-4000-8000-000000000000","token":"nothing","password":"a long and quiet word"}""";
}
