using Latchwork.Domain;
using Latchwork.Domain.Users;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Identity;

/// <summary>Keys of our own API: <c>lw_</c> and 32 base62 characters, kept as a hash only, so they are shown once.</summary>
internal sealed class NativeKeys(WireIds ids)
{
    public async Task<(ApiClientId Client, string Key)> WriteAsync(
        Work work,
        TenantId tenant,
        string name,
        PermissionSet scopes,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        var key = SecretMaker.NativeKey();
        var client = ApiClientId.New(now);
        await work.DoAsync(
            "insert into api_client (tenant_id, api_client_id, kind, name, scopes, created_at) values ($1, $2, 4, $3, $4, $5)",
            [tenant.Value, client.Value, name, scopes.Words().ToArray(), now],
            cancel
        );
        await work.DoAsync(
            "insert into session (token_hash, session_id, kind, tenant_id, api_client_id, issued_at) values ($1, $2, $3, $4, $5, $6)",
            [TokenHash.Of(key), Guid.CreateVersion7(now), (short)SessionKind.NativeKey, tenant.Value, client.Value, now],
            cancel
        );
        await ids.IssueAsync(work, tenant, client.Value, cancel, WireIdKind.ApiClientUuid);
        return (client, key);
    }
}
