using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Clients;

/// <summary>A pair as it was just made. The secret is shown this once.</summary>
/// <param name="Id">Public UUID of the client.</param>
public sealed record AddedHmacKey(string Id, string Key, string Secret)
{
    public override string ToString() => $"HMAC key {Key}";
}

/// <summary>Makes a pair for programs that sign their requests (keyvox.md 2). It acts for the tenant, with the permissions given.</summary>
public sealed class AddHmacKey
{
    private readonly CallerWrites writes;
    private readonly HmacSecrets secrets;
    private readonly WireIds ids;

    internal AddHmacKey(CallerWrites writes, HmacSecrets secrets, WireIds ids) => (this.writes, this.secrets, this.ids) = (writes, secrets, ids);

    /// <param name="scopes">Null for <see cref="HmacKeyRules.UsualScopes"/>. Nobody gives more than they hold.</param>
    /// <param name="callsPerMinute">Null: the wire's usual number. <see cref="SetClientLimits"/> changes it.</param>
    public async Task<Outcome<AddedHmacKey>> RunAsync(
        Caller by,
        TenantId tenant,
        string name,
        PermissionSet? scopes,
        HmacKeyRules rules,
        int? callsPerMinute,
        CancellationToken cancel
    )
    {
        var begun = await writes.BeginAsync(by, tenant, Permission.KeysWrite, Noun.Tenant, AuditKind.KeyIssued, cancel);
        if (begun.IsRefused(out var weak, out var write))
        {
            return weak;
        }

        await using (write)
        {
            var given = scopes ?? HmacKeyRules.UsualScopes;
            if (
                (
                    ClientFields.Refuse(name, callsPerMinute)
                    ?? TenantRoles.RefuseDealing(write.By.StandingIn(tenant) ?? default, Permission.KeysWrite, given)
                ) is
                { } refusal
            )
            {
                return await write.RefuseAsync(refusal);
            }

            if (rules.Ranges().IsRefused(out var unreadable, out var addresses))
            {
                return await write.RefuseAsync(unreadable);
            }

            var id = ApiClientId.New(write.Now);
            await write.Work.DoAsync(
                """
                insert into api_client (tenant_id, api_client_id, kind, name, scopes, addresses, needs_request_line, calls_per_minute, created_at)
                values ($1, $2, $3, $4, $5, $6::text[]::cidr[], $7, $8, $9)
                """,
                [
                    tenant.Value,
                    id.Value,
                    (short)ApiClientKind.Keyvox,
                    name.Trim(),
                    given.Words().ToArray(),
                    addresses,
                    rules.NeedsRequestLine,
                    callsPerMinute,
                    write.Now,
                ],
                cancel
            );
            await ids.IssueAsync(write.Work, tenant, id.Value, cancel, WireIdKind.ApiClientUuid, WireIdKind.KeyvoxKey);
            var names = await WireIds.TextsAsync(write.Work, tenant, id.Value, cancel, WireIdKind.ApiClientUuid, WireIdKind.KeyvoxKey);
            var (uuid, key) = (names[0], names[1]);
            var secret = await secrets.WriteAsync(write.Work, tenant, id, key, write.Now, cancel);
            await write.CommitAsync(new AuditObject(Noun.ApiClient, id.Value), null, cancel);
            return new AddedHmacKey(uuid, key, secret);
        }
    }
}
