using Latchwork.Domain;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Events;

/// <summary>
/// Tells readers at this node that lists have grown. However many wait, one question is asked for all of them: after a commit of this node, and every second for those
/// of others. Nobody is asked for while nobody waits.
/// </summary>
internal sealed class ListGrowth(AccessDb db, TimeProvider clock)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>Commits that come together are looked at together.</summary>
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(10);

    private readonly Lock gate = new();
    private readonly HashSet<Reader> readers = [];
    private bool isLooking;

    private sealed class Reader(TenantId tenant, long place)
    {
        public TenantId Tenant => tenant;

        public long Place => place;

        public TaskCompletionSource Grown { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <param name="place">The sequence that the reader has come to.</param>
    public async Task WaitAsync(TenantId tenant, long place, TimeSpan atMost, CancellationToken cancel)
    {
        var reader = new Reader(tenant, place);
        Enter(reader);
        try
        {
            await reader.Grown.Task.WaitAsync(atMost, clock, cancel);
        }
        catch (TimeoutException)
        {
            // Nothing came, which the reader finds out by looking.
        }
        finally
        {
            Leave([reader]);
        }
    }

    private void Enter(Reader reader)
    {
        lock (gate)
        {
            readers.Add(reader);
            if (isLooking)
            {
                return;
            }

            isLooking = true;
        }

        _ = LookAsync();
    }

    private async Task LookAsync()
    {
        while (Waiting() is { Count: > 0 } waiting)
        {
            // Taken before looking: what is committed meanwhile is for the next look.
            var news = db.News.Next;
            await ReleaseAsync(waiting);
            await Task.WhenAny(news, Task.Delay(LookEvery, clock));
            await Task.Delay(Together, clock);
        }
    }

    private async Task ReleaseAsync(List<Reader> waiting)
    {
        try
        {
            var ends = await EndsAsync([.. waiting.Select(reader => reader.Tenant).Distinct()]);
            Release(waiting.FindAll(reader => ends.GetValueOrDefault(reader.Tenant) > reader.Place));
        }
        catch (Exception broken) when (Outage.Of(broken) is not null)
        {
            // Readers look for themselves, and are told that the database is away.
            Release(waiting);
        }
        catch (Exception bug)
        {
            // Each of them tells it; nobody else hears of it.
            Leave(waiting);
            waiting.ForEach(reader => reader.Grown.TrySetException(bug));
        }
    }

    private void Release(List<Reader> grown)
    {
        Leave(grown);
        grown.ForEach(reader => reader.Grown.TrySetResult());
    }

    private async Task<Dictionary<TenantId, long>> EndsAsync(TenantId[] tenants)
    {
        var ends = await db.ListAsync(
            new TenantSet(tenants),
            "select tenant_id, sequence from audit_chain where tenant_id = any ($1)",
            row => (Tenant: new TenantId(row.GetGuid(0)), Sequence: row.GetInt64(1)),
            [tenants.Select(tenant => tenant.Value).ToArray()],
            CancellationToken.None
        );
        return ends.ToDictionary(one => one.Tenant, one => one.Sequence);
    }

    private List<Reader> Waiting()
    {
        lock (gate)
        {
            isLooking = readers.Count > 0;
            return [.. readers];
        }
    }

    private void Leave(List<Reader> gone)
    {
        lock (gate)
        {
            readers.ExceptWith(gone);
        }
    }
}
