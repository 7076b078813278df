using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Explanations;
using Latchwork.Operations.Ids;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Native.Locks;

/// <summary>Who could open a door at an instant.</summary>
internal static class OpenerEndpoints
{
    public static void Map(DialectRoutes native) =>
        native
            .OfLock(AccessAct.ListGrants)
            .MapGet($"{NativeDialect.Root}/locks/{{id}}/openers", ListAsync)
            .As(
                "listOpeners",
                "Who, and what, could open a lock at an instant. Takes 'locks:read', 'grants:read', 'credentials:read' and 'people:read'.",
                tells: NativeJson.Wire.OpenersBody,
                asks: [Asks.Page, Asks.Instant("at", "Past, or to come; now where it is absent.")]
            );

    private static Task<NativeAnswer> ListAsync(string id, NativeCaller caller, NativeInput given, FindOpeners find, CancellationToken cancel)
    {
        var (page, at) = (given.Page(), given.Instant("at"));
        return given.AnswerAsync(
            () => find.RunAsync(caller.Caller, caller.Tenant, NativeInput.Id(WireIdKind.LockUuid, id), at, page, cancel),
            found => OpenersBody.Of(given, page, found),
            NativeJson.Wire.OpenersBody
        );
    }
}
