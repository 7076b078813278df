namespace Latchwork.Dialects.Tests.Scenarios.Keyvox;

/// <summary>Cards of doors (keyvox.md 8), from no signature to success.</summary>
internal static class CardScenarios
{
    public static readonly Scenario[] Rows =
    [
        Call("Without a signature", "setCard", "{}", null),
        Call("Register", "card/add", """{"cardName":"guest","cardCode":"1234567890","cardDesc":"guest test"}""") with
        {
            Learns = [("card", "data.cardId")],
        },
        Call("The same number again", "card/add", """{"cardCode":"12:34:56:78:90"}"""),
        Call("No number", "card/add", """{"cardName":"guest"}"""),
        Call("Letters that are no digits", "card/add", """{"cardCode":"XYZ4567890"}"""),
        Call("Too few digits", "card/add", """{"cardCode":"123456"}"""),
        Call("A key that may not", "card/add", """{"cardCode":"99887766"}""", "{reader}"),
        Call("It opens nothing yet", "getCardStatus", """{"cardId":"{card}"}"""),
        Call(
            "At a door with two locks",
            "setCard",
            """{"cardId":"{card}","unitId":"{unit 101}","sTime":"{an hour ago}","eTime":"{in two hours}","targetName":"宿泊者"}"""
        ),
        Call("A lock that has no memory for cards", "setCard", """{"cardCode":"1234567890","lockId":"{Back gate}"}"""),
        Call("Twice at one door", "setCard", """{"cardId":"{card}","unitId":"{unit 101}","sTime":"{in an hour}","eTime":"{in three hours}"}"""),
        Call(
            "A number that nobody registered is registered by it",
            "setCard",
            """{"cardCode":"AB-CD-EF-01","cardName":"staff","unitId":"{unit 101}"}"""
        ) with
        {
            Learns = [("staff", "data.cardId")],
        },
        Call("A door without a lock", "setCard", """{"cardId":"{card}","unitId":"{unit 103}"}"""),
        Call("A lock that reads none", "setCard", """{"cardId":"{card}","lockId":"{Shed}"}"""),
        Call("AZ-3: a door of others", "setCard", """{"cardId":"{card}","unitId":"{unit a stranger's 101}"}"""),
        Call("AZ-3: a card of others", "setCard", """{"cardId":"{card}","unitId":"{unit a stranger's 101}"}""", "{stranger}"),
        Call("No card", "setCard", """{"unitId":"{unit 101}"}"""),
        Call("No door", "setCard", """{"cardId":"{card}"}"""),
        Call("A time that is over", "setCard", """{"cardId":"{card}","lockId":"{Office}","sTime":"1555411723","eTime":"1555498123"}"""),
        Call("The cards of a lock", "getLockCardList", """{"lockId":"{Office}"}"""),
        Call("From the second on", "getLockCardList", """{"lockId":"{Office}","position":1,"records":"1"}"""),
        Call("AZ-3: of a lock of others", "getLockCardList", """{"lockId":"{a stranger's Front door}"}"""),
        Call("How far it is at one door", "getCardStatus", """{"cardId":"{card}","lockId":"{Back gate}"}"""),
        Call("At a door where it never was", "getCardStatus", """{"cardId":"{staff}","lockId":"{Back gate}"}"""),
        Call("AZ-3: of a card of others", "getCardStatus", """{"cardId":"{card}"}""", "{stranger}"),
        Call("Longer at one door", "updateCard", """{"cardId":"{card}","unitId":"{unit 101}","eTime":"{in three hours}","targetName":"宿泊者 2"}"""),
        Call("Another name", "updateCard", """{"cardId":"{card}","cardName":"long stay"}"""),
        Call("At a door where it is not", "updateCard", """{"cardId":"{staff}","lockId":"{Back gate}","eTime":"{in three hours}"}"""),
        Call("A card that is not there", "updateCard", """{"cardId":"610112d359f874472a51ed47","cardName":"x"}"""),
        Call("So it is listed", "getLockCardList", """{"lockId":"{Front door}"}"""),
        Call("At one lock of the door's", "updateCard", """{"cardId":"{card}","lockId":"{Front door}","eTime":"{in three hours}"}"""),
        Call("Off one lock", "disableCard", """{"cardId":"{card}","lockId":"{Front door}"}"""),
        Call("Off it alone", "getLockCardList", """{"lockId":"{Office}"}"""),
        Call("Off one door", "disableCard", """{"cardId":"{card}","unitId":"{unit 101}"}"""),
        Call("Off it again", "disableCard", """{"cardId":"{card}","unitId":"{unit 101}"}"""),
        Call("AZ-3: others disable nothing", "disableCard", """{"cardId":"{card}"}""", "{stranger}"),
        Call("Removed with all that it opens", "card/delCardList", """{"cardList":["{card}"]}"""),
        Call("It is gone", "disableCard", """{"cardId":"{card}"}"""),
        Call("No card is removed where one is not there", "card/delCardList", """{"cardList":["{staff}","610112d359f874472a51ed47"]}"""),
        Call("None is named", "card/delCardList", """{"cardList":[]}"""),
        Call("Everywhere", "disableCard", """{"cardId":"{staff}"}"""),
    ];

    private static Scenario Call(string name, string function, string json, string? by = "{desk}") =>
        new(name, "POST", $"/v1/{function}", by) { Json = json };
}
