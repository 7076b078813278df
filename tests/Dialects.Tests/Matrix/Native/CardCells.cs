using System.Globalization;
using Latchwork.Domain.Credentials;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Microsoft.Extensions.DependencyInjection;
using static Latchwork.Dialects.Tests.Matrix.Native.NativeRows;

namespace Latchwork.Dialects.Tests.Matrix.Native;

/// <summary>Cards of a door of each side that reads cards.</summary>
internal sealed class CardCells : NativeCells
{
    private const string List = "GET /api/v1/cards";
    private const string Enroll = "POST /api/v1/cards";
    private const string Card = "GET /api/v1/cards/{id}";
    private const string Change = "PATCH /api/v1/cards/{id}";
    private const string Revoke = "DELETE /api/v1/cards/{id}";

    private readonly Dictionary<Side, string> cards = [];
    private long number = 1_000_000;

    public override IReadOnlyList<MatrixRow> Rows { get; } =
    [
        .. Own(List, Shown, Hidden, StayReaders),
        .. Named(Enroll, "201", Operators),
        .. Named(Card, Yes, StayReaders),
        .. Named(Change, Yes, Operators),
        .. Named(Revoke, Yes, Operators),
    ];

    public override bool IsList(string route) => route == List;

    public override async Task<string> IdAsync(TwoTenants tenants, MatrixRow row) =>
        row.Route == Enroll ? await DoorAsync(tenants, row.Side) : await CardAsync(tenants, row.Side);

    public override async Task<string?> BodyAsync(TwoTenants tenants, MatrixRow row) =>
        row.Route switch
        {
            Enroll => $$"""{"lockIds":["{{await DoorAsync(tenants, row.Side)}}"],"number":"{{Fresh()}}"}""",
            Change => """{"name":"Bo"}""",
            _ => null,
        };

    public override void Used(MatrixRow row)
    {
        if (row.Route == Revoke)
        {
            cards.Remove(row.Side);
        }
    }

    private string Fresh() => (++number).ToString(CultureInfo.InvariantCulture);

    /// <summary>The first that reads cards.</summary>
    private static async Task<string> DoorAsync(TwoTenants tenants, Side side) =>
        (
            await tenants.QueryAsync(
                $"""
                select p.wire_id from smart_lock l join public_id p on p.row_id = l.lock_id and p.kind = {(int)WireIdKind.LockUuid}
                where l.tenant_id = $1 and l.decommissioned_at is null and l.card_slots > 0 order by l.name limit 1
                """,
                tenants.TenantOf(side).Value
            )
        )[0];

    private async Task<string> CardAsync(TwoTenants tenants, Side side)
    {
        if (cards.TryGetValue(side, out var there))
        {
            return there;
        }

        var (services, tenant) = (tenants.Server.Services, tenants.TenantOf(side));
        var request = new EnrollCardRequest(CardNumber.Parse(Fresh()).Value)
        {
            Locks = [new WireId(WireIdKind.LockUuid, await DoorAsync(tenants, side))],
        };
        var made = await services.GetRequiredService<EnrollCard>().RunAsync(Caller.Server(tenant), request, CancellationToken.None);
        Assert.Null(made.Error);
        return cards[side] = made.Value.Uuid;
    }
}
