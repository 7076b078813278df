using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Lockers;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Lockers;

/// <summary>A cabinet that was named, and whether it can be reached.</summary>
internal sealed record NamedLocker(LockerId Id, string Name, LinkId? Link, string? Address, bool IsLinkOnline)
{
    /// <summary>Of the cabinet <c>k</c>.</summary>
    public const string Columns = "k.locker_id, k.name, n.link_id, k.device_address, coalesce(n.is_online, false)";

    public const string Joins = "left join link n on n.tenant_id = k.tenant_id and n.link_id = k.link_id and n.removed_at is null";

    public const int Width = 5;

    public static Task<NamedLocker?> FindAsync(Work work, TenantId tenant, LockerId id, CancellationToken cancel) =>
        work.FirstAsync(
            $"select {Columns} from locker k {Joins} where k.tenant_id = $1 and k.locker_id = $2 and k.decommissioned_at is null",
            row => Read(row, 0),
            [tenant.Value, id.Value],
            cancel
        );

    public static NamedLocker Read(NpgsqlDataReader row, int column) =>
        new(
            new LockerId(row.GetGuid(column)),
            row.GetString(column + 1),
            row.GetId(column + 2, id => new LinkId(id)),
            row.GetText(column + 3),
            row.GetBoolean(column + 4)
        );

    /// <summary>Why nothing can be asked of it now.</summary>
    public AccessError? RefuseLink() =>
        Link is null || Address is null ? LinkErrors.NoLink with { What = Noun.Locker }
        : !IsLinkOnline ? LinkErrors.Offline("it was not asked")
        : null;
}

/// <summary>A box that was named, as the turn read it.</summary>
/// <param name="IsBroken">Somebody said so, or it stayed shut when it was last told to open: nobody is given it.</param>
internal sealed record NamedBox(NamedLocker Locker, BoxId Id, BoxNumber Number, int Position, BoxSize Size, bool IsBroken, BoxContent Inside)
{
    private const string Columns = "b.box_id, b.number, b.position, b.size, b.is_broken or b.is_jammed, b.content";

    public AuditObject Audited => new(Noun.Box, Id.Value);

    public DeviceAct.OpenBox Opening => new([Position]);

    public static async Task<NamedBox?> FindAsync(CallerTurn turn, NamedLocker locker, BoxNumber number, CancellationToken cancel) =>
        await turn.Work.FirstAsync(
            $"select {Columns} from locker_box b where b.tenant_id = $1 and b.locker_id = $2 and b.number = $3 and b.gone_at is null",
            row => Read(locker, row),
            [turn.Tenant.Value, locker.Id.Value, number.ToString()],
            cancel
        );

    /// <summary>All of a cabinet, by number.</summary>
    public static Task<List<NamedBox>> AllAsync(CallerTurn turn, NamedLocker locker, CancellationToken cancel) =>
        turn.Work.ListAsync(
            $"select {Columns} from locker_box b where b.tenant_id = $1 and b.locker_id = $2 and b.gone_at is null order by b.number",
            row => Read(locker, row),
            [turn.Tenant.Value, locker.Id.Value],
            cancel
        );

    private static NamedBox Read(NamedLocker locker, NpgsqlDataReader row) =>
        new(
            locker,
            new BoxId(row.GetGuid(0)),
            BoxNumber.Parse(row.GetString(1)).Value,
            row.GetInt16(2),
            (BoxSize)row.GetInt16(3),
            row.GetBoolean(4),
            (BoxContent)row.GetInt16(5)
        );
}
