using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Users;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Members;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Native.Users;

/// <summary>Who belongs to the tenant, and as what.</summary>
internal static class UserEndpoints
{
    private const string Users = $"{NativeDialect.Root}/users";

    private static readonly Tagged<SeenMember, UserBody> User = Tagged.Of(
        (MemberQueries all, NativeCaller caller, string id, CancellationToken cancel) =>
            all.FindAsync(caller.Caller, caller.Tenant, IdOf(id), cancel),
        UserBody.Of,
        NativeJson.Wire.UserBody
    );

    public static void Map(DialectRoutes native)
    {
        native
            .Needs(Permission.PeopleRead, Noun.User)
            .MapGet(Users, ListAsync)
            .As("listUsers", "Who belongs to the tenant or is invited to, oldest first.", tells: NativeJson.Wire.ListBodyUserBody, asks: [Asks.Page]);
        native
            .Needs(Permission.RolesWrite, Noun.User)
            .MapPost(Users, InviteAsync)
            .As(
                "inviteUser",
                "Makes somebody with an account a member at once, and invites anybody else by mail.",
                takes: NativeJson.Wire.NewUserBody,
                makes: NativeJson.Wire.MadeBody,
                stepUp: true
            );
        native
            .Needs(Permission.PeopleRead, Noun.User)
            .MapGet($"{Users}/{{id}}", FindAsync)
            .As("getUser", "A member of the tenant, or somebody who is invited.", tells: NativeJson.Wire.UserBody, tagged: User);
        native
            .Needs(Permission.RolesWrite, Noun.User)
            .MapPatch($"{Users}/{{id}}", ChangeAsync)
            .As(
                "changeUser",
                "Gives somebody another role.",
                takes: NativeJson.Wire.UserChangeBody,
                tells: NativeJson.Wire.MadeBody,
                tagged: User,
                stepUp: true
            );
        native
            .Needs(Permission.RolesWrite, Noun.User)
            .MapDelete($"{Users}/{{id}}", RemoveAsync)
            .As(
                "removeUser",
                "Takes somebody out of the tenant: their role and all their grants end at once; locks that they own go to the oldest other owner.",
                tells: NativeJson.Wire.MadeBody,
                tagged: User,
                stepUp: true
            );
        native
            .Needs(Permission.RolesWrite, Noun.User)
            .MapPost($"{Users}/{{id}}/switch-off", SwitchOffAsync)
            .As(
                "switchOffUser",
                "Switches a member off: neither their role nor their grants give them any right in the tenant until that is undone. Nothing else changes: codes and cards that they know are the locks', and still open.",
                tells: NativeJson.Wire.MadeBody,
                tagged: User
            );
        native
            .Needs(Permission.RolesWrite, Noun.User)
            .MapPost($"{Users}/{{id}}/switch-on", SwitchOnAsync)
            .As("switchOnUser", "Switches a member on again: everything is as before.", tells: NativeJson.Wire.MadeBody, tagged: User);
    }

    private static Task<NativeAnswer> ListAsync(NativeCaller caller, NativeInput given, MemberQueries members, CancellationToken cancel)
    {
        var page = given.Page();
        return given.AnswerAsync(
            () => members.ListAsync(caller.Caller, caller.Tenant, page, cancel),
            seen => given.List(page, seen, UserBody.Of),
            NativeJson.Wire.ListBodyUserBody
        );
    }

    private static Task<NativeAnswer> InviteAsync(
        NativeCaller caller,
        NativeInput given,
        InviteMember invite,
        WireIdIndex ids,
        CancellationToken cancel
    )
    {
        var body = given.Body(NativeJson.Wire.NewUserBody);
        return given.MakeAsync(
            () => invite.RunAsync(caller.Caller, caller.Tenant, body!.Login, body.Role, cancel),
            made => made.User.Value,
            async row => NativeAnswer.Made(Users, await ids.OfPersonAsync(row, cancel))
        );
    }

    private static Task<NativeAnswer> FindAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        IServiceProvider services,
        CancellationToken cancel
    ) => User.TellAsync(id, caller, given, services, cancel);

    private static Task<NativeAnswer> ChangeAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        ChangeMemberRole change,
        CancellationToken cancel
    )
    {
        var body = given.Body(NativeJson.Wire.UserChangeBody);
        return given.ActAsync(() => change.RunAsync(caller.Caller, caller.Tenant, IdOf(id), body!.Role, cancel), id);
    }

    private static Task<NativeAnswer> RemoveAsync(string id, NativeCaller caller, NativeInput given, RemoveMember remove, CancellationToken cancel) =>
        given.ActAsync(() => remove.RunAsync(caller.Caller, caller.Tenant, IdOf(id), cancel), id);

    private static Task<NativeAnswer> SwitchOffAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        SwitchMember members,
        CancellationToken cancel
    ) => given.ActAsync(() => members.RunAsync(caller.Caller, caller.Tenant, IdOf(id), off: true, cancel), id);

    private static Task<NativeAnswer> SwitchOnAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        SwitchMember members,
        CancellationToken cancel
    ) => given.ActAsync(() => members.RunAsync(caller.Caller, caller.Tenant, IdOf(id), off: false, cancel), id);

    private static WireId IdOf(string id) => NativeInput.Id(WireIdKind.UserUuid, id);
}
