using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Users;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Links;

/// <param name="Family">Of the driver: <c>simulator</c>, <c>zwave-js</c>.</param>
/// <param name="Address">In the family's own form.</param>
/// <param name="Secret">Password or key of the link, or null; never logged.</param>
/// <param name="Site">Where devices found behind it are put; null for the tenant's first site.</param>
public sealed record PairLinkRequest(string Family, string Address, string Name, string? Secret = null, WireId? Site = null)
{
    public override string ToString() => $"{Family} link";
}

/// <summary>
/// Makes a link known. It is reached in the background; its devices appear once it was. The same family and address twice in a tenant is
/// refused.
/// </summary>
public sealed class PairLink
{
    private readonly CallerWrites writes;
    private readonly KeyRing ring;
    private readonly WireIds ids;
    private readonly ICommandQueue queue;
    private readonly IReadOnlyList<ILockDriver> drivers;

    internal PairLink(CallerWrites writes, KeyRing ring, WireIds ids, ICommandQueue queue, IEnumerable<ILockDriver> drivers) =>
        (this.writes, this.ring, this.ids, this.queue, this.drivers) = (writes, ring, ids, queue, [.. drivers]);

    public async Task<Outcome<LinkId>> RunAsync(Caller by, TenantId tenant, PairLinkRequest request, CancellationToken cancel)
    {
        var begun = await writes.BeginAsync(by, tenant, Permission.LinksWrite, Noun.Tenant, AuditKind.LinkPaired, cancel);
        if (begun.IsRefused(out var weak, out var write))
        {
            return weak;
        }

        await using (write)
        {
            if (Refuse(request) is { } invalid)
            {
                return await write.RefuseAsync(invalid);
            }

            var site = await SiteOfAsync(write.Work, tenant, request.Site, cancel);
            if (request.Site is not null && site is null)
            {
                return await write.RefuseAsync(AccessError.NotFound(Noun.Site));
            }

            var link = LinkId.New(write.Now);
            if (!await WriteAsync(write, tenant, link, request, site, cancel))
            {
                return await write.RefuseAsync(new AccessError(AccessErrorCode.Taken, "There is a link to this address.", Noun.Link));
            }

            await ids.IssueAsync(write.Work, tenant, link.Value, cancel, WireIdKind.LinkUuid);
            var changed = new Dictionary<string, string>(StringComparer.Ordinal) { ["family"] = request.Family };
            await write.CommitAsync(new AuditObject(Noun.Link, link.Value), changed, cancel);
            queue.Wake(tenant, link);
            return link;
        }
    }

    private static async Task<SiteId?> SiteOfAsync(Work work, TenantId tenant, WireId? asked, CancellationToken cancel)
    {
        if (asked is not { } id)
        {
            return null;
        }

        var found = await work.ListAsync(
            """
            select s.site_id from public_id p join site s on s.tenant_id = p.tenant_id and s.site_id = p.row_id and s.archived_at is null
            where p.kind = $1 and p.wire_id = $2 and p.tenant_id = $3
            """,
            row => new SiteId(row.GetGuid(0)),
            [(short)id.Kind, id.Text, tenant.Value],
            cancel
        );
        return found is [var site] ? site : null;
    }

    /// <summary>False where the tenant has a link to that address.</summary>
    private async Task<bool> WriteAsync(
        CallerWork write,
        TenantId tenant,
        LinkId link,
        PairLinkRequest request,
        SiteId? site,
        CancellationToken cancel
    )
    {
        using var keys = await ring.RentAsync(tenant, cancel);
        var secret = request.Secret is { Length: > 0 } clear ? keys.SealText(LinkStore.PlaceOf(link), clear) : null;
        var written = await write.Work.DoAsync(
            """
            with made as (
                insert into link (tenant_id, link_id, family, name, address, secret_sealed, site_id, changed_at, created_at)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $8) on conflict do nothing returning tenant_id, link_id)
            insert into link_lease (tenant_id, link_id) select tenant_id, link_id from made
            """,
            [tenant.Value, link.Value, request.Family, request.Name.Trim(), request.Address.Trim(), secret, site?.Value, write.Now],
            cancel
        );
        return written > 0;
    }

    private AccessError? Refuse(PairLinkRequest request)
    {
        var driver = drivers.FirstOrDefault(d => d.Family == request.Family);
        return driver is null
                ? AccessError.Invalid(
                    $"There is no driver '{request.Family}'. There are: {string.Join(", ", drivers.Select(d => d.Family))}.",
                    Noun.Link
                )
            : request.Name.Trim().Length is 0 or > 200 ? AccessError.Invalid("A link needs a name of at most 200 characters.", Noun.Link)
            : request.Address.Trim().Length is 0 or > 500 ? AccessError.Invalid("A link needs an address of at most 500 characters.", Noun.Link)
            : driver.RefuseSettings(new LinkSettings(default, request.Address.Trim(), null, request.Secret));
    }
}
