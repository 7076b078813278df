using Latchwork.Domain;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Clients;

/// <param name="ClientId">What it calls itself on its wire; of an HMAC pair the key.</param>
/// <param name="UserPrefix">Of an application.</param>
public sealed record MadeClient(string Id, string? ClientId, string? UserPrefix);

/// <summary>What whoever made a client is told of it once more, ended or not; never its secret, which nobody sees twice.</summary>
public sealed class MadeClients
{
    private readonly AccessDb db;

    internal MadeClients(AccessDb db) => this.db = db;

    /// <param name="row">As the caller's act has left it, so it is there.</param>
    public async Task<MadeClient> FindAsync(TenantId tenant, Guid row, CancellationToken cancel) =>
        (
            await db.FirstAsync(
                TenantSet.Of(tenant),
                Sql,
                r => new MadeClient(r.GetString(0), r.GetText(1), r.GetText(2)),
                [tenant.Value, row],
                cancel
            )
        )!;

    private static readonly string Sql = $"""
        select u.wire_id, w.wire_id, c.user_prefix
        from api_client c
        join public_id u on u.tenant_id = c.tenant_id and u.row_id = c.api_client_id and u.kind = {(int)WireIdKind.ApiClientUuid}
        left join public_id w on w.tenant_id = c.tenant_id and w.row_id = c.api_client_id
            and w.kind in ({(int)WireIdKind.AppClient}, {(int)WireIdKind.KeyvoxKey})
        where c.tenant_id = $1 and c.api_client_id = $2
        """;
}
