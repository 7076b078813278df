using System.Globalization;
using System.Text.Json.Nodes;
using Latchwork.Testing.Webhooks;

namespace Latchwork.Testing.Kills;

/// <summary>A receiver that is told, by a webhook of the Sifely wire, what happens to all doors of the account. It lives in this process and is never killed.</summary>
internal sealed class WebhookLoad : IKillLoad
{
    private const int PageSize = 200;

    private readonly WebhookReceiver receiver = new();

    /// <summary>
    /// In milliseconds, some time after the endpoint was made. Only later events are compared, in the history and in what was told: of those before, some
    /// were told and some were not.
    /// </summary>
    private long since;

    private int asked;

    public WebhookLoad() => receiver.Behave = () => Interlocked.Increment(ref asked) % 8 == 0 ? ReceiverAct.Slow : ReceiverAct.Ok;

    /// <summary>What the history and a notification both tell of an event.</summary>
    private readonly record struct Told(long Lock, long ServerDate, long LockDate, int Type, int Success)
    {
        public static Told Of(JsonNode record) =>
            new((long)record["lockId"]!, (long)record["serverDate"]!, (long)record["lockDate"]!, (int)record["recordType"]!, (int)record["success"]!);
    }

    public async Task PrepareAsync(KillHouse house)
    {
        await house.ExpectAsync($"client/webhook?url={Uri.EscapeDataString(receiver.Url)}");
        since = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
    }

    /// <summary>What there is to tell is others' doing.</summary>
    public Task RunAsync(KillHouse house, CancellationToken ending) => Task.CompletedTask;

    public async Task<bool> IsSettledAsync(KillHouse house) => await house.Database.CountAsync(Notifications.WaitingSql) == 0;

    public async Task<LoadOutcome> CheckAsync(KillHouse house)
    {
        var faults = new List<string>();
        var arrived = receiver.Received.GroupBy(got => got.Id, StringComparer.Ordinal).ToList();
        foreach (var repeated in arrived.Where(of => of.Skip(1).Any(again => !EventsOf(again).SequenceEqual(EventsOf(of.First())))))
        {
            faults.Add($"{repeated.Key} told different events under one id");
        }

        // The first arrivals of each, in their order.
        var told = arrived.ConvertAll(of => EventsOf(of.First()));
        foreach (var door in told.SelectMany(records => records).GroupBy(record => record.Lock))
        {
            var dates = door.Select(record => record.ServerDate).ToList();
            var late = dates.Zip(dates.Skip(1)).Count(pair => pair.First > pair.Second);
            if (late > 0)
            {
                faults.Add($"{late} events of lock {door.Key} came before an earlier one");
            }
        }

        var history = (await HistoryAsync(house)).FindAll(IsLater);
        faults.AddRange(Differences(history, told.SelectMany(records => records).Where(IsLater)));
        return new LoadOutcome(
            "Every event reaches its receiver, in order, and a repeat has the id of the first",
            new Dictionary<string, long>(StringComparer.Ordinal)
            {
                ["events"] = history.Count,
                ["deliveries"] = arrived.Count,
                ["repeats"] = receiver.Received.Count - arrived.Count,
            },
            faults
        );
    }

    public ValueTask DisposeAsync() => receiver.DisposeAsync();

    /// <summary>The body is made anew for each try: what is told beside the events, such as a battery level, may be another.</summary>
    private static List<Told> EventsOf(ReceivedWebhook got) => [.. Notifications.RecordsOf(got).Select(Told.Of)];

    private static IEnumerable<string> Differences(IEnumerable<Told> history, IEnumerable<Told> told)
    {
        var (arrivals, events) = (told.CountBy(one => one).ToDictionary(), history.CountBy(one => one).ToDictionary());
        var lost = events.Sum(one => Math.Max(0, one.Value - arrivals.GetValueOrDefault(one.Key)));
        var twice = arrivals.Sum(one => Math.Max(0, one.Value - events.GetValueOrDefault(one.Key)));
        if (lost > 0)
        {
            yield return $"{lost} events were not told";
        }

        if (twice > 0)
        {
            yield return $"{twice} events were told under several ids, or never happened";
        }
    }

    private bool IsLater(Told one) => one.ServerDate > since;

    /// <summary>All that the wire's history shows.</summary>
    private async Task<List<Told>> HistoryAsync(KillHouse house)
    {
        var history = new List<Told>();
        var doors = (await house.ExpectAsync("v3/lock/list?pageSize=100"))["list"]!.AsArray().Select(door => (long)door!["lockId"]!).ToList();
        foreach (var door in doors)
        {
            for (var (page, pages) = (1, 1); page <= pages; page++)
            {
                var path = string.Create(CultureInfo.InvariantCulture, $"v3/lockRecord/list?lockId={door}&pageNo={page}&pageSize={PageSize}");
                var answer = await house.ExpectAsync(path);
                pages = (int)answer["pages"]!;
                history.AddRange(answer["list"]!.AsArray().Select(record => Told.Of(record!)));
            }
        }

        return history;
    }
}
