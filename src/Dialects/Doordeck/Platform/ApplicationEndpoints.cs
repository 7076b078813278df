using Latchwork.Dialects.Doordeck.Wire;
using Latchwork.Domain;
using Latchwork.Operations.Applications;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Notifications;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Doordeck.Platform;

/// <summary>Applications as their owners run them (11.3).</summary>
internal static class ApplicationEndpoints
{
    public const string Applications = "/platform/application";
    public const string One = $"{Applications}/{{applicationId}}";

    public static void Map(DialectRoutes doordeck)
    {
        doordeck.Own("add an application").MapPost(Applications, AddAsync);
        doordeck.Own("list applications").MapGet(Applications, ListAsync);
        doordeck.Named("read an application", Noun.Application, isRead: true).MapGet(One, OneAsync);
        doordeck.Named("change an application", Noun.Application).MapPost(One, ChangeAsync);
        doordeck.Named("remove an application", Noun.Application).MapDelete(One, RemoveAsync);
    }

    public static WireId IdOf(string applicationId) => DoordeckInput.Id(WireIdKind.ApplicationUuid, applicationId);

    /// <summary>The whole address of a path here.</summary>
    public static string AddressOf(ServerAddress server, string path) => server.Url is { } root ? new Uri(root, path).AbsoluteUri : path;

    /// <summary>Clients take the new id from the last segment of <c>Location</c>.</summary>
    private static Task<DoordeckAnswer> AddAsync(
        DoordeckCaller caller,
        DoordeckInput given,
        AddApplication add,
        ServerAddress address,
        CancellationToken cancel
    )
    {
        var body = given.Body(DoordeckJson.Wire.ApplicationGivenBody);
        return given.AnswerAsync(
            () => add.RunAsync(caller.Caller, body!.ToFields(), cancel),
            id => DoordeckAnswer.Made(AddressOf(address, $"{Applications}/{id}"))
        );
    }

    private static Task<DoordeckAnswer> ListAsync(
        DoordeckCaller caller,
        DoordeckInput given,
        ApplicationQueries applications,
        CancellationToken cancel
    ) =>
        given.AnswerAsync(
            () => applications.ListAsync(caller.Caller, cancel),
            found => found.Select(ApplicationBody.Of).ToArray(),
            DoordeckJson.Wire.ApplicationBodyArray
        );

    private static Task<DoordeckAnswer> OneAsync(
        string applicationId,
        DoordeckCaller caller,
        DoordeckInput given,
        ApplicationQueries applications,
        CancellationToken cancel
    ) =>
        given.AnswerAsync(
            () => applications.OneAsync(caller.Caller, IdOf(applicationId), cancel),
            ApplicationBody.Of,
            DoordeckJson.Wire.ApplicationBody
        );

    private static Task<DoordeckAnswer> ChangeAsync(
        string applicationId,
        DoordeckCaller caller,
        DoordeckInput given,
        ChangeApplication change,
        CancellationToken cancel
    )
    {
        var body = given.Body(DoordeckJson.Wire.ApplicationGivenBody);
        return given.AnswerAsync(() => change.RunAsync(caller.Caller, IdOf(applicationId), body!.ToFields(), cancel), _ => DoordeckAnswer.Nothing);
    }

    private static Task<DoordeckAnswer> RemoveAsync(
        string applicationId,
        DoordeckCaller caller,
        DoordeckInput given,
        RemoveApplication remove,
        CancellationToken cancel
    ) => given.AnswerAsync(() => remove.RunAsync(caller.Caller, IdOf(applicationId), cancel), _ => DoordeckAnswer.Nothing);
}
