using Latchwork.Dialects.Keyvox.Lockers;
using Latchwork.Dialects.Keyvox.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Cards;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Lockers;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Keyvox.Cards;

/// <summary>Cards of doors (8). A card is registered once and set at as many doors as it is to open.</summary>
internal static class CardEndpoints
{
    private const int LongestName = 200;

    public static void Map(DialectRoutes keyvox)
    {
        keyvox.Needs(Permission.CredentialsWrite, Noun.Card).MapPost("/v1/setCard", SetAsync);
        keyvox.Needs(Permission.CredentialsWrite, Noun.Card).MapPost("/v1/updateCard", UpdateAsync);
        keyvox.Needs(Permission.CredentialsWrite, Noun.Card).MapPost("/v1/disableCard", DisableAsync);
        keyvox.Needs(Permission.CredentialsRead, Noun.Card).MapPost("/v1/getCardStatus", StatusAsync);
        keyvox.Needs(Permission.CredentialsRead, Noun.Lock).MapPost("/v1/getLockCardList", ListAsync);
        keyvox.Needs(Permission.CredentialsWrite, Noun.Card).MapPost("/v1/card/add", AddAsync);
        keyvox.Needs(Permission.CredentialsWrite, Noun.Card).MapPost("/v1/addCard", AddAsync);
        keyvox.Needs(Permission.CredentialsWrite, Noun.Card).MapPost("/v1/card/delCardList", RemoveAsync);
    }

    private static Task<KeyvoxAnswer> SetAsync(KeyvoxCaller caller, KeyvoxInput given, SetCard set, WireIdIndex ids, CancellationToken cancel)
    {
        var (card, place, window) = (CardOf(given), PlaceOf(given), WindowOf(given));
        if (card is { Id: null, Number: null })
        {
            given.Refuse("cardId");
        }

        if (!place.IsSaid)
        {
            given.Refuse("unitId");
        }

        var (holder, text) = (given.Text("targetName", LongestName), TextOf(given));
        return given.ActAsync(
            () => set.RunAsync(caller.Caller, card, place, window, holder, text, cancel),
            made => NamedAsync(caller, made.Value, ids, cancel),
            row => NamedAsync(caller, row, ids, cancel)
        );
    }

    private static Task<KeyvoxAnswer> AddAsync(KeyvoxCaller caller, KeyvoxInput given, AddCard add, WireIdIndex ids, CancellationToken cancel)
    {
        var number = NumberOf(given);
        if (number is null)
        {
            given.Refuse("cardCode");
        }

        var text = TextOf(given);
        return given.ActAsync(
            () => add.RunAsync(caller.Caller, number!.Value, text, cancel),
            made => NamedAsync(caller, made.Value, ids, cancel),
            row => NamedAsync(caller, row, ids, cancel)
        );
    }

    private static async Task<KeyvoxAnswer> NamedAsync(KeyvoxCaller caller, Guid row, WireIdIndex ids, CancellationToken cancel) =>
        KeyvoxAnswer.Data(new CardIdBody(await ids.OfRowAsync(caller.Tenant, row, WireIdKind.KeyvoxCard, cancel)), KeyvoxJson.Wire.CardIdBody);

    private static Task<KeyvoxAnswer> UpdateAsync(KeyvoxCaller caller, KeyvoxInput given, UpdateCard update, CancellationToken cancel)
    {
        var card = new CardName(given.NeededId("cardId", WireIdKind.KeyvoxCard), null);
        var (place, text) = (PlaceOf(given), TextOf(given));
        var changes = new CredentialChanges
        {
            StartsAt = given.Instant("sTime"),
            EndsAt = given.Instant("eTime"),
            Name = given.Text("targetName", LongestName),
        };
        return given.ActAsync(() => update.RunAsync(caller.Caller, card, place, changes, text, cancel));
    }

    private static Task<KeyvoxAnswer> DisableAsync(
        KeyvoxCaller caller,
        KeyvoxInput given,
        DisableCard disable,
        DisableBoxCard boxes,
        CancellationToken cancel
    )
    {
        var card = new CardName(given.NeededId("cardId", WireIdKind.KeyvoxCard), null);
        if (given.Id("deviceId", WireIdKind.KeyvoxLocker) is not null || given.Text("boxNum") is not null)
        {
            return BoxCardEndpoints.DisableAsync(caller, given, card, boxes, cancel);
        }

        var place = PlaceOf(given);
        return given.ActAsync(() => disable.RunAsync(caller.Caller, card, place, cancel));
    }

    private static Task<KeyvoxAnswer> RemoveAsync(KeyvoxCaller caller, KeyvoxInput given, RemoveCards remove, CancellationToken cancel)
    {
        var cards = given.Texts("cardList")?.Select(id => new CardName(new WireId(WireIdKind.KeyvoxCard, id), null)).ToList();
        if (cards is null or [])
        {
            given.Refuse("cardList");
        }

        return given.ActAsync(() => remove.RunAsync(caller.Caller, cards!, cancel));
    }

    private static Task<KeyvoxAnswer> StatusAsync(KeyvoxCaller caller, KeyvoxInput given, CardQueries cards, CancellationToken cancel)
    {
        var (card, place) = (given.NeededId("cardId", WireIdKind.KeyvoxCard), PlaceOf(given));
        return given.AnswerAsync(() => cards.GrantsAsync(caller.Caller, card, place, cancel), CardStatusBody.Of, KeyvoxJson.Wire.CardStatusBody);
    }

    private static Task<KeyvoxAnswer> ListAsync(KeyvoxCaller caller, KeyvoxInput given, CodeQueries codes, CancellationToken cancel)
    {
        var smartLock = given.NeededId("lockId", WireIdKind.KeyvoxLock);
        var filter = new CodesFilter(given.Records()) { Offset = given.Ordinal() };
        return given.AnswerAsync(
            () => codes.OnLockAsync(caller.Caller, CredentialKind.Card, smartLock, filter, cancel),
            page => new CardListBody(
                [.. page.Items.Select((code, i) => CardItem.Of(code, i + 1))],
                Paging.NextOrdinal(filter.Offset, page.Items.Count, page.Total),
                Paging.Text(page.Items.Count)
            ),
            KeyvoxJson.Wire.CardListBody
        );
    }

    internal static CardName CardOf(KeyvoxInput given) => new(given.Id("cardId", WireIdKind.KeyvoxCard), NumberOf(given));

    /// <summary>Hexadecimal digits; colons and dashes between them count for nothing.</summary>
    private static CardNumber? NumberOf(KeyvoxInput given)
    {
        if (given.Text("cardCode")?.Replace(":", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal) is not { } text)
        {
            return null;
        }

        if (CardHex.Parse(text) is { } number)
        {
            return number;
        }

        given.Refuse("cardCode");
        return null;
    }

    private static CardPlace PlaceOf(KeyvoxInput given) =>
        given.Id("unitId", WireIdKind.KeyvoxUnit) is { } unit ? new(unit, null) : new(null, given.Id("lockId", WireIdKind.KeyvoxLock));

    private static TimeWindow WindowOf(KeyvoxInput given) => new(given.Instant("sTime"), given.Instant("eTime"));

    private static CardText TextOf(KeyvoxInput given) => new(given.Text("cardName", LongestName), given.Text("cardDesc", LongestName));
}
