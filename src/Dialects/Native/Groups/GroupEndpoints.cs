using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Users;
using Latchwork.Operations.Groups;
using Latchwork.Operations.Ids;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Native.Groups;

/// <summary>Named sets of a tenant's locks. They give nobody a right.</summary>
internal static class GroupEndpoints
{
    private const string Groups = $"{NativeDialect.Root}/lock-groups";

    private static readonly Tagged<SeenTenantGroup, LockGroupBody> Group = Tagged.Of(
        (TenantGroups all, NativeCaller caller, string id, CancellationToken cancel) => all.FindAsync(caller.Caller, IdOf(id), cancel),
        LockGroupBody.Of,
        NativeJson.Wire.LockGroupBody
    );

    public static void Map(DialectRoutes native)
    {
        native
            .Needs(Permission.LocksRead, Noun.LockGroup)
            .MapGet(Groups, ListAsync)
            .As(
                "listLockGroups",
                "Named sets of locks, by name.",
                tells: NativeJson.Wire.ListBodyLockGroupBody,
                asks: [Asks.Page, Asks.Text("name", "Part of the name, without regard to case.")]
            );
        native
            .Needs(Permission.LocksWrite, Noun.LockGroup)
            .MapPost(Groups, AddAsync)
            .As(
                "addLockGroup",
                "Makes a group of locks, with none in it yet.",
                takes: NativeJson.Wire.LockGroupNameBody,
                makes: NativeJson.Wire.MadeBody
            );
        native
            .Needs(Permission.LocksRead, Noun.LockGroup)
            .MapGet($"{Groups}/{{id}}", FindAsync)
            .As("getLockGroup", "A group of locks; GET /locks tells which, by groupId.", tells: NativeJson.Wire.LockGroupBody, tagged: Group);
        native
            .Needs(Permission.LocksWrite, Noun.LockGroup)
            .MapPatch($"{Groups}/{{id}}", RenameAsync)
            .As(
                "renameLockGroup",
                "Renames a group of locks.",
                takes: NativeJson.Wire.LockGroupNameBody,
                tells: NativeJson.Wire.MadeBody,
                tagged: Group
            );
        native
            .Needs(Permission.LocksWrite, Noun.LockGroup)
            .MapDelete($"{Groups}/{{id}}", DeleteAsync)
            .As(
                "deleteLockGroup",
                "Deletes a group. Its locks stay, and so does what people may do at them.",
                tells: NativeJson.Wire.MadeBody,
                tagged: Group
            );
        native
            .Needs(Permission.LocksWrite, Noun.LockGroup)
            .MapPost($"{Groups}/{{id}}/locks", ChangeAsync)
            .As(
                "changeLocksOfGroup",
                "Puts locks into a group and takes others out: all of it or nothing.",
                takes: NativeJson.Wire.GroupedLocksBody,
                tells: NativeJson.Wire.MadeBody
            );
    }

    private static Task<NativeAnswer> ListAsync(NativeCaller caller, NativeInput given, TenantGroups groups, CancellationToken cancel)
    {
        var (page, name) = (given.Page(), given.Text("name"));
        return given.AnswerAsync(
            () => groups.ListAsync(caller.Caller, caller.Tenant, name, page, cancel),
            seen => given.List(page, seen, LockGroupBody.Of),
            NativeJson.Wire.ListBodyLockGroupBody
        );
    }

    private static Task<NativeAnswer> AddAsync(NativeCaller caller, NativeInput given, AddTenantGroup add, WireIdIndex ids, CancellationToken cancel)
    {
        var body = given.Body(NativeJson.Wire.LockGroupNameBody);
        return given.ActAsync(
            () => add.RunAsync(caller.Caller, caller.Tenant, body!.Name, cancel),
            id => Task.FromResult(NativeAnswer.Made(Groups, id)),
            async former => NativeAnswer.Made(Groups, await ids.OfRowAsync(caller.Tenant, former.Made!.Value, WireIdKind.GroupUuid, cancel))
        );
    }

    private static Task<NativeAnswer> FindAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        IServiceProvider services,
        CancellationToken cancel
    ) => Group.TellAsync(id, caller, given, services, cancel);

    private static Task<NativeAnswer> RenameAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        ChangeTenantGroup change,
        CancellationToken cancel
    )
    {
        var body = given.Body(NativeJson.Wire.LockGroupNameBody);
        return given.ActAsync(() => change.RenameAsync(caller.Caller, IdOf(id), body!.Name, cancel), id);
    }

    private static Task<NativeAnswer> DeleteAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        ChangeTenantGroup change,
        CancellationToken cancel
    ) => given.ActAsync(() => change.DeleteAsync(caller.Caller, IdOf(id), cancel), id);

    private static Task<NativeAnswer> ChangeAsync(string id, NativeCaller caller, NativeInput given, GroupLocks locks, CancellationToken cancel)
    {
        var body = given.Body(NativeJson.Wire.GroupedLocksBody);
        return given.ActAsync(() => locks.RunAsync(caller.Caller, IdOf(id), LocksOf(body!.Add), LocksOf(body.Remove), cancel), id);
    }

    private static WireId[] LocksOf(IReadOnlyList<string>? ids) => [.. (ids ?? []).Select(id => NativeInput.Id(WireIdKind.LockUuid, id))];

    private static WireId IdOf(string id) => NativeInput.Id(WireIdKind.GroupUuid, id);
}

/// <param name="Locks">How many are in it.</param>
internal sealed record LockGroupBody(string Id, string Name, int Locks, DateTimeOffset CreatedAt)
{
    public static LockGroupBody Of(SeenTenantGroup seen) => new(seen.Id, seen.Name, seen.Locks, seen.CreatedAt);
}

/// <param name="Name">One group of the tenant has it.</param>
internal sealed record LockGroupNameBody(string Name);

/// <summary>At most 500 locks in all.</summary>
/// <param name="Add">These are put in; what is in it already stays.</param>
/// <param name="Remove">These are taken out.</param>
internal sealed record GroupedLocksBody(IReadOnlyList<string>? Add = null, IReadOnlyList<string>? Remove = null);
