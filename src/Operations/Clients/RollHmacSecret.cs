using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Clients;

/// <summary>
/// Gives an HMAC key another secret. The one it had goes on for the time that is asked for, at most seven days, or ends with the commit, on every node (HM-8,
/// AZ-5); any older one ends now.
/// </summary>
public sealed class RollHmacSecret
{
    public static readonly TimeSpan LongestOverlap = TimeSpan.FromDays(7);

    private readonly CallerWrites writes;
    private readonly HmacSecrets secrets;
    private readonly WireIdIndex index;

    internal RollHmacSecret(CallerWrites writes, HmacSecrets secrets, WireIdIndex index) =>
        (this.writes, this.secrets, this.index) = (writes, secrets, index);

    /// <param name="client">By its UUID or its key.</param>
    /// <returns>The new secret, to be shown once.</returns>
    public async Task<Outcome<AddedHmacKey>> RunAsync(Caller by, WireId client, TimeSpan overlap, CancellationToken cancel)
    {
        var row = await index.FindAsync(client, by.Tenants, cancel);
        var tenant = row?.Tenant ?? by.Home;
        var begun = await writes.BeginAsync(by, tenant, Permission.KeysWrite, Noun.ApiClient, AuditKind.KeyRolled, cancel);
        if (begun.IsRefused(out var weak, out var write))
        {
            return weak;
        }

        await using (write)
        {
            if (RefuseOverlap(overlap) is { } invalid)
            {
                return await write.RefuseAsync(invalid);
            }

            var id = new ApiClientId(row?.Id ?? Guid.Empty);
            if (await ScopesAsync(write, tenant, id, cancel) is not { } scopes)
            {
                return await write.RefuseAsync(AccessError.NotFound(Noun.ApiClient));
            }

            // Whoever has the secret has the scopes.
            if (
                TenantRoles.RefuseDealing(write.By.StandingIn(tenant) ?? default, Permission.KeysWrite, PermissionSet.Parse(scopes).Value) is
                { } tooMuch
            )
            {
                return await write.RefuseAsync(tooMuch);
            }

            await RaiseAsync(write, tenant, id, cancel);
            await EndFormerAsync(write, tenant, id, overlap, cancel);
            var names = await WireIds.TextsAsync(write.Work, tenant, id.Value, cancel, WireIdKind.ApiClientUuid, WireIdKind.KeyvoxKey);
            var (uuid, key) = (names[0], names[1]);
            var secret = await secrets.WriteAsync(write.Work, tenant, id, key, write.Now, cancel);
            await write.CommitAsync(new AuditObject(Noun.ApiClient, id.Value), null, cancel);
            return new AddedHmacKey(uuid, key, secret);
        }
    }

    internal static AccessError? RefuseOverlap(TimeSpan overlap) =>
        overlap < TimeSpan.Zero || overlap > LongestOverlap ? AccessError.Invalid("Both secrets hold for 0 to 7 days.", Noun.ApiClient) : null;

    private static Task<string[]?> ScopesAsync(CallerWork write, TenantId tenant, ApiClientId id, CancellationToken cancel) =>
        write.Work.FirstAsync(
            "select scopes from api_client where tenant_id = $1 and api_client_id = $2 and kind = $3 and revoked_at is null for no key update",
            row => row.GetFieldValue<string[]>(0),
            [tenant.Value, id.Value, (short)ApiClientKind.Keyvox],
            cancel
        );

    private static Task RaiseAsync(CallerWork write, TenantId tenant, ApiClientId id, CancellationToken cancel) =>
        write.Work.DoAsync(
            "update api_client set version = version + 1 where tenant_id = $1 and api_client_id = $2",
            [tenant.Value, id.Value],
            cancel
        );

    /// <summary>The newest has the overlap; of those before it, and of what ended before, nothing is kept.</summary>
    private static Task EndFormerAsync(CallerWork write, TenantId tenant, ApiClientId id, TimeSpan overlap, CancellationToken cancel) =>
        write.Work.DoAsync(
            """
            with newest as (
                select secret_id from hmac_secret where tenant_id = $1 and api_client_id = $2 order by created_at desc, secret_id desc limit 1),
            goes_on as (
                update session s set expires_at = $4 from newest
                where s.session_id = newest.secret_id and s.revoked_at is null and (s.expires_at is null or s.expires_at > $4) and $4 > $3),
            ended as (
                update session s set revoked_at = $3
                where s.tenant_id = $1 and s.api_client_id = $2 and s.revoked_at is null
                    and ($4 <= $3 or s.session_id not in (select secret_id from newest)))
            delete from hmac_secret h where h.tenant_id = $1 and h.api_client_id = $2
                and ($4 <= $3 or h.secret_id not in (select secret_id from newest))
            """,
            [tenant.Value, id.Value, write.Now, write.Now + overlap],
            cancel
        );
}
