using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Operations.Applications;
using Latchwork.Operations.Ids;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Native.Applications;

/// <summary>Applications of the Doordeck wire. They belong to the people who own them and to no tenant, so no key reaches them (doordeck.md 11.3).</summary>
internal static class ApplicationEndpoints
{
    public const string Applications = $"{NativeDialect.Root}/account/applications";
    public const string One = $"{Applications}/{{id}}";

    public static void Map(DialectRoutes native)
    {
        native
            .OfPerson("list applications", Noun.Application, isRead: true)
            .MapGet(Applications, ListAsync)
            .As(
                "listApplications",
                "Applications of the Doordeck wire that the caller owns, by name.",
                tells: NativeJson.Wire.ListBodyApplicationBody,
                asks: [Asks.Page]
            );
        native
            .OfPerson("add an application", Noun.Application)
            .MapPost(Applications, AddAsync)
            .As(
                "addApplication",
                "Makes an application of the Doordeck wire; the caller is its first owner.",
                takes: NativeJson.Wire.NewApplicationBody,
                makes: NativeJson.Wire.MadeBody
            );
        native
            .OfPerson("read an application", Noun.Application, isRead: true)
            .MapGet(One, FindAsync)
            .As("getApplication", "All that its owners know of an application.", tells: NativeJson.Wire.ApplicationDetailBody);
        native
            .OfPerson("change an application", Noun.Application)
            .MapPatch(One, ChangeAsync)
            .As(
                "changeApplication",
                "Says something else about an application.",
                takes: NativeJson.Wire.ApplicationChangeBody,
                tells: NativeJson.Wire.MadeBody
            );
        native
            .OfPerson("remove an application", Noun.Application)
            .MapDelete(One, RemoveAsync)
            .As(
                "removeApplication",
                "Ends an application, and with it every session of its tokens. Its people and what they were given stay.",
                tells: NativeJson.Wire.MadeBody,
                stepUp: true
            );
    }

    /// <summary>The one that the path names.</summary>
    public static WireId IdOf(string id) => NativeInput.Id(WireIdKind.ApplicationUuid, id);

    private static Task<NativeAnswer> ListAsync(NativeCaller caller, NativeInput given, ApplicationQueries applications, CancellationToken cancel)
    {
        var page = given.Page();
        return given.AnswerAsync(
            () => applications.PageAsync(caller.Caller, page, cancel),
            seen => given.List(page, seen, ApplicationBody.Of),
            NativeJson.Wire.ListBodyApplicationBody
        );
    }

    private static Task<NativeAnswer> AddAsync(NativeCaller caller, NativeInput given, AddApplication add, CancellationToken cancel)
    {
        var body = given.Body(NativeJson.Wire.NewApplicationBody);
        return given.AnswerAsync(
            () => add.RunAsync(caller.Caller, body!.ToFields(), cancel),
            id => NativeAnswer.Created($"{Applications}/{id}", new MadeBody(id), NativeJson.Wire.MadeBody)
        );
    }

    private static Task<NativeAnswer> FindAsync(string id, NativeCaller caller, NativeInput given, ReadApplication read, CancellationToken cancel) =>
        given.AnswerAsync(() => read.RunAsync(caller.Caller, IdOf(id), cancel), ApplicationDetailBody.Of, NativeJson.Wire.ApplicationDetailBody);

    private static Task<NativeAnswer> ChangeAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        ChangeApplication change,
        CancellationToken cancel
    )
    {
        var body = given.Body(NativeJson.Wire.ApplicationChangeBody);
        return given.ActAsync(() => change.RunAsync(caller.Caller, IdOf(id), body!.ToFields(), cancel), id);
    }

    private static Task<NativeAnswer> RemoveAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        RemoveApplication remove,
        CancellationToken cancel
    ) => given.ActAsync(() => remove.RunAsync(caller.Caller, IdOf(id), cancel), id);
}
