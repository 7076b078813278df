using System.Collections.Concurrent;
using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Clients;

/// <summary>How a client stands in its month.</summary>
/// <param name="Calls">Known of all nodes, as of their last telling, and this node's own.</param>
/// <param name="Devices">Locks that the account owns; -1 before they were counted.</param>
public readonly record struct ClientMonth(long Calls, int Devices);

/// <summary>
/// Calls of a month and devices of an account, for plans that limit them (sifely.md 16). Calls are added up in memory and told to the database every
/// few seconds (RL-5), so nodes know of each other's with that delay, and a node that is killed loses what it had not told. Months are of UTC.
/// </summary>
public sealed class ClientUsage
{
    private readonly ConcurrentDictionary<ApiClientId, Tally> tallies = new();
    private readonly AccessDb db;
    private readonly TimeProvider clock;

    internal ClientUsage(AccessDb db, TimeProvider clock) => (this.db, this.clock) = (db, clock);

    /// <summary>Counts a call, also one that is going to be refused. The first of a client on this node reads how it stands.</summary>
    public async ValueTask<ClientMonth> CountAsync(CallerClient client, UserId user, CancellationToken cancel)
    {
        var month = MonthOf(clock.GetUtcNow());
        var tally = tallies.AddOrUpdate(
            client.Id,
            _ => new Tally(client, user, month),
            (_, old) => old.Month == month ? old : new Tally(client, user, month)
        );
        if (!tally.IsKnown)
        {
            await TellAsync(tally, cancel);
        }

        return tally.Add();
    }

    /// <summary>Tells what was counted since the last time, and learns what others counted. For a worker, every few seconds.</summary>
    public async Task FlushAsync(CancellationToken cancel)
    {
        var month = MonthOf(clock.GetUtcNow());
        foreach (var (id, tally) in tallies)
        {
            if (tally.HasPending)
            {
                await TellAsync(tally, cancel);
            }

            if (tally.Month != month)
            {
                tallies.TryRemove(KeyValuePair.Create(id, tally));
            }
        }
    }

    internal static DateOnly MonthOf(DateTimeOffset instant) => new(instant.UtcDateTime.Year, instant.UtcDateTime.Month, 1);

    private async Task TellAsync(Tally tally, CancellationToken cancel)
    {
        var pending = tally.TakePending();
        try
        {
            var (calls, devices) = await db.FirstAsync(
                TenantSet.Of(tally.Client.Tenant),
                """
                with devices as (
                    select count(*)::int as number from access_grant where user_id = $4 and role = 3 and revoked_at is null),
                counted as (
                    insert into api_client_usage (tenant_id, api_client_id, month, calls, peak_devices)
                    select $1, $2, $3, $5, number from devices
                    on conflict (tenant_id, api_client_id, month) do update
                        set calls = api_client_usage.calls + excluded.calls, peak_devices = greatest(api_client_usage.peak_devices, excluded.peak_devices)
                    returning calls)
                select calls, number from counted, devices
                """,
                row => (row.GetInt64(0), row.GetInt32(1)),
                [tally.Client.Tenant.Value, tally.Client.Id.Value, tally.Month, tally.User.Value, pending],
                cancel
            );
            tally.Learn(calls, devices);
        }
        catch
        {
            tally.PutBack(pending);
            throw;
        }
    }

    private sealed class Tally(CallerClient client, UserId user, DateOnly month)
    {
        private readonly Lock turn = new();
        private long told = -1;
        private long pending;
        private int devices;

        public CallerClient Client => client;

        public UserId User => user;

        public DateOnly Month => month;

        public bool IsKnown
        {
            get
            {
                lock (turn)
                {
                    return told >= 0;
                }
            }
        }

        public bool HasPending
        {
            get
            {
                lock (turn)
                {
                    return pending > 0;
                }
            }
        }

        public ClientMonth Add()
        {
            lock (turn)
            {
                pending++;
                return new ClientMonth(told + pending, devices);
            }
        }

        public long TakePending()
        {
            lock (turn)
            {
                (var taken, pending) = (pending, 0);
                return taken;
            }
        }

        public void PutBack(long taken)
        {
            lock (turn)
            {
                pending += taken;
            }
        }

        public void Learn(long calls, int owned)
        {
            lock (turn)
            {
                (told, devices) = (calls, owned);
            }
        }
    }
}
