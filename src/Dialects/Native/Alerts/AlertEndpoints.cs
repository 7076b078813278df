using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Users;
using Latchwork.Operations.Alerts;
using Latchwork.Operations.Ids;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Native.Alerts;

/// <summary>Who of the tenant is told, by mail or short message, what happens at its doors.</summary>
internal static class AlertEndpoints
{
    private const string Alerts = $"{NativeDialect.Root}/alerts";

    public static void Map(DialectRoutes native)
    {
        native
            .Needs(Permission.AlertsRead, Noun.Alert)
            .MapGet(Alerts, ListAsync)
            .As("listAlerts", "Who is told of what, oldest first.", tells: NativeJson.Wire.ListBodyAlertBody, asks: [Asks.Page]);
        native
            .Needs(Permission.AlertsWrite, Noun.Alert)
            .MapPost(Alerts, AddAsync)
            .As(
                "addAlert",
                "Lets a member be told what happens from now on, by an address that they have proven.",
                takes: NativeJson.Wire.NewAlertBody,
                makes: NativeJson.Wire.MadeBody
            );
        native
            .Needs(Permission.AlertsWrite, Noun.Alert)
            .MapPatch($"{Alerts}/{{id}}", ChangeAsync)
            .As("changeAlert", "Changes what somebody is told of, and how.", takes: NativeJson.Wire.AlertChangeBody, tells: NativeJson.Wire.MadeBody);
        native
            .Needs(Permission.AlertsWrite, Noun.Alert)
            .MapDelete($"{Alerts}/{{id}}", RemoveAsync)
            .As("removeAlert", "Tells somebody no more; what waits is not told either.", tells: NativeJson.Wire.MadeBody);
    }

    private static Task<NativeAnswer> ListAsync(NativeCaller caller, NativeInput given, AlertQueries alerts, CancellationToken cancel)
    {
        var page = given.Page();
        return given.AnswerAsync(
            () => alerts.ListAsync(caller.Caller, caller.Tenant, page, cancel),
            seen => given.List(page, seen, AlertBody.Of),
            NativeJson.Wire.ListBodyAlertBody
        );
    }

    private static Task<NativeAnswer> AddAsync(NativeCaller caller, NativeInput given, AddAlert add, WireIdIndex ids, CancellationToken cancel)
    {
        var body = given.Body(NativeJson.Wire.NewAlertBody);
        RefuseBad(given, body?.QuietHours);
        return given.MakeAsync(
            () => add.RunAsync(caller.Caller, caller.Tenant, body!.Person, body.ToRequest(), cancel),
            alert => alert.Value,
            async row => NativeAnswer.Made(Alerts, await ids.OfRowAsync(caller.Tenant, row, WireIdKind.AlertUuid, cancel))
        );
    }

    private static Task<NativeAnswer> ChangeAsync(string id, NativeCaller caller, NativeInput given, ChangeAlert change, CancellationToken cancel)
    {
        var body = given.Body(NativeJson.Wire.AlertChangeBody);
        RefuseBad(given, body?.QuietHours);
        return given.ActAsync(() => change.RunAsync(caller.Caller, IdOf(id), body!.ToRequest(), cancel), id);
    }

    private static Task<NativeAnswer> RemoveAsync(string id, NativeCaller caller, NativeInput given, RemoveAlert remove, CancellationToken cancel) =>
        given.ActAsync(() => remove.RunAsync(caller.Caller, IdOf(id), cancel), id);

    private static void RefuseBad(NativeInput given, QuietHoursBody? quiet)
    {
        if (quiet is not null && quiet.Read() is null)
        {
            given.Refuse("'quietHours' are two times such as 22:00.");
        }
    }

    private static WireId IdOf(string id) => NativeInput.Id(WireIdKind.AlertUuid, id);
}
