using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Clients;

/// <summary>An application that a tenant's operator has registered: it may keep people of its own (sifely.md 19.1).</summary>
/// <param name="Prefix">What the names of its people begin with, before an underscore.</param>
public sealed record AppClient(TenantId Tenant, ApiClientId Id, string Prefix);

/// <summary>Applications by the id and the secret that they send.</summary>
public sealed class AppClients
{
    private readonly AccessDb db;
    private readonly WireIdIndex index;
    private readonly ClientUses uses;
    private readonly TimeProvider clock;

    internal AppClients(AccessDb db, WireIdIndex index, ClientUses uses, TimeProvider clock) =>
        (this.db, this.index, this.uses, this.clock) = (db, index, uses, clock);

    /// <returns>
    /// <see cref="AccessErrorCode.NotFound"/>: nobody registered such an application; <see cref="AccessErrorCode.NotAuthenticated"/>: that is not its secret,
    /// or it was revoked.
    /// </returns>
    public async Task<Outcome<AppClient>> FindAsync(string clientId, string? secret, CancellationToken cancel)
    {
        if (await index.FindAsync(new WireId(WireIdKind.AppClient, clientId), cancel) is not { } row)
        {
            return AccessError.NotFound(Noun.ApiClient);
        }

        var hash = TokenHash.Of(secret ?? "");
        var found = await db.FirstAsync(
            TenantSet.Of(row.Tenant),
            """
            select c.user_prefix, s.token_hash is not null
            from api_client c
            left join session s on s.tenant_id = c.tenant_id and s.api_client_id = c.api_client_id and s.kind = $3 and s.token_hash = $4
                and s.revoked_at is null and (s.expires_at is null or s.expires_at > $5)
            where c.tenant_id = $1 and c.api_client_id = $2 and c.revoked_at is null
            """,
            r => (Prefix: r.GetString(0), IsRight: r.GetBoolean(1)),
            [row.Tenant.Value, row.Id, (short)SessionKind.AppSecret, hash, clock.Now()],
            cancel
        );
        if (found is not ({ } prefix, true))
        {
            return CallerConfirmation.NotAuthenticated;
        }

        uses.Note(Convert.ToBase64String(hash), row.Tenant);
        return new AppClient(row.Tenant, new ApiClientId(row.Id), prefix);
    }
}
