using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Clients;

/// <summary>An application as it was just made. The secret is shown this once and kept as a hash.</summary>
public sealed record AddedAppClient(string Id, string ClientId, string Secret, string Prefix)
{
    public override string ToString() => $"application {ClientId}";
}

/// <summary>Registers an application of the TTLock wire, which may then keep people of its own.</summary>
public sealed class AddAppClient
{
    private const int PrefixLength = 5;
    private const int SecretLength = 32;

    private readonly CallerWrites writes;
    private readonly WireIds ids;
    private readonly WireIdIndex index;

    internal AddAppClient(CallerWrites writes, WireIds ids, WireIdIndex index) => (this.writes, this.ids, this.index) = (writes, ids, index);

    public async Task<Outcome<AddedAppClient>> RunAsync(Caller by, TenantId tenant, string name, CancellationToken cancel)
    {
        var begun = await writes.BeginAsync(by, tenant, Permission.KeysWrite, Noun.Tenant, AuditKind.KeyIssued, cancel);
        if (begun.IsRefused(out var weak, out var write))
        {
            return weak;
        }

        await using (write)
        {
            if (name.Trim().Length is 0 or > 200)
            {
                return await write.RefuseAsync(AccessError.Invalid("An application needs a name of at most 200 characters.", Noun.ApiClient));
            }

            var (id, secret, prefix) = (ApiClientId.New(write.Now), NewSecret(), SecretMaker.Letters(PrefixLength));
            await WriteAsync(write, tenant, id, name.Trim(), secret, prefix, cancel);
            await ids.IssueAsync(write.Work, tenant, id.Value, cancel, WireIdKind.ApiClientUuid, WireIdKind.AppClient);
            await write.CommitAsync(new AuditObject(Noun.ApiClient, id.Value), null, cancel);
            return new AddedAppClient(
                await index.OfRowAsync(tenant, id.Value, WireIdKind.ApiClientUuid, cancel),
                await index.OfRowAsync(tenant, id.Value, WireIdKind.AppClient, cancel),
                secret,
                prefix
            );
        }
    }

    internal static string NewSecret() => SecretMaker.Hex(SecretLength);

    private static async Task WriteAsync(
        CallerWork write,
        TenantId tenant,
        ApiClientId id,
        string name,
        string secret,
        string prefix,
        CancellationToken cancel
    )
    {
        await write.Work.DoAsync(
            "insert into api_client (tenant_id, api_client_id, kind, name, user_prefix, created_at) values ($1, $2, $3, $4, $5, $6)",
            [tenant.Value, id.Value, (short)ApiClientKind.App, name, prefix, write.Now],
            cancel
        );
        await write.Work.DoAsync(
            "insert into session (token_hash, session_id, kind, tenant_id, api_client_id, issued_at) values ($1, $2, $3, $4, $5, $6)",
            [TokenHash.Of(secret), Guid.CreateVersion7(write.Now), (short)SessionKind.AppSecret, tenant.Value, id.Value, write.Now],
            cancel
        );
    }
}

/// <summary>The numbers are stored: only add.</summary>
public enum ApiClientKind
{
    /// <summary>The key of an account on the Sifely wire.</summary>
    Sifely = 1,

    /// <summary>An application of the TTLock wire.</summary>
    App = 2,

    /// <summary>An HMAC pair of the KEYVOX wire.</summary>
    Keyvox = 3,

    /// <summary>A key of our own API.</summary>
    Native = 4,

    /// <summary>A service such as Zapier, by a bearer token (keyvox.md 12).</summary>
    Integration = 5,
}
