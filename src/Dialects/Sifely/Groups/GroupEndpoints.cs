using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Groups;
using Latchwork.Operations.Ids;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Sifely.Groups;

/// <summary>Groups of locks, each a person's own (6, 19.7).</summary>
internal static class GroupEndpoints
{
    public static void Map(DialectRoutes sifely)
    {
        sifely.Own("list groups").MapMethods("/v3/group/list", SifelyDialect.GetAndPost, ListAsync);
        sifely.Own("add a group").MapMethods("/v3/group/add", SifelyDialect.GetAndPost, AddAsync);
        sifely.Own("rename a group").MapMethods("/v3/group/rename", SifelyDialect.GetAndPost, RenameAsync);
        sifely.Own("delete a group").MapMethods("/v3/group/delete", SifelyDialect.GetAndPost, DeleteAsync);
        sifely.OfLock(AccessAct.SetPreference).MapMethods("/v3/lock/setGroup", SifelyDialect.GetAndPost, SetAsync);
    }

    private static Task<SifelyAnswer> ListAsync(SifelyCaller caller, SifelyParameters given, GroupQueries groups, CancellationToken cancel)
    {
        var paging = given.Paging();
        var order = given.Order();
        return given.PageAsync(
            paging,
            () => groups.OwnAsync(caller.Caller, order, paging.Request, cancel),
            seen => new GroupInfo(seen.Number, seen.Name, seen.Name, seen.Locks),
            SifelyJson.Wire.PageBodyGroupInfo
        );
    }

    private static Task<SifelyAnswer> AddAsync(SifelyCaller caller, SifelyParameters given, AddGroup add, CancellationToken cancel)
    {
        var name = given.RequiredText("name");
        return given.MadeAsync(() => add.RunAsync(caller.Caller, name, cancel), number => new AddedGroupBody(number), SifelyJson.Wire.AddedGroupBody);
    }

    private static Task<SifelyAnswer> RenameAsync(SifelyCaller caller, SifelyParameters given, RenameGroup rename, CancellationToken cancel)
    {
        var group = given.NamedBy(WireIdKind.GroupNumber, "groupId");
        var name = given.RequiredText("name");
        return given.YesAsync(() => rename.RunAsync(caller.Caller, group, name, cancel));
    }

    private static Task<SifelyAnswer> DeleteAsync(SifelyCaller caller, SifelyParameters given, DeleteGroup delete, CancellationToken cancel)
    {
        var group = given.NamedBy(WireIdKind.GroupNumber, "groupId");
        return given.YesAsync(() => delete.RunAsync(caller.Caller, group, cancel));
    }

    private static Task<SifelyAnswer> SetAsync(SifelyCaller caller, SifelyParameters given, SetLockGroup set, CancellationToken cancel)
    {
        var which = given.Lock();
        var group = given.NamedBy(WireIdKind.GroupNumber, "groupId");
        return given.YesAsync(() => set.RunAsync(caller.Caller, which, group.Text == "0" ? null : group, cancel));
    }

    /// <summary>Newest first where nothing is said (13.8).</summary>
    private static GroupOrder Order(this SifelyParameters given)
    {
        switch (given.Whole("orderBy"))
        {
            case 0:
                return GroupOrder.Name;
            case null or 1:
                return GroupOrder.Newest;
            case 2:
                return GroupOrder.NameDescending;
            default:
                given.Refuse(SifelyError.Invalid("'orderBy' is 0, 1 or 2."));
                return default;
        }
    }
}
