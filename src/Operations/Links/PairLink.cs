using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Links;

/// <param name="Family">Of the driver: <c>simulator</c>, <c>zwave-js</c>.</param>
/// <param name="Address">In the family's own form.</param>
/// <param name="Secret">Password or key of the link, or null; never logged.</param>
/// <param name="Site">Where devices found behind it are put; null for the tenant's first site.</param>
public sealed record PairLinkRequest(string Family, string Address, string Name, string? Secret = null, SiteId? Site = null)
{
    public override string ToString() => $"{Family} link";
}

/// <summary>
/// Makes a link known. It is reached in the background; its devices appear once it was. The same family and address twice in a tenant is
/// refused.
/// </summary>
public sealed class PairLink
{
    private readonly AccessDb db;
    private readonly KeyRing ring;
    private readonly WireIds ids;
    private readonly ICommandQueue queue;
    private readonly IReadOnlyList<ILockDriver> drivers;
    private readonly TimeProvider clock;

    internal PairLink(AccessDb db, KeyRing ring, WireIds ids, ICommandQueue queue, IEnumerable<ILockDriver> drivers, TimeProvider clock) =>
        (this.db, this.ring, this.ids, this.queue, this.drivers, this.clock) = (db, ring, ids, queue, [.. drivers], clock);

    public async Task<Outcome<LinkId>> RunAsync(Caller by, TenantId tenant, PairLinkRequest request, CancellationToken cancel)
    {
        if (AccessDecision.Refuse(Permission.LinksWrite, by.StandingIn(tenant), Noun.Link) is { } weak)
        {
            return weak;
        }

        if (Refuse(request) is { } invalid)
        {
            return invalid;
        }

        var now = clock.Now();
        var link = LinkId.New(now);
        using var keys = await ring.RentAsync(tenant, cancel);
        var secret = request.Secret is { Length: > 0 } clear ? keys.SealText(LinkStore.PlaceOf(link), clear) : null;
        await using var work = await db.BeginAsync(TenantSet.Of(tenant), cancel);
        var written = await work.DoAsync(
            """
            with made as (
                insert into link (tenant_id, link_id, family, name, address, secret_sealed, site_id, changed_at, created_at)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $8) on conflict do nothing returning tenant_id, link_id)
            insert into link_lease (tenant_id, link_id) select tenant_id, link_id from made
            """,
            [tenant.Value, link.Value, request.Family, request.Name.Trim(), request.Address.Trim(), secret, request.Site?.Value, now],
            cancel
        );
        if (written == 0)
        {
            return new AccessError(AccessErrorCode.Taken, "There is a link to this address.", Noun.Link);
        }

        await ids.IssueAsync(work, tenant, link.Value, cancel, WireIdKind.LinkUuid);
        await work.CommitAsync(tenant, now, cancel, Paired(by, link, request, now));
        queue.Wake(tenant, link);
        return link;
    }

    private AccessError? Refuse(PairLinkRequest request)
    {
        var driver = drivers.FirstOrDefault(d => d.Family == request.Family);
        return driver is null
                ? AccessError.Invalid($"There is no driver '{request.Family}'. There are: {string.Join(", ", drivers.Select(d => d.Family))}.", Noun.Link)
            : request.Name.Trim().Length is 0 or > 200 ? AccessError.Invalid("A link needs a name of at most 200 characters.", Noun.Link)
            : request.Address.Trim().Length is 0 or > 500 ? AccessError.Invalid("A link needs an address of at most 500 characters.", Noun.Link)
            : driver.RefuseSettings(new LinkSettings(default, request.Address.Trim(), null, request.Secret));
    }

    private static AuditEntry Paired(Caller by, LinkId link, PairLinkRequest request, DateTimeOffset now) =>
        new(
            new AuditEvent
            {
                Kind = AuditKind.LinkPaired,
                Outcome = AuditOutcome.Done,
                Operation = OperationId.New(now).Value,
                By = by.Audited,
                On = new AuditObject(Noun.Link, link.Value),
                Changed = new Dictionary<string, string> { ["family"] = request.Family },
            },
            by.AuditedDetail
        );
}
