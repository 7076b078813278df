using System.Globalization;
using Latchwork.Dialects.Keyvox.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Lockers;
using Latchwork.Domain.Users;
using Latchwork.Operations;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Lockers;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Keyvox.Lockers;

/// <summary>Cabinets and their boxes (7.1 to 7.3, 7.7 to 7.10).</summary>
internal static class LockerEndpoints
{
    /// <summary>This wire lists all of them at once.</summary>
    private const int MostLockers = 1000;

    private static readonly AuditKind[] Openings = [AuditKind.OpenBox];

    public static void Map(DialectRoutes keyvox)
    {
        keyvox.Needs(Permission.LockersRead, Noun.Locker).MapPost("/v1/getLockers", ListAsync);
        keyvox.Needs(Permission.LockersRead, Noun.Locker).MapPost("/v1/getLockerStatus", StatusAsync);
        keyvox.Needs(Permission.LockersRead, Noun.Locker).MapPost("/v1/getAvailableBoxes", AvailableAsync);
        keyvox.Needs(Permission.LockersOpen, Noun.Locker).MapPost("/v1/unlockLocker", OpenAsync);
        keyvox.Needs(Permission.CredentialsWrite, Noun.Locker).MapPost("/v1/setLockerStatus", SetStatusAsync);
        keyvox.Needs(Permission.LockersOpen, Noun.Locker).MapPost("/v1/setBoxColor", LightAsync);
    }

    private static Task<KeyvoxAnswer> ListAsync(KeyvoxCaller caller, KeyvoxInput given, LockerQueries lockers, CancellationToken cancel) =>
        given.AnswerAsync<PageOf<SeenLocker>, IReadOnlyList<LockerItem>>(
            () => lockers.ListAsync(caller.Caller, caller.Tenant, new PageRequest(1, MostLockers), cancel),
            found => [.. found.Items.Select(LockerItem.Of)],
            KeyvoxJson.Wire.IReadOnlyListLockerItem
        );

    private static Task<KeyvoxAnswer> StatusAsync(KeyvoxCaller caller, KeyvoxInput given, LockerQueries lockers, CancellationToken cancel)
    {
        var (device, number) = (DeviceOf(given), given.Text("boxNum"));
        return given.AnswerAsync<(SeenLocker Locker, IReadOnlyList<SeenBox> Boxes), IReadOnlyList<BoxStatusItem>>(
            async () =>
                (await lockers.FindAsync(caller.Caller, device, cancel)).IsRefused(out var refusal, out var found) ? refusal
                : number is not null && !found.Boxes.Any(box => $"{box.Number}" == number) ? AccessError.NotFound(Noun.Box)
                : found,
            found => [.. from box in found.Boxes where number is null || $"{box.Number}" == number select BoxStatusItem.Of(found.Locker, box)],
            KeyvoxJson.Wire.IReadOnlyListBoxStatusItem
        );
    }

    private static Task<KeyvoxAnswer> AvailableAsync(KeyvoxCaller caller, KeyvoxInput given, LockerQueries lockers, CancellationToken cancel)
    {
        var (device, starts, ends, size) = (DeviceOf(given), given.NeededInstant("sTime"), given.NeededInstant("eTime"), SizeOf(given));
        return given.AnswerAsync<IReadOnlyList<SeenBox>, IReadOnlyList<AvailableBoxItem>>(
            () => lockers.AvailableAsync(caller.Caller, device, starts, ends, size, cancel),
            found => [.. found.Select(AvailableBoxItem.Of)],
            KeyvoxJson.Wire.IReadOnlyListAvailableBoxItem
        );
    }

    private static Task<KeyvoxAnswer> OpenAsync(KeyvoxCaller caller, KeyvoxInput given, OpenBox open, KeyvoxOptions options, CancellationToken cancel)
    {
        var (device, number) = (DeviceOf(given), NumberOf(given));
        return given.ActAsync(() => OnBoxAsync(device, number, box => open.RunAsync(caller.Caller, box, options.Wait, cancel)));
    }

