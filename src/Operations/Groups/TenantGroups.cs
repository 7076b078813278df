using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Groups;

/// <param name="Id">Public UUID.</param>
/// <param name="Locks">How many are in it.</param>
public sealed record SeenTenantGroup(string Id, string Name, int Locks, DateTimeOffset CreatedAt);

/// <summary>The groups of a tenant, for its members and keys. Those of people are their own (<see cref="GroupQueries"/>).</summary>
public sealed class TenantGroups
{
    private readonly CallerReads reads;

    internal TenantGroups(CallerReads reads) => this.reads = reads;

    /// <summary>By name.</summary>
    /// <param name="part">Of the name, without regard to case; null: all.</param>
    public async Task<Outcome<PageOf<SeenTenantGroup>>> ListAsync(
        Caller by,
        TenantId tenant,
        string? part,
        PageRequest page,
        CancellationToken cancel
    )
    {
        var found = await reads.ReadAsync(
            by,
            ListSql.For(page),
            Paged.Row(Read),
            _ => [tenant.Value, page.Size, page.Start, part is null ? null : Like.Escape(part)],
            cancel
        );
        return found.IsRefused(out var refusal, out var read) ? refusal
            : AccessDecision.Refuse(Permission.LocksRead, read.By.StandingIn(tenant), Noun.Tenant) is { } weak ? weak
            : Paged.Page(read.Rows);
    }

    public async Task<Outcome<SeenTenantGroup>> FindAsync(Caller by, WireId group, CancellationToken cancel)
    {
        var found = await reads.ReadAsync(
            by,
            $"""
            select h.* from ({Sql}) as h where h.id = $1 and $2 = {(int)WireIdKind.GroupUuid}
            """,
            row => (Group: Read(row), Tenant: new TenantId(row.GetGuid(4))),
            _ => [group.Text, (int)group.Kind],
            cancel
        );
        return found.IsRefused(out var refusal, out var read) ? refusal
            : read.Rows is not [var (seen, tenant)] ? OwnGroup.Missing
            : AccessDecision.Refuse(Permission.LocksRead, read.By.StandingIn(tenant), Noun.LockGroup) is { } weak ? weak
            : seen;
    }

    private static SeenTenantGroup Read(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetFieldValue<DateTimeOffset>(3));

    private static readonly string Sql = $"""
        select p.wire_id as id, g.name, (
            select count(*)::int from lock_group_lock m
            join smart_lock l on l.tenant_id = m.tenant_id and l.lock_id = m.lock_id and l.decommissioned_at is null
            where m.tenant_id = g.tenant_id and m.group_id = g.group_id) as locks, g.created_at, g.tenant_id
        from lock_group g
        join public_id p on p.tenant_id = g.tenant_id and p.row_id = g.group_id and p.kind = {(int)WireIdKind.GroupUuid}
        where g.user_id is null
        """;

    private static readonly PagedSql ListSql = Paged.Sql(
        $"{Sql} and g.tenant_id = $1 and ($4::text is null or g.name ilike '%' || $4 || '%')",
        PageOrder.Rising("name text, id text"),
        size: 2
    );
}
