using System.Globalization;
using Latchwork.Dialects.Keyvox.Wire;
using Latchwork.Operations.Audit;

namespace Latchwork.Dialects.Keyvox.Records;

internal sealed record HistoryBody(IReadOnlyList<HistoryItem> History, string Position, string Records);

/// <param name="Etime">When it happened.</param>
/// <param name="PinCode">Of what was opened by PIN alone.</param>
internal sealed record HistoryItem(string Id, string LockId, string Etime, string Etype, string UserName, string? Value, string? PinCode)
{
    public static HistoryItem Of(DoorEvent told)
    {
        var type = EventTypes.Of(told.Facts);
        return new(
            told.Number.ToString(CultureInfo.InvariantCulture),
            told.Lock.KeyvoxId,
            WireTime.Of(told.HappenedAt),
            type.Type,
            WhoOf(told, type),
            type.Value,
            PinOf(told, type)
        );
    }

    /// <summary>Whose code it was; an opening from afar is told of the program or the person that asked for it (5.5).</summary>
    internal static string WhoOf(DoorEvent told, EventType type) =>
        type.Type == EventTypes.Application ? told.Person?.Name ?? "API" : told.Shown?.Name ?? "";

    /// <summary>Empty where it is masked or erased.</summary>
    internal static string? PinOf(DoorEvent told, EventType type) => type.Type == EventTypes.Pin && type.IsDone ? told.Digits?.Reveal() ?? "" : null;
}

internal sealed record EventListBody(IReadOnlyList<EventItem> List, string Total, string Page, string Count);

/// <param name="Uid">Of the person who asked for it, as is what follows.</param>
/// <param name="Result">1 done, 0 not.</param>
internal sealed record EventItem(
    string Id,
    string Uid,
    string Uname,
    string Uphone,
    string LockId,
    string LockName,
    string? UnitId,
    string? UnitName,
    string PlaceId,
    string PlaceName,
    string Etype,
    string Etime,
    string? Value,
    string? PinCode,
    string? CardId,
    string Result
)
{
    /// <param name="withTelephone">Tokens of services are for no people: they see none.</param>
    public static EventItem Of(DoorEvent told, bool withTelephone)
    {
        var type = EventTypes.Of(told.Facts);
        return new(
            told.Number.ToString(CultureInfo.InvariantCulture),
            told.Person?.KeyvoxId ?? "",
            HistoryItem.WhoOf(told, type),
            (withTelephone ? told.Person?.Telephone : null) ?? "",
            told.Lock.KeyvoxId,
            told.Lock.Name,
            told.Unit?.KeyvoxId,
            told.Unit?.Name,
            told.Site.KeyvoxId,
            told.Site.Name,
            type.Type,
            WireTime.Of(told.HappenedAt),
            type.Value,
            HistoryItem.PinOf(told, type),
            type.Type == EventTypes.Card ? told.Shown?.KeyvoxId ?? "" : null,
            type.IsDone ? "1" : "0"
        );
    }
}
