using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Storage;
using Latchwork.Operations.Users;
using Npgsql;

namespace Latchwork.Operations.Grants;

/// <summary>Who holds a grant to a lock that has not ended, and its terms.</summary>
public sealed record LockPerson(ShownPerson Person, GrantRole Role, TimeWindow Window);

/// <summary>The people of locks, for who runs the locks; the first <see cref="MostTold"/> by the age of their grants.</summary>
public sealed class LockPeople
{
    public const int MostTold = 1000;

    private readonly CallerReads reads;
    private readonly ShownPeople people;
    private readonly RemovedLocks removed;

    internal LockPeople(CallerReads reads, ShownPeople people, RemovedLocks removed) =>
        (this.reads, this.people, this.removed) = (reads, people, removed);

    /// <summary>Everybody, its administrators and the caller too.</summary>
    public async Task<Outcome<LockPerson[]>> OfLockAsync(Caller by, WireId lockId, CancellationToken cancel)
    {
        var found = await reads.ReadAsync(by, OfLockSql, Row.Read, Values(by, lockId), cancel);
        if (found.IsRefused(out var gone, out var read))
        {
            return gone;
        }

        var refusal = read.Rows is [var first, ..] ? first.Asked.Refuse(AccessAct.ListGrants, read.By, reads.Now) : AccessError.NotFound(Noun.Lock);
        return refusal is null ? await OpenAsync(read.Rows, cancel) : await removed.ToldAsync(refusal, by, lockId, cancel);
    }

    /// <summary>Those of the locks at a site that the caller runs, each person once. A site at which they may use none does not exist for them.</summary>
    public async Task<Outcome<ShownPerson[]>> OfSiteAsync(Caller by, WireId siteId, CancellationToken cancel)
    {
        var found = await reads.ReadAsync(by, OfSiteSql, Row.Read, Values(by, siteId), cancel);
        if (found.IsRefused(out var gone, out var read))
        {
            return gone;
        }

        if (!read.Rows.Exists(row => row.Asked.Refuse(AccessAct.SeeLock, read.By, reads.Now) is null))
        {
            return AccessError.NotFound(Noun.Site);
        }

        var run = read.Rows.FindAll(row => row.Asked.Refuse(AccessAct.ListGrants, read.By, reads.Now) is null);
        return Array.ConvertAll(await OpenAsync([.. run.DistinctBy(row => row.Person?.Name.User)], cancel), person => person.Person);
    }

    private async Task<LockPerson[]> OpenAsync(List<Row> rows, CancellationToken cancel)
    {
        var held = rows.FindAll(row => row.Person is not null);
        var shown = await people.OpenAsync(held.ConvertAll(row => row.Person!), cancel);
        return [.. held.Zip(shown, (row, person) => new LockPerson(person, row.Role, row.Window))];
    }

    private static Func<DateTimeOffset, object?[]> Values(Caller by, WireId named) =>
        now => [(short)named.Kind, named.Text, by.User?.Value ?? Guid.Empty, now];

    private sealed record Row(AskedLock Asked, ShownPersonRow? Person, GrantRole Role, TimeWindow Window)
    {
        private const int Grant = AskedLock.Width + ShownPersonRow.Width;

        public static Row Read(NpgsqlDataReader row) =>
            new(
                AskedLock.Read(row, 0),
                ShownPersonRow.Read(row, AskedLock.Width),
                (GrantRole)(row.GetOptional<short>(Grant) ?? 0),
                new TimeWindow(row.GetInstant(Grant + 1), row.GetInstant(Grant + 2))
            );
    }

    private static readonly string OfLockSql = SqlWhere("l.lock_id = p.row_id");

    private static readonly string OfSiteSql = SqlWhere("l.site_id = p.row_id and g.grant_id is not null");

    private static string SqlWhere(string which) =>
        $"""
            select {AskedLock.Columns}, {ShownPersonRow.ColumnsOf("person", "$3")}, h.role as held_role, h.starts_at, h.ends_at
            from public_id p
            join smart_lock l on l.tenant_id = p.tenant_id and l.decommissioned_at is null
            left join access_grant g on g.tenant_id = l.tenant_id and g.lock_id = l.lock_id and g.user_id = $3 and g.revoked_at is null
            left join access_grant h on h.tenant_id = l.tenant_id and h.lock_id = l.lock_id and h.revoked_at is null
                and (h.ends_at is null or h.ends_at > $4)
            {NamedPersonRow.JoinOf("h.user_id", "person")}
            where p.kind = $1 and p.wire_id = $2 and {which}
            order by h.created_at, h.grant_id limit {MostTold}
            """;
}
