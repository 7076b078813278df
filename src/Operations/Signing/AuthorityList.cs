using System.Security.Cryptography;
using Latchwork.Domain;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Signing;

/// <summary>An authority of signed operations, as its operator sees it.</summary>
/// <param name="RootSha256">Of the DER, in hexadecimal digits.</param>
/// <param name="RetiredAt">Since when it certifies no more; null: it is at work.</param>
/// <param name="Certificates">That it gave out and that hold now.</param>
public sealed record SeenAuthority(string RootSha256, DateTimeOffset MadeAt, DateTimeOffset? RetiredAt, long Certificates);

/// <summary>The authorities that this server has had, newest first; none before the first certificate.</summary>
/// <param name="owner">Connections as the owner of the tables.</param>
public sealed class AuthorityList(NpgsqlDataSource owner, TimeProvider clock)
{
    public async Task<IReadOnlyList<SeenAuthority>> RunAsync(CancellationToken cancel) =>
        await new AccessDb(owner).ListAsync(
            TenantSet.Of(TenantId.Installation),
            """
            select a.root, a.created_at, a.retired_at, count(c.leaf_hash) from certificate_authority a
            left join (leaf_certificate c join signing_key k on k.key_id = c.key_id and k.revoked_at is null)
                on c.authority_id = a.authority_id and c.revoked_at is null and c.ends_at > $2
            where a.tenant_id = $1 group by a.authority_id, a.tenant_id order by a.created_at desc
            """,
            row => new SeenAuthority(
                Convert.ToHexStringLower(SHA256.HashData(row.GetFieldValue<byte[]>(0))),
                row.GetFieldValue<DateTimeOffset>(1),
                row.GetInstant(2),
                row.GetInt64(3)
            ),
            [TenantId.Installation.Value, clock.Now()],
            cancel
        );
}
