using System.Collections.Concurrent;
using Latchwork.Domain;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Clients;

/// <summary>
/// When a client's secret was last used, for those who look after clients. A request only notes it in memory; it is written by a worker, of one secret every
/// <see cref="ToldEvery"/> at most. A node that is killed loses what it had not written. Keys that sign tell it themselves, with the form that they used.
/// </summary>
public sealed class ClientUses
{
    public static readonly TimeSpan ToldEvery = TimeSpan.FromMinutes(5);

    /// <summary>Written at a time; and so many secrets are remembered at most before those that were told are forgotten.</summary>
    private const int Most = 500;

    private const int MostRemembered = 50_000;

    private readonly ConcurrentDictionary<string, Use> uses = new(StringComparer.Ordinal);
    private readonly AccessDb db;
    private readonly TimeProvider clock;

    internal ClientUses(AccessDb db, TimeProvider clock) => (this.db, this.clock) = (db, clock);

    /// <param name="secret">The hash of the session, in base64.</param>
    /// <param name="tenant">Of the client.</param>
    internal void Note(string secret, TenantId tenant)
    {
        var now = clock.Now();
        if (!uses.TryGetValue(secret, out var known) || (known.IsTold && now - known.At >= ToldEvery))
        {
            uses[secret] = new Use(tenant, now, IsTold: false);
        }
    }

    /// <summary>Writes what was noted. For a worker.</summary>
    public async Task FlushAsync(CancellationToken cancel)
    {
        foreach (var noted in uses.Where(use => !use.Value.IsTold).Chunk(Most))
        {
            await WriteAsync(noted, cancel);
            foreach (var (secret, use) in noted)
            {
                uses.TryUpdate(secret, use with { IsTold = true }, use);
            }
        }

        if (uses.Count > MostRemembered)
        {
            uses.Clear();
        }
    }

    private async Task WriteAsync(KeyValuePair<string, Use>[] noted, CancellationToken cancel)
    {
        await using var work = await db.BeginAsync(new TenantSet(noted.Select(one => one.Value.Tenant)), cancel);
        await work.DoAsync(
            WriteSql,
            [noted.Select(one => Convert.FromBase64String(one.Key)).ToArray(), noted.Select(one => one.Value.At).ToArray()],
            cancel
        );
        await work.CommitAsync(cancel);
    }

    // A node may remember a secret that has ended: whoever tries it uses nothing. Clients are taken in one order, as everybody who takes several does.
    private const string WriteSql = """
        with used as (
            select s.tenant_id, s.api_client_id, max(n.at) as at
            from unnest($1::bytea[], $2::timestamptz[]) as n (token_hash, at)
            join session s on s.token_hash = n.token_hash and s.revoked_at is null and (s.expires_at is null or s.expires_at > n.at)
            group by s.tenant_id, s.api_client_id),
        held as (
            select c.tenant_id, c.api_client_id from api_client c join used u on u.tenant_id = c.tenant_id and u.api_client_id = c.api_client_id
            order by c.tenant_id, c.api_client_id for no key update of c)
        update api_client c set last_used_at = greatest(c.last_used_at, u.at)
        from used u join held h on h.tenant_id = u.tenant_id and h.api_client_id = u.api_client_id
        where c.tenant_id = u.tenant_id and c.api_client_id = u.api_client_id
        """;

    private sealed record Use(TenantId Tenant, DateTimeOffset At, bool IsTold);
}
