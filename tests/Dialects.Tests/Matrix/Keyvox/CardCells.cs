namespace Latchwork.Dialects.Tests.Matrix.Keyvox;

/// <summary>Cards of doors (keyvox.md 8). Acts ask for the scope before they look for what is named.</summary>
internal static class CardCells
{
    private const string Success = "200 0";

    public static readonly KeyvoxCell[] All =
    [
        Act("/v1/setCard", """{"cardCode":"{new code}","unitId":"{unit}"}"""),
        Act("/v1/updateCard", """{"cardId":"{card}","cardName":"Staff"}"""),
        Act("/v1/disableCard", """{"cardId":"{card}","unitId":"{other unit}"}"""),
        new("/v1/getCardStatus", """{"cardId":"{card}"}""") { WeakForeign = KeyvoxMatrix.TooWeak },
        new("/v1/getLockCardList", """{"lockId":"{lock}"}"""),
        Act("/v1/card/add", """{"cardCode":"{new code}"}""") with
        {
            Foreign = Success,
        },
        Act("/v1/addCard", """{"cardCode":"{new code}"}""") with
        {
            Foreign = Success,
        },
        Act("/v1/card/delCardList", """{"cardList":["{card}"]}""") with
        {
            Turn = 1,
        },
    ];

    private static KeyvoxCell Act(string path, string body) => new(path, body) { IsMutation = true, WeakForeign = KeyvoxMatrix.TooWeak };
}
