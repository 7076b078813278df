using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Readers;

/// <summary>A device that asks the server what it was shown.</summary>
/// <param name="Id">Its public UUID, as those of link, lock and cabinet.</param>
/// <param name="LockId">At which lock it stands; null where it stands at none.</param>
/// <param name="LockerId">At which cabinet, likewise.</param>
/// <param name="IsPlaced">Somebody has put it there; else it is where it was found to belong.</param>
/// <param name="GoneAt">Since when it is not found behind its link any more.</param>
public sealed record SeenReader(
    string Id,
    string Name,
    string? Model,
    string LinkId,
    bool IsOnline,
    string? LockId,
    string? LockerId,
    bool IsPlaced,
    DateTimeOffset? GoneAt
);

/// <summary>The readers of a tenant, for its members and keys.</summary>
public sealed class ReaderQueries
{
    private readonly CallerReads reads;

    internal ReaderQueries(CallerReads reads) => this.reads = reads;

    /// <summary>By name.</summary>
    public async Task<Outcome<PageOf<SeenReader>>> ListAsync(Caller by, TenantId tenant, PageRequest page, CancellationToken cancel)
    {
        var found = await reads.ReadAsync(by, ListSql.For(page), Paged.Row(Read), _ => [tenant.Value, page.Size, page.Start], cancel);
        return found.IsRefused(out var refusal, out var read) ? refusal
            : AccessDecision.Refuse(Permission.LocksRead, read.By.StandingIn(tenant), Noun.Tenant) is { } weak ? weak
            : Paged.Page(read.Rows);
    }

    private static readonly PagedSql ListSql = Paged.Sql(
        $"""
        select {WireIds.Of(WireIdKind.ReaderUuid, "r.reader_id")} as id, coalesce(d.given_name, d.name) as name, d.model,
            {WireIds.Of(WireIdKind.LinkUuid, "k.link_id")} as link, d.is_online and k.is_online as is_online,
            {WireIds.Of(WireIdKind.LockUuid, "l.lock_id")} as lock,
            {WireIds.Of(WireIdKind.LockerUuid, "c.locker_id")} as locker, r.is_placed, d.gone_at
        from reader r
        join device d on d.tenant_id = r.tenant_id and d.device_id = r.device_id
        join link k on k.tenant_id = d.tenant_id and k.link_id = d.link_id and k.removed_at is null
        left join smart_lock l on l.tenant_id = r.tenant_id and l.lock_id = r.lock_id and l.decommissioned_at is null
        left join locker c on c.tenant_id = r.tenant_id and c.locker_id = r.locker_id and c.decommissioned_at is null
        where r.tenant_id = $1
        """,
        PageOrder.Rising("name text, id text"),
        size: 2
    );

    private static SeenReader Read(NpgsqlDataReader row) =>
        new(
            row.GetString(0),
            row.GetString(1),
            row.GetText(2),
            row.GetString(3),
            row.GetBoolean(4),
            row.GetText(5),
            row.GetText(6),
            row.GetBoolean(7),
            row.GetInstant(8)
        );
}
