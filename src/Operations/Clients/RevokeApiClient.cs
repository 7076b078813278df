using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Webhooks;

namespace Latchwork.Operations.Clients;

/// <summary>
/// Ends a client: its keys and secrets, and the tokens that people were given through an application, are refused by every node from the answer on
/// (AZ-5). What a service subscribed ends too. The people of an application stay; an account of the Sifely wire gets a new client when its owner logs in again.
/// </summary>
public sealed class RevokeApiClient
{
    private readonly CallerWrites writes;
    private readonly WireIdIndex index;

    internal RevokeApiClient(CallerWrites writes, WireIdIndex index) => (this.writes, this.index) = (writes, index);

    public async Task<Outcome<Done>> RunAsync(Caller by, WireId client, CancellationToken cancel)
    {
        var row = await index.FindAsync(client, by.Tenants, cancel);
        var tenant = row?.Tenant ?? by.Home;
        var begun = await writes.BeginAsync(by, tenant, Permission.KeysWrite, Noun.ApiClient, AuditKind.KeyRevoked, cancel);
        if (begun.IsRefused(out var weak, out var write))
        {
            return weak;
        }

        await using (write)
        {
            var id = row?.Id ?? Guid.Empty;
            if (by.Principal == new Principal(PrincipalKind.ApiClient, id))
            {
                return await write.RefuseAsync(new AccessError(AccessErrorCode.Conflict, "A key does not end itself.", Noun.ApiClient));
            }

            var ended = await write.Work.DoAsync(
                "update api_client set revoked_at = $3, version = version + 1 where tenant_id = $1 and api_client_id = $2 and revoked_at is null",
                [tenant.Value, id, write.Now],
                cancel
            );
            if (ended == 0)
            {
                return await write.RefuseAsync(AccessError.NotFound(Noun.ApiClient));
            }

            await write.Work.DoAsync(
                "update session set revoked_at = $3 where tenant_id = $1 and api_client_id = $2 and revoked_at is null",
                [tenant.Value, id, write.Now],
                cancel
            );
            await RemoveWebhook.EndAllOfServiceAsync(write.Work, tenant, new ApiClientId(id), write.Now, cancel);
            await write.CommitAsync(new AuditObject(Noun.ApiClient, id), null, cancel);
            return Done.Yes;
        }
    }
}
