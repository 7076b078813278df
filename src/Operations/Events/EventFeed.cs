using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Events;

/// <param name="Limit">The number of the last event that is wanted; null for none.</param>
/// <param name="Size">At most so many events.</param>
internal sealed record FeedAsk(FeedFilter Filter, FeedPlace Place, int Size, bool IsForward, long? Limit = null)
{
    public Permission Needs { get; init; } = Permission.AuditRead;
}

/// <summary>
/// The one list of events of a tenant, to be read from any place on, in its order and without gaps: whoever goes on where they stopped misses nothing and is told nothing
/// twice. That somebody reads it is recorded once an hour (AU-6).
/// </summary>
public sealed class EventFeed
{
    private static readonly AccessError NoPlace = AccessError.Invalid("There is no such place in the list.", Noun.AuditEvent);

    private readonly CallerReads reads;
    private readonly AccessDb db;
    private readonly WireIdIndex index;
    private readonly KeyRing ring;
    private readonly HistoryReads seen;
    private readonly ListGrowth growth;

    internal EventFeed(CallerReads reads, AccessDb db, WireIdIndex index, KeyRing ring, HistoryReads seen, ListGrowth growth) =>
        (this.reads, this.db, this.index, this.ring, this.seen, this.growth) = (reads, db, index, ring, seen, growth);

    /// <summary>What came after a place, oldest first.</summary>
    public Task<Outcome<FeedPage>> AfterAsync(Caller by, TenantId tenant, FeedFilter filter, FeedPlace place, int size, CancellationToken cancel) =>
        SeenAsync(by, tenant, new FeedAsk(filter, place, size, IsForward: true), cancel);

    /// <summary>What came before a place, newest first.</summary>
    public Task<Outcome<FeedPage>> BeforeAsync(Caller by, TenantId tenant, FeedFilter filter, FeedPlace place, int size, CancellationToken cancel) =>
        SeenAsync(by, tenant, new FeedAsk(filter, place, size, IsForward: false), cancel);

    /// <summary>One of the list.</summary>
    /// <param name="number">Null for what can be none.</param>
    public async Task<Outcome<FeedEvent>> FindAsync(Caller by, TenantId tenant, long? number, CancellationToken cancel) =>
        (await StoredAsync(by, tenant, number, [Permission.AuditRead], cancel)).IsRefused(out var refusal, out var stored)
            ? refusal
            : (await OpenAsync(tenant, [stored], cancel))[0];

    /// <summary>Ends when the list goes on after a place, at the latest after <paramref name="atMost"/>.</summary>
    public async Task WaitAsync(TenantId tenant, long place, TimeSpan atMost, CancellationToken cancel) =>
        await growth.WaitAsync(tenant, await SequenceAsync(tenant, place, cancel) ?? 0, atMost, cancel);

    private async Task<Outcome<FeedPage>> SeenAsync(Caller by, TenantId tenant, FeedAsk ask, CancellationToken cancel)
    {
        var read = await ReadAsync(by, tenant, ask, cancel);
        if (read.Error is null)
        {
            await seen.NoteAsync(by, cancel);
        }

        return read;
    }

    /// <summary>The same as it stands there, for who has all of the permissions.</summary>
    internal async Task<Outcome<StoredEvent>> StoredAsync(
        Caller by,
        TenantId tenant,
        long? number,
        IReadOnlyList<Permission> needs,
        CancellationToken cancel
    )
    {
        var sequence = await SequenceAsync(tenant, number ?? 0, cancel);
        var found = await reads.ReadAsync(by, FeedSql.One, row => StoredEvent.Read(row, 0), _ => [tenant.Value, sequence], cancel);
        if (found.IsRefused(out var refusal, out var read))
        {
            return refusal;
        }

        if (read.Rows is not [var one])
        {
            return AccessError.NotFound(Noun.AuditEvent);
        }

        var standing = read.By.StandingIn(tenant);
        if (needs.Select(needed => AccessDecision.Refuse(needed, standing, Noun.AuditEvent)).FirstOrDefault(weak => weak is not null) is { } tooWeak)
        {
            return tooWeak;
        }

        await seen.NoteAsync(by, cancel);
        return one;
    }

