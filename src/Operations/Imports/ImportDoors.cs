using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Imports;

/// <param name="HasLink">Else only a telephone reaches it.</param>
internal sealed record ListedDoor(LockId Lock, ImportDoor Seen, string Site, string SiteId, bool HasLink);

/// <summary>The doors of a tenant by the names that people write in lists.</summary>
internal sealed class ImportDoors(IReadOnlyList<ListedDoor> all)
{
    /// <summary>Of one row.</summary>
    private const int MostDoors = 100;

    private readonly ILookup<string, ListedDoor> byName = all.ToLookup(door => door.Seen.Name, StringComparer.OrdinalIgnoreCase);
    private readonly ILookup<string, ListedDoor> byFullName = all.ToLookup(door => $"{door.Site}/{door.Seen.Name}", StringComparer.OrdinalIgnoreCase);
    private readonly ILookup<string, ListedDoor> byId = all.ToLookup(door => door.Seen.Id, StringComparer.OrdinalIgnoreCase);
    private readonly ILookup<string, ListedDoor> bySite = all.ToLookup(door => door.Site, StringComparer.OrdinalIgnoreCase);
    private readonly ILookup<string, ListedDoor> bySiteId = all.ToLookup(door => door.SiteId, StringComparer.OrdinalIgnoreCase);

    public static async Task<ImportDoors> LoadAsync(CallerTurn turn, CancellationToken cancel) =>
        new(
            await turn.Work.ListAsync(
                $"""
                select l.lock_id, {WireIds.Of(WireIdKind.LockUuid, "l.lock_id")}, l.name, s.zone, s.name, {WireIds.Of(
                    WireIdKind.SiteUuid,
                    "s.site_id"
                )},
                    l.link_id is not null
                from smart_lock l join site s on s.tenant_id = l.tenant_id and s.site_id = l.site_id
                where l.tenant_id = $1 and l.decommissioned_at is null order by l.name, l.lock_id
                """,
                row => new ListedDoor(
                    new LockId(row.GetGuid(0)),
                    new ImportDoor(row.GetString(1), row.GetString(2), row.GetString(3)),
                    row.GetString(4),
                    row.GetString(5),
                    row.GetBoolean(6)
                ),
                [turn.Tenant.Value],
                cancel
            )
        );

    /// <summary>Each once, in the order of the row; what cannot be found becomes a fault. None where they are too many: nothing is made of those.</summary>
    public IReadOnlyList<ListedDoor> Find(WantedRow row, List<ImportFault> faults)
    {
        List<ListedDoor> found = [.. row.Doors.Select(name => Find(name, faults)).OfType<ListedDoor>().DistinctBy(door => door.Lock)];
        if (row.Site is { } site)
        {
            var number = bySiteId[site].Count() + bySite[site].Count();
            if (number == 0)
            {
                faults.Add(new ImportFault(ImportColumn.Site, ImportFaultCode.UnknownSite, $"There is no site '{site}' that has doors."));
            }

            var elsewhere = found.Count(door => !IsAt(door, site));
            if (elsewhere + number > MostDoors)
            {
                return Refuse(elsewhere + number, ImportColumn.Site, faults);
            }

            found = [.. found.Concat(bySiteId[site]).Concat(bySite[site]).DistinctBy(door => door.Lock)];
        }

        return found.Count > MostDoors ? Refuse(found.Count, ImportColumn.Doors, faults) : found;
    }

    private ListedDoor? Find(string name, List<ImportFault> faults)
    {
        var number = byId[name].Count() + byName[name].Count() + byFullName[name].Count();
        if (number == 1)
        {
            return byId[name].Concat(byName[name]).Concat(byFullName[name]).First();
        }

        faults.Add(
            number == 0
                ? new ImportFault(ImportColumn.Doors, ImportFaultCode.UnknownDoor, $"There is no door '{name}'.")
                : new ImportFault(
                    ImportColumn.Doors,
                    ImportFaultCode.AmbiguousDoor,
                    $"{number} doors are called '{name}': write the site and a / before it, or its id."
                )
        );
        return null;
    }

    private static bool IsAt(ListedDoor door, string site) =>
        door.Site.Equals(site, StringComparison.OrdinalIgnoreCase) || door.SiteId.Equals(site, StringComparison.OrdinalIgnoreCase);

    private static ListedDoor[] Refuse(int reached, ImportColumn column, List<ImportFault> faults)
    {
        faults.Add(new ImportFault(column, ImportFaultCode.TooMany, $"The row reaches {reached} doors, and a row may reach {MostDoors}: split it."));
        return [];
    }
}
