using Latchwork.Operations.Groups;
using Latchwork.Operations.Identity;
using Microsoft.Extensions.DependencyInjection;
using static Latchwork.Dialects.Tests.Matrix.Native.NativeRows;

namespace Latchwork.Dialects.Tests.Matrix.Native;

/// <summary>A group of locks of each side; another one once it was deleted.</summary>
internal sealed class GroupCells(NativeThings things) : NativeCells
{
    private const string Groups = "GET /api/v1/lock-groups";
    private const string Add = "POST /api/v1/lock-groups";
    private const string Group = "GET /api/v1/lock-groups/{id}";
    private const string Rename = "PATCH /api/v1/lock-groups/{id}";
    private const string Delete = "DELETE /api/v1/lock-groups/{id}";
    private const string ChangeLocks = "POST /api/v1/lock-groups/{id}/locks";

    private readonly Dictionary<(Side, bool IsSpare), string> there = [];
    private int made;

    public override IReadOnlyList<MatrixRow> Rows { get; } =
    [
        .. Own(Groups, Shown, Hidden, Readers),
        // Nothing is named that is there already.
        .. Own(Add, MadeHere, MadeElsewhere, Builders),
        .. Named(Group, Yes, Readers),
        .. Named(Rename, Yes, Builders),
        .. Named(Delete, Yes, Builders),
        .. Named(ChangeLocks, Yes, Builders),
    ];

    public override bool IsList(string route) => route == Groups;

    public override async Task<string> IdAsync(TwoTenants tenants, MatrixRow row)
    {
        var which = (row.Side, row.Route == Delete);
        if (there.TryGetValue(which, out var known))
        {
            return known;
        }

        var tenant = tenants.TenantOf(row.Side);
        var add = tenants.Server.Services.GetRequiredService<AddTenantGroup>();
        return there[which] = (await add.RunAsync(Caller.Server(tenant), tenant, $"Group {++made}", CancellationToken.None)).Value;
    }

    public override async Task<int?> CountAsync(TwoTenants tenants, MatrixRow row) =>
        row.Route == Add
            ? (
                await tenants.QueryAsync(
                    "select group_id::text from lock_group where tenant_id = $1 and user_id is null",
                    tenants.TenantOf(row.Side).Value
                )
            ).Count
            : null;

    public override async Task<string?> BodyAsync(TwoTenants tenants, MatrixRow row) =>
        row.Route switch
        {
            Add or Rename => $$"""{"name":"Floor {{++made}}"}""",
            ChangeLocks => $$"""{"add":["{{await things.LockAsync(tenants, row.Side)}}"]}""",
            _ => null,
        };

    public override void Used(MatrixRow row)
    {
        if (row.Route == Delete)
        {
            there.Remove((row.Side, true));
        }
    }
}
