namespace Latchwork.Operations.Events;

/// <summary>Where events happened.</summary>
internal static class EventPlaces
{
    /// <summary>The row of the site that an event is at, null where it is at none: a column of a query. Looked up one after the other, by key.</summary>
    /// <param name="e">The name of the event's row.</param>
    public static string SiteOf(string e) =>
        $"""
            coalesce(
                (select x.site_id from smart_lock x where x.tenant_id = {e}.tenant_id and x.lock_id = {e}.lock_id),
                (select x.site_id from reservation x where x.tenant_id = {e}.tenant_id and x.reservation_id = {e}.object_id),
                (select x.site_id from unit x where x.tenant_id = {e}.tenant_id and x.unit_id = {e}.object_id),
                (select x.site_id from locker_box b join locker x on x.tenant_id = b.tenant_id and x.locker_id = b.locker_id
                    where b.tenant_id = {e}.tenant_id and b.box_id = {e}.object_id),
                (select x.site_id from locker x where x.tenant_id = {e}.tenant_id and x.locker_id = {e}.object_id),
                (select x.site_id from link x where x.tenant_id = {e}.tenant_id and x.link_id = {e}.object_id),
                (select x.site_id from site x where x.tenant_id = {e}.tenant_id and x.site_id = {e}.object_id))
            """;
}
