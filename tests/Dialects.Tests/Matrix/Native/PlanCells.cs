using static Latchwork.Dialects.Tests.Matrix.Native.NativeRows;

namespace Latchwork.Dialects.Tests.Matrix.Native;

/// <summary>The plan of each side's site, and where its lock and its cabinet are on it.</summary>
internal sealed class PlanCells(NativeThings things) : NativeCells
{
    private const string Plan = "GET /api/v1/sites/{id}/plan";
    private const string Put = "PUT /api/v1/sites/{id}/plan";
    private const string Remove = "DELETE /api/v1/sites/{id}/plan";
    private const string PlaceLock = "PUT /api/v1/locks/{id}/place";
    private const string RemoveLock = "DELETE /api/v1/locks/{id}/place";
    private const string PlaceLocker = "PUT /api/v1/lockers/{id}/place";
    private const string RemoveLocker = "DELETE /api/v1/lockers/{id}/place";

    /// <summary>One pixel.</summary>
    public const string Picture =
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=";

    private readonly HashSet<Side> withPlan = [];

    public override IReadOnlyList<MatrixRow> Rows { get; } =
    [
        .. Named(Plan, Yes, Readers),
        .. Named(Put, Yes, Builders),
        .. Named(Remove, Yes, Builders),
        .. Named(PlaceLock, Yes, Builders),
        .. Named(RemoveLock, Yes, Builders),
        .. Named(PlaceLocker, Yes, Builders),
        .. Named(RemoveLocker, Yes, Builders),
    ];

    public override async Task<string> IdAsync(TwoTenants tenants, MatrixRow row)
    {
        if (row.Route is PlaceLock or RemoveLock)
        {
            return await things.LockAsync(tenants, row.Side);
        }

        if (row.Route is PlaceLocker or RemoveLocker)
        {
            return await things.Lockers.LockerAsync(tenants, row.Side);
        }

        var site = await things.SiteAsync(tenants, row.Side);
        if (withPlan.Add(row.Side))
        {
            var bearer = tenants.BearerOf(row.Side == Side.House ? Who.NativeKeyWithAll : Who.NativeKeyOfNeighbour);
            await tenants.SendAsync(HttpMethod.Put, $"/api/v1/sites/{site}/plan", bearer, Picture);
        }

        return site;
    }

    public override void Used(MatrixRow row)
    {
        if (row.Route == Remove)
        {
            withPlan.Remove(row.Side);
        }
    }

    public override Task<string?> BodyAsync(TwoTenants tenants, MatrixRow row) =>
        Task.FromResult(
            row.Route switch
            {
                Put => Picture,
                PlaceLock or PlaceLocker => """{"x":0.5,"y":0.25}""",
                _ => null,
            }
        );
}