    internal async Task<Outcome<FeedPage>> ReadAsync(Caller by, TenantId tenant, FeedAsk ask, CancellationToken cancel)
    {
        if ((await WantedAsync(by, ask.Filter, cancel)).IsRefused(out var unknown, out var wanted))
        {
            return unknown;
        }

        var reach = new FeedSql.Reach(
            await SequenceAsync(tenant, ask.Place.Number, cancel),
            ask.Place.Since,
            await SequenceAsync(tenant, ask.Limit, cancel),
            ask.Size
        );
        var sql = ask.IsForward ? FeedSql.Forward : FeedSql.Backward;
        var found = await reads.ReadAsync(by, sql, FeedRow.Read, _ => FeedSql.Values(tenant, wanted, reach), cancel);
        return found.IsRefused(out var refusal, out var read) ? refusal
            : AccessDecision.Refuse(ask.Needs, read.By.StandingIn(tenant), Noun.AuditEvent) is { } weak ? weak
            : await PageAsync(tenant, read.Rows, ask, cancel);
    }

    private async Task<Outcome<FeedPage>> PageAsync(TenantId tenant, List<FeedRow> rows, FeedAsk ask, CancellationToken cancel)
    {
        var first = rows[0];
        if (ask is { IsForward: true, Place.IsEnd: true })
        {
            return new FeedPage([], await NumberAsync(tenant, first.Ends, cancel), IsMore: false);
        }

        if (first.Place > (ask.IsForward ? first.Ends : first.Ends + 1))
        {
            return NoPlace;
        }

        var stored = rows.Select(row => row.Event).OfType<StoredEvent>().ToList();
        var isFull = stored.Count == ask.Size;
        var next =
            isFull ? stored[^1].Sequence
            : ask.IsForward ? Math.Max(first.Until, first.Place)
            : first.Until + 1;
        var isMore = ask.IsForward ? next < first.Reaches : next > first.Reaches + 1;
        return new FeedPage(await OpenAsync(tenant, stored, cancel), await NumberAsync(tenant, next, cancel), isMore);
    }

    /// <summary>With the names and public ids of what they are about.</summary>
    internal async Task<List<FeedEvent>> OpenAsync(TenantId tenant, List<StoredEvent> stored, CancellationToken cancel)
    {
        if (stored.Count == 0)
        {
            return [];
        }

        var named = new NamedRows(await db.ListByKeyAsync(TenantSet.Of(tenant), NamedRows.Sql, NamedRows.Read, NamedRows.Values(stored), cancel));
        using var keys = await ring.RentAsync(tenant, cancel);
        return stored.ConvertAll(one => named.Open(one, keys));
    }

    /// <summary>One that is named and not there is not there.</summary>
    private async Task<Outcome<FeedSql.Wanted>> WantedAsync(Caller by, FeedFilter filter, CancellationToken cancel)
    {
        var locks = filter.Locks is { } named ? await index.FindAllAsync(named, by.Tenants, cancel) : null;
        if (filter.Locks is not null && locks is null)
        {
            return AccessError.NotFound(Noun.Lock);
        }

        var site = filter.Site is { } place ? await index.FindAsync(place, by.Tenants, cancel) : null;
        if (filter.Site is not null && site is null)
        {
            return AccessError.NotFound(Noun.Site);
        }

        // People are of no tenant. One that nobody knows did nothing; the empty id is the server's own.
        var person = filter.Person is { } who ? (await index.FindAsync(who, cancel))?.Id ?? Guid.AllBitsSet : (Guid?)null;
        return new FeedSql.Wanted(filter.Kinds?.Select(kind => (short)kind).ToArray(), locks, person, site?.Id);
    }

    /// <summary>0 is the place before the oldest; one that no event has lies behind every end.</summary>
    internal async Task<long?> SequenceAsync(TenantId tenant, long? number, CancellationToken cancel)
    {
        if (number is null or 0)
        {
            return number;
        }

        using var keys = await ring.RentAsync(tenant, cancel);
        return keys.RecordIds.Invert(number.Value) ?? IdPermutation.RecordIds;
    }

    internal async Task<long> NumberAsync(TenantId tenant, long sequence, CancellationToken cancel)
    {
        if (sequence == 0)
        {
            return 0;
        }

        using var keys = await ring.RentAsync(tenant, cancel);
        return keys.RecordIds.Permute(sequence);
    }
}
