using System.Globalization;
using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Grants;

public enum GrantOrder
{
    Number,
    Oldest,
    LeastRecentlyChanged,
    Name,
    Newest,
    NameDescending,
}

public sealed record GrantsFilter(PageRequest Page, GrantOrder Order)
{
    /// <summary>Only those who run the lock, or only those who do not.</summary>
    public bool? RunsTheLock { get; init; }

    /// <summary>Part of the grant's name, or the whole login name of its holder: contacts are matched exactly (KR-2).</summary>
    public string? Search { get; init; }
}

/// <summary>A grant to a lock as those who manage the lock see it.</summary>
/// <param name="Lock">With the terms of this grant, and the caller's own alias and group.</param>
/// <param name="Name">What its giver calls it.</param>
/// <param name="Holder">Login name; null for who has none.</param>
/// <param name="Giver">Likewise.</param>
public sealed record LockGrant(GrantedLock Lock, string Name, string? Holder, int HolderNumber, string? Giver);

/// <summary>The grants to a lock, for those who manage it: all but the owner's that were not revoked, also those that are over.</summary>
public sealed class GrantQueries
{
    private readonly CallerReads reads;
    private readonly KeyRing ring;

    internal GrantQueries(CallerReads reads, KeyRing ring) => (this.reads, this.ring) = (reads, ring);

    public async Task<Outcome<PageOf<LockGrant>>> OfLockAsync(Caller by, WireId lockId, GrantsFilter filter, CancellationToken cancel)
    {
        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        var indexes = IndexesOf(filter.Search, installation);
        var found = await reads.ReadAsync(by, Sql[filter.Order], Row.Read, _ => ValuesOf(by, lockId, filter, indexes), cancel);
        if (found.IsRefused(out var refusal, out var read))
        {
            return refusal;
        }

        if (read.Rows is not [var door, ..])
        {
            return AccessError.NotFound(Noun.Lock);
        }

        var facts = new AccessFacts
        {
            Lock = door.Lock,
            Grant = door.Own,
            Standing = read.By.StandingIn(door.Tenant),
            IsRemote = true,
        };
        return AccessDecision.Refuse(AccessAct.ListGrants, facts, reads.Now) is { } weak
            ? weak
            : new PageOf<LockGrant>([.. read.Rows.Select(row => row.Grant?.Invoke(installation)).OfType<LockGrant>()], door.Total);
    }

    private static byte[][] IndexesOf(string? search, TenantKeys installation) =>
        search is not null && LoginName.Parse(search) is { Error: null } name ? [.. installation.ContactIndexes(name.Value.Text)] : [];

    private static object?[] ValuesOf(Caller by, WireId lockId, GrantsFilter filter, byte[][] indexes) =>
        [
            (short)lockId.Kind,
            lockId.Text,
            by.User?.Value,
            filter.RunsTheLock,
            filter.Search is { } part ? Like.Escape(part) : null,
            indexes,
            filter.Page.Size,
            filter.Page.Offset,
        ];

    private static readonly Dictionary<GrantOrder, string> Sql = Enum.GetValues<GrantOrder>().ToDictionary(order => order, SqlBy);

    private static string SqlBy(GrantOrder order) =>
        $"""
            with door as (
                select l.tenant_id as door_tenant, l.lock_id as door_lock, l.capabilities, l.frozen_at is not null as is_frozen,
                    not l.opens_remotely as no_remote, l.usage_hours, l.permitted_addresses, {GrantRow.Columns}
                from public_id p
                join smart_lock l on l.tenant_id = p.tenant_id and l.lock_id = p.row_id and l.decommissioned_at is null
                left join access_grant g on g.tenant_id = l.tenant_id and g.lock_id = l.lock_id and g.user_id = $3 and g.revoked_at is null
                where p.kind = $1 and p.wire_id = $2
            ),
            hits as (
                select {LockQueries.Columns}, coalesce(g.name, '') as grant_name, g.updated_at as granted_last, un.wire_id as holder_number,
                    {PersonName.ColumnsOf("holder")}, {PersonName.ColumnsOf("giver")}
                from door d
                join smart_lock l on l.tenant_id = d.door_tenant and l.lock_id = d.door_lock
                join access_grant g on g.tenant_id = l.tenant_id and g.lock_id = l.lock_id and g.revoked_at is null and g.role <> {(int)
                GrantRole.Owner}
                {LockQueries.JoinsFor("$3")}
                join app_user u on u.user_id = g.user_id
                join public_id un on un.tenant_id = u.home_tenant_id and un.row_id = u.user_id and un.kind = {(int)WireIdKind.UserNumber}
                {PersonName.JoinOf("g.user_id", "holder")}
                {PersonName.JoinOf("g.given_by", "giver")}
                where ($4::boolean is null or (g.role = {(int)GrantRole.Manager}) = $4)
                    and ($5::text is null or g.name ilike '%' || $5 || '%' or exists (
                        select from login s where s.user_id = g.user_id and s.name_index = any ($6)))
            )
            select d.*, (select count(*)::int from hits), h.*
            from door d left join lateral (select * from hits order by {OrderOf(order)}, grant_number limit $7 offset $8) as h on true
            """;

    private static string OrderOf(GrantOrder order) =>
        order switch
        {
            GrantOrder.Number => "grant_number::bigint",
            GrantOrder.Oldest => "granted_at",
            GrantOrder.LeastRecentlyChanged => "granted_last",
            GrantOrder.Name => "lower(grant_name)",
            GrantOrder.Newest => "granted_at desc",
            GrantOrder.NameDescending => "lower(grant_name) desc",
        };

    /// <param name="Own">The caller's own grant to the lock.</param>
    /// <param name="Grant">Null where the page is empty.</param>
    private sealed record Row(TenantId Tenant, LockFacts Lock, AccessGrant? Own, int Total, Func<TenantKeys, LockGrant>? Grant)
    {
        private const int Count = 7 + GrantRow.Width;
        private const int Granted = Count + 1;
        private const int Names = Granted + LockQueries.Width;

        public static Row Read(NpgsqlDataReader row) =>
            new(
                new TenantId(row.GetGuid(0)),
                LockRow.ReadFacts(row, 2),
                GrantRow.ReadOptional(row, 7),
                row.GetInt32(Count),
                row.IsDBNull(Granted) ? null : ReadGrant(row)
            );

        private static Func<TenantKeys, LockGrant> ReadGrant(NpgsqlDataReader row)
        {
            var seen = LockQueries.Read(row, Granted);
            var name = row.GetString(Names);
            var number = int.Parse(row.GetString(Names + 2), CultureInfo.InvariantCulture);
            var (holder, giver) = (PersonName.Read(row, Names + 3), PersonName.Read(row, Names + 3 + PersonName.Width));
            return keys => new LockGrant(seen, name, holder.Account(keys), number, giver.Account(keys));
        }
    }
}
