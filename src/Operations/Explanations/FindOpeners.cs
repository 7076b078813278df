using Latchwork.Domain;
using Latchwork.Domain.Explanations;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Events;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Explanations;

/// <summary>Who could open a door at an instant, past or to come, for who may read grants, credentials and people. Of one to come: as things stand now.</summary>
public sealed class FindOpeners
{
    private static readonly Permission[] Needs = [Permission.LocksRead, Permission.GrantsRead, Permission.CredentialsRead, Permission.PeopleRead];

    private readonly CallerReads reads;
    private readonly AccessDb db;
    private readonly KeyRing ring;

    internal FindOpeners(CallerReads reads, AccessDb db, KeyRing ring) => (this.reads, this.db, this.ring) = (reads, db, ring);

    /// <param name="at">Null for now.</param>
    public async Task<Outcome<DoorOpeners>> RunAsync(
        Caller by,
        TenantId tenant,
        WireId smartLock,
        DateTimeOffset? at,
        PageRequest page,
        CancellationToken cancel
    )
    {
        var found = await reads.ReadAsync(by, LockSql, OpenedLock.Read, _ => [tenant.Value, (short)smartLock.Kind, smartLock.Text], cancel);
        if (found.IsRefused(out var refusal, out var read))
        {
            return refusal;
        }

        if (read.Rows is not [var door])
        {
            return AccessError.NotFound(Noun.Lock);
        }

        var standing = read.By.StandingIn(tenant);
        if (Needs.Select(needed => AccessDecision.Refuse(needed, standing, Noun.Lock)).FirstOrDefault(weak => weak is not null) is { } tooWeak)
        {
            return tooWeak;
        }

        return await AtAsync(tenant, door, at?.Cut() ?? reads.Now, page, cancel);
    }

    private async Task<DoorOpeners> AtAsync(TenantId tenant, OpenedLock door, DateTimeOffset at, PageRequest page, CancellationToken cancel)
    {
        var rows = new OpenerRows(db, tenant, door.Id, at, reads.Now, cancel);
        var told = door.Now.UpdatedAt <= at ? ToldValues.None : await rows.OfLockAsync();
        var then = LockThen.At(door.Id.Value, door.Now.Zone, door.Now.Facts, door.Now.OpenHours, told);
        var all = at < door.CreatedAt ? [] : await rows.LoadAsync();
        var part = Part([.. all.OrderBy(PlaceOf, Place.InOrder)], page);
        var named = await NamedAsync(tenant, part.Items, cancel);
        return new DoorOpeners(at, then, [.. Openers.ObstaclesAt(then, at), .. door.OutOfReach(at, reads.Now)], door.CreatedAt, part.With(named));
    }

    /// <summary>Who comes and goes meanwhile moves nobody else: a place is a kind and a row.</summary>
    private static PageOf<Opener> Part(List<Opener> all, PageRequest page)
    {
        var after = page.After is [var kind, var row] ? new Place(int.Parse(kind, null), row) : null;
        List<Opener> rest = after is null ? all : all.FindAll(one => Place.InOrder.Compare(PlaceOf(one), after) > 0);
        List<Opener> items = [.. rest.Take(page.Size)];
        return new PageOf<Opener>(items, all.Count) { Next = rest.Count > page.Size ? PlaceOf(items[^1]).Key : null };
    }

    private static Place PlaceOf(Opener one) => new((int)one.Kind, one.Row.ToString());

    private sealed record Place(int Kind, string Row)
    {
        public static Comparer<Place> InOrder { get; } =
            Comparer<Place>.Create((one, two) => one.Kind != two.Kind ? one.Kind.CompareTo(two.Kind) : string.CompareOrdinal(one.Row, two.Row));

        public IReadOnlyList<string> Key => [$"{Kind}", Row];
    }

    private async Task<List<Opener>> NamedAsync(TenantId tenant, IReadOnlyList<Opener> openers, CancellationToken cancel)
    {
        var (set, rows) = (TenantSet.Of(tenant), openers.SelectMany(one => one.Rows).Distinct().ToArray());
        var ids = (
            await db.ListByKeyAsync(set, NamedRows.Sql, NamedRows.Read, [Array.ConvertAll(rows, _ => tenant.Value), rows], cancel)
        ).ToDictionary(one => one.Row, one => one.Is.Id);
        Guid[] users = [.. openers.Select(one => one.User).OfType<Guid>().Distinct()];
        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        var people = await db.ListByKeyAsync(set, PeopleSql, row => (User: row.GetGuid(0), Name: PersonName.Read(row, 1)), [users], cancel);
        var names = people.ToDictionary(one => one.User, one => one.Name.DisplayName ?? one.Name.Account(installation));
        return
        [
            .. from one in openers
            select one with
            {
                Id = ids.GetValueOrDefault(one.Row),
                UserId = one.User is { } user ? ids.GetValueOrDefault(user) : null,
                Name = one.User is { } called ? names.GetValueOrDefault(called) : one.Name,
                Reservation = one.Credential?.Reservation is { } stay ? ids.GetValueOrDefault(stay) : null,
                Lease = one.Credential?.Lease is { } lease ? ids.GetValueOrDefault(lease) : null,
            },
        ];
    }

    private sealed record OpenedLock(LockId Id, LockNow Now, DateTimeOffset CreatedAt, bool HasLink, bool IsOnline)
    {
        public static OpenedLock Read(NpgsqlDataReader row) =>
            new(
                new LockId(row.GetGuid(LockNow.Width)),
                LockNow.Read(row),
                row.GetFieldValue<DateTimeOffset>(LockNow.Width + 1),
                row.GetBoolean(LockNow.Width + 2),
                row.GetBoolean(LockNow.Width + 3)
            );

        /// <summary>Of other instants nobody knows.</summary>
        public IEnumerable<Obstacle> OutOfReach(DateTimeOffset at, DateTimeOffset now) =>
            at != now || IsOnline ? []
            : HasLink ? [Obstacle.Offline]
            : [Obstacle.NoLink];
    }

    private static readonly string PeopleSql = $"""
        select u.user_id, {PersonName.ColumnsOf("who")} from unnest($1::uuid[]) as u (user_id) {PersonName.JoinOf("u.user_id", "who")}
        """;

    private const string LockSql = $"""
        select {LockNow.Columns}, l.lock_id, l.created_at, k.link_id is not null, l.is_online and coalesce(k.is_online, false)
        from public_id p
        join smart_lock l on l.tenant_id = p.tenant_id and l.lock_id = p.row_id and l.decommissioned_at is null
        join site s on s.tenant_id = l.tenant_id and s.site_id = l.site_id
        left join link k on k.tenant_id = l.tenant_id and k.link_id = l.link_id and k.removed_at is null
        where p.tenant_id = $1 and p.kind = $2 and p.wire_id = $3
        """;
}
