using Latchwork.Operations.Notifications;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Webhooks.Happenings;

/// <summary>An event, and the lock that it is told of where the event names none: one behind a link that was lost.</summary>
internal readonly record struct HappeningAsk(HappeningKey Key, Guid? Lock);

/// <summary>Reads what events are about, in two questions, however many there are.</summary>
internal sealed class LoadHappenings(ServerAddress server)
{
    public async Task<LoadedHappenings> RunAsync(Work work, IEnumerable<HappeningAsk> wanted, CancellationToken cancel)
    {
        var asks = wanted.Distinct().ToList();
        if (asks.Count == 0)
        {
            return LoadedHappenings.None;
        }

        object?[] which =
        [
            asks.Select(ask => ask.Key.Tenant.Value).ToArray(),
            asks.Select(ask => ask.Key.Sequence).ToArray(),
            asks.Select(ask => ask.Key.ReceivedAt).ToArray(),
        ];
        var rows = await work.ListAsync(HappeningRow.Sql, HappeningRow.Read, [.. which, asks.Select(ask => ask.Lock).ToArray()], cancel);
        var stays = await work.ListAsync(StayRow.Sql, StayRow.Read, which, cancel);
        return new LoadedHappenings(rows.ToDictionary(row => asks[(int)row.Number - 1]), stays.ToLookup(row => row.Of), server.Url);
    }
}

/// <summary>What was read, still sealed.</summary>
internal sealed class LoadedHappenings(Dictionary<HappeningAsk, HappeningRow> rows, ILookup<HappeningKey, StayRow> stays, Uri? server)
{
    public static LoadedHappenings None { get; } = new([], Array.Empty<StayRow>().ToLookup(row => row.Of), null);

    /// <param name="showsCodes">Those of a stay (WH-5).</param>
    /// <returns>Null where the event is kept no longer.</returns>
    public Happening? Open(HappeningAsk ask, TenantKeys source, TenantKeys installation, bool showsCodes)
    {
        var of = stays[ask.Key].ToList();
        return rows.GetValueOrDefault(ask)?.Open(ask.Lock, installation, of.Count == 0 ? null : StayRow.Open(of, source, server, showsCodes));
    }
}
