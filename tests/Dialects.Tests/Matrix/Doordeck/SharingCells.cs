using static Latchwork.Dialects.Tests.Matrix.MatrixRow;
using static Latchwork.Dialects.Tests.Matrix.Who;

namespace Latchwork.Dialects.Tests.Matrix.Doordeck;

/// <summary>10.9 to 10.11: whom one may share with. The side's guest is of the installation's pool, and application's people are of another.</summary>
internal sealed class SharingCells : DoordeckCells
{
    private const string Invite = "POST /share/invite/{email}";
    private const string InviteToLock = "POST /share/invite/{email}/{lockId}";
    private const string One = "POST /directory/query for one";
    private const string Many = "POST /directory/query for many";

    public override IReadOnlyList<MatrixRow> Rows { get; } =
    [
        .. For(Own, Invite, Yes),
        // The lock of the path means nothing.
        .. For(Own, InviteToLock, Yes),
        .. BothSides(One, NoToken, Strangers),
        .. BothSides(One, Unknown, ApplicationManager),
        .. BothSides(One, Yes, Own),
        .. BothSides(Many, NoToken, Strangers),
        .. BothSides(Many, IsHidden, ApplicationManager),
        .. BothSides(Many, IsShown, Own),
    ];

    public override IReadOnlySet<string> Mutations { get; } = new HashSet<string> { Invite, InviteToLock };

    public override async ValueTask<WireRequest?> RequestAsync(DoordeckThings things, MatrixRow row, Who who) =>
        row.Route switch
        {
            One => new(PathOf(row), $$"""{"localKey":"{{await things.GuestAsync(row.Side)}}"}"""),
            Many => new(PathOf(row), $$"""{"localKey":["{{await things.GuestAsync(row.Side)}}"]}""") { Accept = V2 },
            _ => new(await things.FillAsync(PathOf(row), row.Side)),
        };

    public override async ValueTask<string> ShownAsync(DoordeckThings things, MatrixRow row, string body) =>
        row.Route == Many ? Seen(body, await things.GuestAsync(row.Side)) : "";
}
