using Latchwork.Dialects.Keyvox.Cards;
using Latchwork.Dialects.Keyvox.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Lockers;
using Latchwork.Domain.Users;
using Latchwork.Operations.Cards;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Lockers;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Keyvox.Lockers;

/// <summary>Cards of boxes (8). None of the two functions that would end one is named by the wire: <c>disableCard</c> with a cabinet does.</summary>
internal static class BoxCardEndpoints
{
    private const int LongestName = 200;

    public static void Map(DialectRoutes keyvox)
    {
        keyvox.Needs(Permission.CredentialsWrite, Noun.Locker).MapPost("/v1/setLockerCard", SetAsync);
        keyvox.Needs(Permission.CredentialsWrite, Noun.Card).MapPost("/v1/updateLockerCard", UpdateAsync);
    }

    private static Task<KeyvoxAnswer> SetAsync(
        KeyvoxCaller caller,
        KeyvoxInput given,
        LeaseBox lease,
        RepeatedLease repeated,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        var (device, number, card) = (LockerEndpoints.DeviceOf(given), LockerEndpoints.NumberOf(given), CardEndpoints.CardOf(given));
        if (card is { Id: null, Number: null })
        {
            given.Refuse("cardId");
        }

        var request = new LeaseBoxRequest
        {
            Locker = device,
            Number = number.Error is null ? number.Value : null,
            Kind = BoxLeaseKind.Rental,
            StartsAt = given.Instant("sTime") ?? clock.GetUtcNow(),
            EndsAt = given.Instant("eTime"),
            HasPasscode = false,
            RegisteredCard = card,
            Name = given.Text("targetName", LongestName),
        };
        return given.ActAsync(
            async () => number.Error is null ? await lease.RunAsync(caller.Caller, request, cancel) : AccessError.NotFound(Noun.Box),
            made => Task.FromResult(Told(made)),
            async row => (await repeated.RunAsync(caller.Caller, row, default, cancel)).IsRefused(out var gone, out var made) ? gone : Told(made)
        );

        static KeyvoxAnswer Told(LeasedBox made) => KeyvoxAnswer.Data(new CardIdBody(made.Card?.CardId ?? ""), KeyvoxJson.Wire.CardIdBody);
    }

    private static Task<KeyvoxAnswer> UpdateAsync(KeyvoxCaller caller, KeyvoxInput given, UpdateBoxCard update, CancellationToken cancel)
    {
        var card = new CardName(given.NeededId("cardId", WireIdKind.KeyvoxCard), null);
        var place = PlaceOf(given);
        var changes = new LeaseChanges(null, given.Instant("sTime"), given.Instant("eTime"), given.Text("targetName", LongestName));
        return given.ActAsync(() => update.RunAsync(caller.Caller, card, place, changes, cancel));
    }

    public static Task<KeyvoxAnswer> DisableAsync(
        KeyvoxCaller caller,
        KeyvoxInput given,
        CardName card,
        DisableBoxCard disable,
        CancellationToken cancel
    )
    {
        var place = PlaceOf(given);
        return given.ActAsync(() => disable.RunAsync(caller.Caller, card, place, cancel));
    }

    /// <summary>A box is one of a cabinet: its number alone names none.</summary>
    private static BoxPlace PlaceOf(KeyvoxInput given)
    {
        var place = new BoxPlace(given.Id("deviceId", WireIdKind.KeyvoxLocker), given.Text("boxNum"));
        if (place is { Locker: null, Number: not null })
        {
            given.Refuse("deviceId");
        }

        return place;
    }
}
