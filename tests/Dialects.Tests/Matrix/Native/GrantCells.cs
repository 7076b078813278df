using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Ids;
using Latchwork.Testing;
using Microsoft.Extensions.DependencyInjection;
using static Latchwork.Dialects.Tests.Matrix.Native.NativeRows;

namespace Latchwork.Dialects.Tests.Matrix.Native;

/// <summary>Grants to the door of each side, held by somebody who has nothing else.</summary>
internal sealed class GrantCells(NativeThings things) : NativeCells
{
    private const string Grants = "GET /api/v1/grants";
    private const string Give = "POST /api/v1/grants";
    private const string Grant = "GET /api/v1/grants/{id}";
    private const string Change = "PATCH /api/v1/grants/{id}";
    private const string Revoke = "DELETE /api/v1/grants/{id}";
    private const string Freeze = "POST /api/v1/grants/{id}/freeze";
    private const string Unfreeze = "POST /api/v1/grants/{id}/unfreeze";

    private readonly Dictionary<Side, UserId> holders = [];
    private readonly Dictionary<Side, string> grants = [];

    public override IReadOnlyList<MatrixRow> Rows { get; } =
    [
        .. Own(Grants, Shown, Hidden, StayReaders),
        .. Named(Give, "201", Operators),
        .. Named(Grant, Yes, StayReaders),
        .. Named(Change, Yes, Operators),
        .. Named(Revoke, Yes, Operators),
        .. Named(Freeze, Yes, Operators),
        .. Named(Unfreeze, Yes, Operators),
    ];

    public override bool IsList(string route) => route == Grants;

    public override async Task<string> IdAsync(TwoTenants tenants, MatrixRow row)
    {
        await HolderAsync(tenants, row.Side);
        return row.Route == Give ? await things.LockAsync(tenants, row.Side) : await GrantAsync(tenants, row.Side);
    }

    public override async Task<string?> BodyAsync(TwoTenants tenants, MatrixRow row) =>
        row.Route switch
        {
            Give => $$"""{"lockId":"{{await IdAsync(tenants, row)}}","login":"{{LoginOf(row.Side)}}"}""",
            Change => """{"name":"Painter"}""",
            _ => null,
        };

    public override void Used(MatrixRow row)
    {
        if (row.Route == Revoke)
        {
            grants.Remove(row.Side);
        }
    }

    private static string LoginOf(Side side) => $"painter-{side}@example.com";

    private async Task<UserId> HolderAsync(TwoTenants tenants, Side side) =>
        holders.TryGetValue(side, out var there)
            ? there
            : holders[side] = await new Population(tenants.Server.Services).PersonAsync(
                tenants.TenantOf(side),
                LoginOf(side),
                "a long and quiet password"
            );

    private async Task<string> GrantAsync(TwoTenants tenants, Side side)
    {
        if (grants.TryGetValue(side, out var there))
        {
            return there;
        }

        var (tenant, holder) = (tenants.TenantOf(side), await HolderAsync(tenants, side));
        var index = tenants.Server.Services.GetRequiredService<WireIdIndex>();
        var door = new WireId(WireIdKind.LockUuid, await things.LockAsync(tenants, side));
        var row = (await index.FindAsync(door, CancellationToken.None))!.Value.Id;
        const string Live = "select grant_id::text from access_grant where lock_id = $1 and user_id = $2 and revoked_at is null";
        if ((await tenants.QueryAsync(Live, row, holder.Value)) is not [var live])
        {
            await new Population(tenants.Server.Services).GrantAsync(tenant, new LockId(row), holder, new GrantShape(GrantRole.Holder));
            live = (await tenants.QueryAsync(Live, row, holder.Value))[0];
        }

        return grants[side] = await index.OfRowAsync(
            tenant,
            Guid.Parse(live, System.Globalization.CultureInfo.InvariantCulture),
            WireIdKind.GrantUuid,
            CancellationToken.None
        );
    }
}
