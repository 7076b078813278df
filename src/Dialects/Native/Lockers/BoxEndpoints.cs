using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Events;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Lockers;
using Latchwork.Domain.Users;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Lockers;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Native.Lockers;

/// <summary>The boxes of a cabinet: which are free, how it stands with one, what it shows and what happened to it.</summary>
internal static class BoxEndpoints
{
    private const string Locker = $"{NativeDialect.Root}/lockers/{{id}}";
    private const string Box = $"{Locker}/boxes/{{number}}";

    private static readonly AuditKind[] Logged = [AuditKind.OpenBox, AuditKind.BoxMoved, AuditKind.Jammed, AuditKind.BoxChanged];

    public static void Map(DialectRoutes native)
    {
        native
            .Needs(Permission.LockersRead, Noun.Locker)
            .MapGet($"{Locker}/free-boxes", FreeAsync)
            .As(
                "listFreeBoxes",
                "Boxes that can be given to somebody for all of that time, by number.",
                tells: NativeJson.Wire.ListBodyFreeBoxBody,
                asks:
                [
                    Asks.Instant("from", "When it begins; must be there."),
                    Asks.Instant("until", "When it ends; must be there."),
                    Asks.Word<BoxSize>("size", "Of this size alone."),
                ]
            );
        native
            .Needs(Permission.LockersOpen, Noun.Locker)
            .MapPut($"{Locker}/lights", LightAsync)
            .As(
                "lightBoxes",
                "Lights boxes, and answers after the cabinet did.",
                takes: NativeJson.Wire.BoxLightBody,
                tells: NativeJson.Wire.MotionBody
            );
        native
            .Needs(Permission.CredentialsWrite, Noun.Locker)
            .MapPut($"{Box}/status", SetStatusAsync)
            .As("setBoxStatus", "Says how it stands with a box.", takes: NativeJson.Wire.BoxStatusBody, tells: NativeJson.Wire.MadeBody);
        native
            .Needs(Permission.AuditRead, Noun.Locker)
            .MapGet($"{Box}/events", LogAsync)
            .As(
                "listBoxEvents",
                "What happened to a box, newest first: opened, refused, moved, stuck or changed. That it is read is recorded once an hour.",
                tells: NativeJson.Wire.BoxLogBody,
                asks: [Asks.Limit, Asks.Text("before", "The id of an event: what is older than that.")]
            );
    }

    private static Task<NativeAnswer> FreeAsync(string id, NativeCaller caller, NativeInput given, LockerQueries lockers, CancellationToken cancel)
    {
        var (from, until, size) = (given.Instant("from"), given.Instant("until"), given.Word<BoxSize>("size"));
        if (from is null || until is null)
        {
            given.Refuse("'from' and 'until' must be there.");
        }

        return given.AnswerAsync(
            () => lockers.AvailableAsync(caller.Caller, IdOf(id), from!.Value, until!.Value, size, cancel),
            found => new ListBody<FreeBoxBody>([.. found.Select(FreeBoxBody.Of)]),
            NativeJson.Wire.ListBodyFreeBoxBody
        );
    }

    private static Task<NativeAnswer> LightAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        SetBoxLed set,
        NativeOptions options,
        CancellationToken cancel
    )
    {
        var body = given.Body(NativeJson.Wire.BoxLightBody);
        return given.AnswerAsync(
            async () =>
                body!.Read().IsRefused(out var invalid, out var light)
                    ? invalid
                    : await set.RunAsync(caller.Caller, IdOf(id), light, options.Wait, cancel),
            _ => MotionBody.Done,
            NativeJson.Wire.MotionBody
        );
    }

    private static Task<NativeAnswer> SetStatusAsync(
        string id,
        string number,
        NativeCaller caller,
        NativeInput given,
        SetBoxStatus set,
        CancellationToken cancel
    )
    {
        var body = given.Body(NativeJson.Wire.BoxStatusBody);
        return given.ActAsync(
            async () =>
                BoxNumber.Parse(number).IsRefused(out _, out var box)
                    ? AccessError.NotFound(Noun.Box)
                    : await set.RunAsync(caller.Caller, new BoxName(IdOf(id), box), body!.Status, cancel),
            number
        );
    }

    private static Task<NativeAnswer> LogAsync(
        string id,
        string number,
        NativeCaller caller,
        NativeInput given,
        BoxRecords records,
        CancellationToken cancel
    )
    {
        var (size, before) = (given.Limit(), given.Text("before"));
        var after = before is null ? null : EventIds.Number(before);
        if (before is not null && after is null)
        {
            given.Refuse("'before' is the id of an event.");
        }

        return given.AnswerAsync(
            async () =>
                BoxNumber.Parse(number).IsRefused(out _, out var box)
                    ? AccessError.NotFound(Noun.Box)
                    : await records.ListAsync(caller.Caller, IdOf(id), FilterOf(box, after, size), cancel),
            BoxLogBody.Of,
            NativeJson.Wire.BoxLogBody
        );
    }

    private static BoxRecordsFilter FilterOf(BoxNumber box, long? after, int size) =>
        new(Logged)
        {
            Box = box,
            After = after,
            HidesDigits = true,
            Size = size,
        };

    private static WireId IdOf(string id) => NativeInput.Id(WireIdKind.LockerUuid, id);
}
