using Latchwork.Domain;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Sites;

/// <summary>Writes the rows of a site.</summary>
internal sealed class NewSite(WireIds ids)
{
    public async Task<SiteId> WriteAsync(Work work, TenantId tenant, string name, string zone, DateTimeOffset now, CancellationToken cancel)
    {
        var site = SiteId.New(now);
        await work.DoAsync(
            "insert into site (tenant_id, site_id, name, zone, colour, created_at, updated_at) values ($1, $2, $3, $4, '#1F5468', $5, $5)",
            [tenant.Value, site.Value, name, zone, now],
            cancel
        );
        await ids.IssueAsync(work, tenant, site.Value, cancel, WireIdKind.SiteUuid, WireIdKind.KeyvoxPlace);
        return site;
    }
}
