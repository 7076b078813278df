using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Sites;

/// <summary>Adds a building.</summary>
public sealed class AddSite
{
    private readonly AccessDb db;
    private readonly NewSite sites;
    private readonly TimeProvider clock;

    internal AddSite(AccessDb db, NewSite sites, TimeProvider clock) => (this.db, this.sites, this.clock) = (db, sites, clock);

    /// <param name="zone">IANA zone: all local times of the site's doors.</param>
    public async Task<Outcome<SiteId>> RunAsync(Caller by, TenantId tenant, string name, string zone, CancellationToken cancel)
    {
        var refusal =
            AccessDecision.Refuse(Permission.SitesWrite, by.StandingIn(tenant), Noun.Site)
            ?? (name.Trim().Length is 0 or > 200 ? AccessError.Invalid("A site needs a name of at most 200 characters.", Noun.Site) : null)
            ?? (ZoneDatabase.Knows(zone) ? null : AccessError.Invalid("That is no IANA time zone, such as Europe/London.", Noun.Site));
        if (refusal is not null)
        {
            return refusal;
        }

        var now = clock.Now();
        await using var work = await db.BeginAsync(TenantSet.Of(tenant), cancel);
        var site = await sites.WriteAsync(work, tenant, name.Trim(), zone, now, cancel);
        var told = new AuditEvent
        {
            Kind = AuditKind.SiteChanged,
            Outcome = AuditOutcome.Done,
            Operation = OperationId.New(now).Value,
            By = by.Audited,
            On = new AuditObject(Noun.Site, site.Value),
            Changed = new Dictionary<string, string> { ["zone"] = zone },
        };
        await work.CommitAsync(tenant, now, cancel, new AuditEntry(told, by.AuditedDetail));
        return site;
    }
}
