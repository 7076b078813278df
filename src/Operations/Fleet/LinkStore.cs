using Latchwork.Domain;
using Latchwork.Domain.Drivers;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Fleet;

/// <param name="Settings">What its driver needs to open it.</param>
public sealed record StoredLink(LinkKey Key, string Family, LinkSettings Settings);

/// <summary>Links as Fleet opens them.</summary>
public sealed class LinkStore
{
    private readonly AccessDb db;
    private readonly KeyRing ring;

    internal LinkStore(AccessDb db, KeyRing ring) => (this.db, this.ring) = (db, ring);

    /// <summary>Null for a link that was removed.</summary>
    public async Task<StoredLink?> FindAsync(LinkKey key, CancellationToken cancel)
    {
        var row = await db.ListAsync(
            TenantSet.Of(key.Tenant),
            "select family, address, network_identity, secret_sealed from link where tenant_id = $1 and link_id = $2 and removed_at is null",
            r => (Family: r.GetString(0), Address: r.GetString(1), Identity: r.GetText(2), Secret: r.IsDBNull(3) ? null : r.GetFieldValue<byte[]>(3)),
            [key.Tenant.Value, key.Link.Value],
            cancel
        );
        if (row.Count == 0)
        {
            return null;
        }

        var (family, address, identity, sealedSecret) = row[0];
        string? secret = null;
        if (sealedSecret is not null)
        {
            using var keys = await ring.RentAsync(key.Tenant, cancel);
            secret = keys.OpenText(PlaceOf(key.Link), sealedSecret);
        }

        return new StoredLink(key, family, new LinkSettings(key.Link, address, identity, secret));
    }

    /// <summary>Those of the links that were removed.</summary>
    public Task<List<LinkId>> RemovedAsync(IReadOnlyCollection<LinkKey> links, CancellationToken cancel) =>
        db.ListAsync(
            new TenantSet(links.Select(link => link.Tenant)),
            "select link_id from link where tenant_id = any ($1) and link_id = any ($2) and removed_at is not null",
            row => new LinkId(row.GetGuid(0)),
            [links.Select(link => link.Tenant.Value).ToArray(), links.Select(link => link.Link.Value).ToArray()],
            cancel
        );

    internal static SecretPlace PlaceOf(LinkId link) => new("link", "secret_sealed", link.Value);
}
