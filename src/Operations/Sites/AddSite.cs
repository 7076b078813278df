using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;

namespace Latchwork.Operations.Sites;

/// <summary>Adds a building.</summary>
public sealed class AddSite
{
    private readonly CallerWrites writes;
    private readonly NewSite sites;

    internal AddSite(CallerWrites writes, NewSite sites) => (this.writes, this.sites) = (writes, sites);

    /// <param name="zone">IANA zone: all local times of the site's doors.</param>
    public async Task<Outcome<SiteId>> RunAsync(Caller by, TenantId tenant, string name, string zone, CancellationToken cancel)
    {
        var begun = await writes.BeginAsync(by, tenant, Permission.SitesWrite, Noun.Tenant, AuditKind.SiteChanged, cancel);
        if (begun.IsRefused(out var weak, out var write))
        {
            return weak;
        }

        await using (write)
        {
            if (Refuse(name, zone) is { } invalid)
            {
                return await write.RefuseAsync(invalid);
            }

            var site = await sites.WriteAsync(write.Work, tenant, name.Trim(), zone, write.Now, cancel);
            var changed = new Dictionary<string, string>(StringComparer.Ordinal) { ["zone"] = zone };
            await write.CommitAsync(new AuditObject(Noun.Site, site.Value), changed, cancel);
            return site;
        }
    }

    private static AccessError? Refuse(string name, string zone) =>
        name.Trim().Length is 0 or > 200 ? AccessError.Invalid("A site needs a name of at most 200 characters.", Noun.Site)
        : ZoneDatabase.Knows(zone) ? null
        : AccessError.Invalid("That is no IANA time zone, such as Europe/London.", Noun.Site);
}
