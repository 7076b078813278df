using Latchwork.Dialects.Keyvox.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Users;
using Latchwork.Operations;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Sites;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Keyvox.Locks;

/// <param name="UnitState"><c>I</c> ready, <c>D</c> needs cleaning.</param>
/// <param name="LockIds">With commas between them; absent where the door has no lock (6.1).</param>
internal sealed record UnitItem(
    string UnitId,
    string UnitName,
    string? UnitType,
    string UnitState,
    string? LockIds,
    string PlaceId,
    string PlaceName,
    string PlaceType
)
{
    public static UnitItem Of(UnitView unit) =>
        new(
            unit.KeyvoxId,
            unit.Name,
            unit.Label,
            unit.IsClean ? "I" : "D",
            unit.Locks.Count == 0 ? null : string.Join(',', unit.Locks.Select(one => one.KeyvoxId)),
            unit.Site.KeyvoxId,
            unit.Site.Name,
            // Doors of cabinets are their own kind of thing here: getLockers tells them.
            "facility"
        );
}

internal static class UnitEndpoints
{
    public static void Map(DialectRoutes keyvox) => keyvox.Needs(Permission.SitesRead, Noun.Unit).MapPost("/v1/getUnits", ListAsync);

    /// <summary>All of them: the function has no pages.</summary>
    private static Task<KeyvoxAnswer> ListAsync(KeyvoxCaller caller, KeyvoxInput given, UnitQueries units, CancellationToken cancel)
    {
        var filter = new UnitsFilter(new PageRequest(1, AddUnit.Most)) { Site = given.Id("placeId", WireIdKind.KeyvoxPlace) };
        return given.AnswerAsync(
            () => units.ListAsync(caller.Caller, caller.Tenant, filter, cancel),
            found => found.Items.Select(UnitItem.Of).ToArray(),
            KeyvoxJson.Wire.UnitItemArray
        );
    }
}