    private static Task<KeyvoxAnswer> SetStatusAsync(KeyvoxCaller caller, KeyvoxInput given, SetBoxStatus set, CancellationToken cancel)
    {
        var (device, number, status) = (DeviceOf(given), NumberOf(given), given.OneOf("status", "0", "1", "2", "9"));
        if (status is null)
        {
            given.Refuse("status");
        }

        return given.ActAsync(() =>
            OnBoxAsync(device, number, box => set.RunAsync(caller.Caller, box, (BoxStatus)int.Parse(status!, CultureInfo.InvariantCulture), cancel))
        );
    }

    private static Task<KeyvoxAnswer> LightAsync(
        KeyvoxCaller caller,
        KeyvoxInput given,
        SetBoxLed set,
        KeyvoxOptions options,
        CancellationToken cancel
    )
    {
        var (device, names, mode) = (DeviceOf(given), given.Texts("boxNum"), given.OneOf("mode", "on", "blink"));
        var seconds = given.Whole("duration", 0, (int)SetBoxLed.Longest.TotalSeconds) ?? 0;
        if (names is null or [])
        {
            given.Refuse("boxNum");
        }

        if (LedColour.Parse(given.Text("color")).IsRefused(out _, out var colour))
        {
            given.Refuse("color");
        }

        var numbers = names?.Select(BoxNumber.Parse).ToList() ?? [];
        var light = new BoxLight(
            [.. numbers.Where(number => number.Error is null).Select(number => number.Value)],
            colour,
            mode == "blink",
            seconds == 0 ? null : TimeSpan.FromSeconds(seconds)
        );
        return given.ActAsync(async () =>
            numbers.Any(number => number.Error is not null)
                ? AccessError.NotFound(Noun.Box)
                : await set.RunAsync(caller.Caller, device, light, options.Wait, cancel)
        );
    }

    /// <summary>The openings of a cabinet (7.10), in place of those of a lock.</summary>
    public static Task<KeyvoxAnswer> HistoryAsync(KeyvoxCaller caller, KeyvoxInput given, BoxRecords records, long? after, CancellationToken cancel)
    {
        var (device, number, size) = (DeviceOf(given), given.Text("boxNum"), given.Records());
        var box = number is null ? default : BoxNumber.Parse(number);
        var filter = new BoxRecordsFilter(Openings)
        {
            Box = number is null || box.Error is not null ? null : box.Value,
            Outcome = AuditOutcome.Done,
            From = given.Instant("sTime"),
            Until = given.Instant("eTime"),
            After = after,
            Size = size,
        };
        return given.AnswerAsync(
            async () =>
                number is not null && box.Error is not null
                    ? AccessError.NotFound(Noun.Box)
                    : await records.ListAsync(caller.Caller, device, filter, cancel),
            found => new BoxHistoryBody(
                [.. found.Records.Select(told => BoxHistoryItem.Of(device.Text, told))],
                found.Next?.ToString(CultureInfo.InvariantCulture) ?? "",
                Paging.Text(found.Records.Count)
            ),
            KeyvoxJson.Wire.BoxHistoryBody
        );
    }

    internal static WireId DeviceOf(KeyvoxInput given) => given.NeededId("deviceId", WireIdKind.KeyvoxLocker);

    /// <summary>Any text; one that is no number of a box is looked for in vain (3.3).</summary>
    internal static Outcome<BoxNumber> NumberOf(KeyvoxInput given) => BoxNumber.Parse(given.Needed("boxNum"));

    internal static BoxSize? SizeOf(KeyvoxInput given) => (BoxSize?)given.Whole("boxSize", (int)BoxSize.Small, (int)BoxSize.Large);

    private static async Task<Outcome<Done>> OnBoxAsync(WireId device, Outcome<BoxNumber> number, Func<BoxName, Task<Outcome<Done>>> act) =>
        number.IsRefused(out _, out var box) ? AccessError.NotFound(Noun.Box) : await act(new BoxName(device, box));
}
