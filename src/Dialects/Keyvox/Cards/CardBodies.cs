using System.Globalization;
using Latchwork.Dialects.Keyvox.Locks;
using Latchwork.Dialects.Keyvox.Wire;
using Latchwork.Operations.Credentials;

namespace Latchwork.Dialects.Keyvox.Cards;

internal sealed record CardIdBody(string CardId);

internal sealed record CardStatusBody(string Status)
{
    /// <summary>The least advanced of the doors; any failure goes before (5.2).</summary>
    public static CardStatusBody Of(IReadOnlyList<SeenCode> grants) =>
        new(DeliveryStatus.LeastOf([.. grants.Select(DeliveryStatus.Of)]).ToString(CultureInfo.InvariantCulture));
}

internal sealed record CardListBody(IReadOnlyList<CardItem> CardList, string Position, string Records);

/// <param name="CardCode">Empty where codes are masked for the key, and after erasure (KR-3).</param>
/// <param name="STime">Absent without a limit, as is its end.</param>
internal sealed record CardItem(
    string Id,
    string CardId,
    string CardCode,
    string? CardName,
    string? STime,
    string? ETime,
    string? TargetName,
    string Status
)
{
    public static CardItem Of(SeenCode code, int number) =>
        new(
            Paging.Text(number),
            code.KeyvoxId,
            code.CardNumber is { } shown ? CardHex.Reveal(shown) : "",
            code.CardName,
            WireTime.Of(code.Window.StartsAt),
            WireTime.Of(code.Window.EndsAt),
            code.Name,
            Paging.Text(DeliveryStatus.Of(code))
        );
}
