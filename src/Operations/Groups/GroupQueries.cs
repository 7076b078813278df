using System.Globalization;
using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Groups;

public enum GroupOrder
{
    Name,
    Newest,
    NameDescending,
}

/// <param name="Locks">How many of its locks the person still has a grant to.</param>
public sealed record SeenGroup(int Number, string Name, int Locks);

/// <summary>The groups of a person.</summary>
public sealed class GroupQueries
{
    private readonly CallerReads reads;

    internal GroupQueries(CallerReads reads) => this.reads = reads;

    public async Task<Outcome<PageOf<SeenGroup>>> OwnAsync(Caller by, GroupOrder order, PageRequest page, CancellationToken cancel)
    {
        var found = await reads.ListAsync(
            by,
            Sql[order],
            Paged.Row(row => new SeenGroup(int.Parse(row.GetString(0), CultureInfo.InvariantCulture), row.GetString(1), row.GetInt32(2))),
            now => [by.Home.Value, by.User?.Value, now, page.Size, page.Offset],
            cancel
        );
        return found.Then(Paged.Page);
    }

    private static readonly Dictionary<GroupOrder, string> Sql = Enum.GetValues<GroupOrder>().ToDictionary(order => order, SqlBy);

    private static string SqlBy(GroupOrder order) =>
        Paged.Sql(
            $"""
            select p.wire_id, o.name, (
                select count(*)::int from lock_preference f
                join access_grant g on g.tenant_id = f.tenant_id and g.lock_id = f.lock_id and g.user_id = f.user_id and g.revoked_at is null
                where f.user_id = o.user_id and f.group_id = o.group_id and (g.ends_at is null or g.ends_at > $3)), o.created_at
            from lock_group o
            join public_id p on p.tenant_id = o.tenant_id and p.row_id = o.group_id and p.kind = {(int)WireIdKind.GroupNumber}
            where o.tenant_id = $1 and o.user_id = $2
            """,
            order switch
            {
                GroupOrder.Name => "lower(name), wire_id",
                GroupOrder.Newest => "created_at desc, wire_id",
                GroupOrder.NameDescending => "lower(name) desc, wire_id",
            },
            size: 4
        );
}
