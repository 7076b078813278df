using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Clients;

/// <summary>Replaces what is said of an HMAC key. Every node goes by it within <see cref="HmacCallers.Remembered"/>.</summary>
public sealed class SetHmacKeyRules
{
    private readonly CallerWrites writes;
    private readonly WireIdIndex index;

    internal SetHmacKeyRules(CallerWrites writes, WireIdIndex index) => (this.writes, this.index) = (writes, index);

    public async Task<Outcome<Done>> RunAsync(Caller by, WireId client, HmacKeyRules rules, CancellationToken cancel)
    {
        var row = await index.FindAsync(client, by.Tenants, cancel);
        var tenant = row?.Tenant ?? by.Home;
        var begun = await writes.BeginAsync(by, tenant, Permission.KeysWrite, Noun.ApiClient, AuditKind.ApiClientChanged, cancel);
        if (begun.IsRefused(out var weak, out var write))
        {
            return weak;
        }

        await using (write)
        {
            if (rules.Ranges().IsRefused(out var unreadable, out var addresses))
            {
                return await write.RefuseAsync(unreadable);
            }

            var id = row?.Id ?? Guid.Empty;
            var changed = await write.Work.DoAsync(
                """
                update api_client set addresses = $4::text[]::cidr[], needs_request_line = $5, version = version + 1
                where tenant_id = $1 and api_client_id = $2 and kind = $3 and revoked_at is null
                """,
                [tenant.Value, id, (short)ApiClientKind.Keyvox, addresses, rules.NeedsRequestLine],
                cancel
            );
            if (changed == 0)
            {
                return await write.RefuseAsync(AccessError.NotFound(Noun.ApiClient));
            }

            await write.CommitAsync(new AuditObject(Noun.ApiClient, id), Changed(rules), cancel);
            return Done.Yes;
        }
    }

    private static Dictionary<string, string> Changed(HmacKeyRules rules) =>
        new(StringComparer.Ordinal)
        {
            ["addresses"] = rules.Addresses is { } list ? $"{list.Count}" : "any",
            ["requestLine"] = rules.NeedsRequestLine ? "needed" : "not needed",
        };
}
