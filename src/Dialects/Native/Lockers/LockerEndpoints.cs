using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Lockers;
using Latchwork.Domain.Users;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Lockers;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Native.Lockers;

/// <summary>Cabinets, and the opening of their boxes.</summary>
internal static class LockerEndpoints
{
    private const string Lockers = $"{NativeDialect.Root}/lockers";

    public static readonly Tagged<(SeenLocker Locker, IReadOnlyList<SeenBox> Boxes), LockerBody> Locker = Tagged.Of(
        (LockerQueries all, NativeCaller caller, string id, CancellationToken cancel) => all.FindAsync(caller.Caller, IdOf(id), cancel),
        LockerBody.Of,
        NativeJson.Wire.LockerBody
    );

    public static void Map(DialectRoutes native)
    {
        native
            .Needs(Permission.LockersRead, Noun.Locker)
            .MapGet(Lockers, ListAsync)
            .As(
                "listLockers",
                "Cabinets, by name.",
                tells: NativeJson.Wire.ListBodyLockerBody,
                asks: [Asks.Page, Asks.Flag("counts", "With how many boxes of each are free, in use, overdue and broken.")]
            );
        native
            .Needs(Permission.LockersRead, Noun.Locker)
            .MapGet($"{Lockers}/{{id}}/usage", UsageAsync)
            .As(
                "getLockerUsage",
                "How many boxes of a cabinet were in use, day by day up to today.",
                tells: NativeJson.Wire.LockerUsageBody,
                asks: [Asks.Number("days", "So many: 1 to 92; 30 where it is absent.")]
            );
        native
            .Needs(Permission.LockersRead, Noun.Locker)
            .MapGet($"{Lockers}/{{id}}", FindAsync)
            .As("getLocker", "A cabinet and its boxes.", tells: NativeJson.Wire.LockerBody, tagged: Locker);
        native
            .Needs(Permission.LockersWrite, Noun.Locker)
            .MapPatch($"{Lockers}/{{id}}", ChangeAsync)
            .As(
                "changeLocker",
                "Names a cabinet, and names and sizes its boxes.",
                takes: NativeJson.Wire.LockerChangeBody,
                tells: NativeJson.Wire.MadeBody,
                tagged: Locker
            );
        native
            .Needs(Permission.LockersOpen, Noun.Locker)
            .MapPost($"{Lockers}/{{id}}/boxes/{{number}}/open", OpenAsync)
            .As("openBox", "Opens a box from afar, whoever has it, and answers after it did.", tells: NativeJson.Wire.MotionBody);
    }

    private static Task<NativeAnswer> ListAsync(NativeCaller caller, NativeInput given, LockerQueries lockers, CancellationToken cancel)
    {
        var (page, counts) = (given.Page(), given.Flag("counts") ?? false);
        return given.AnswerAsync(
            () => lockers.ListAsync(caller.Caller, caller.Tenant, page, cancel, counts),
            seen => given.List(page, seen, LockerBody.Of),
            NativeJson.Wire.ListBodyLockerBody
        );
    }

    private static Task<NativeAnswer> UsageAsync(string id, NativeCaller caller, NativeInput given, LockerUsage usage, CancellationToken cancel)
    {
        const int UsualDays = 30;
        var days = given.Number("days") ?? UsualDays;
        return given.AnswerAsync(() => usage.RunAsync(caller.Caller, IdOf(id), days, cancel), LockerUsageBody.Of, NativeJson.Wire.LockerUsageBody);
    }

    private static Task<NativeAnswer> FindAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        IServiceProvider services,
        CancellationToken cancel
    ) => Locker.TellAsync(id, caller, given, services, cancel);

    private static Task<NativeAnswer> ChangeAsync(string id, NativeCaller caller, NativeInput given, ChangeLocker change, CancellationToken cancel)
    {
        var body = given.Body(NativeJson.Wire.LockerChangeBody);
        return given.ActAsync(
            async () =>
                ChangesOf(body!).IsRefused(out var invalid, out var boxes)
                    ? invalid
                    : await change.RunAsync(caller.Caller, IdOf(id), body!.Name, boxes, cancel),
            id
        );
    }

    private static Outcome<List<BoxChange>> ChangesOf(LockerChangeBody body)
    {
        var changes = new List<BoxChange>();
        foreach (var box in body.Boxes ?? [])
        {
            if (BoxNumber.Parse(box.Number).IsRefused(out var invalid, out var number))
            {
                return invalid;
            }

            changes.Add(new BoxChange(number, box.Name, box.Size));
        }

        return changes;
    }

    /// <summary>A number of another form is none of the cabinet's.</summary>
    private static Task<NativeAnswer> OpenAsync(
        string id,
        string number,
        NativeCaller caller,
        NativeInput given,
        OpenBox open,
        NativeOptions options,
        CancellationToken cancel
    ) =>
        given.AnswerAsync(
            async () =>
                BoxNumber.Parse(number).IsRefused(out _, out var box)
                    ? AccessError.NotFound(Noun.Box)
                    : await open.RunAsync(caller.Caller, new BoxName(IdOf(id), box), options.Wait, cancel),
            _ => MotionBody.Done,
            NativeJson.Wire.MotionBody
        );

    private static WireId IdOf(string id) => NativeInput.Id(WireIdKind.LockerUuid, id);
}
