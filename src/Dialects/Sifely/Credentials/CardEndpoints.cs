using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Credentials;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Sifely.Credentials;

/// <summary>IC cards (7, 19.5).</summary>
internal static class CardEndpoints
{
    private const string Path = "/v3/identityCard";

    public static void Map(DialectRoutes sifely)
    {
        sifely.OfLock(AccessAct.RevealCredentials).MapMethods($"{Path}/list", SifelyDialect.GetAndPost, ListAsync);
        sifely.OfLock(AccessAct.ManageCredentials).MapMethods($"{Path}/add", SifelyDialect.GetAndPost, AddAsync);
        sifely.OfLock(AccessAct.ManageCredentials).MapMethods($"{Path}/addForReversedCardNumber", SifelyDialect.GetAndPost, AddReversedAsync);
        new CredentialCalls(CredentialKind.Card, Path, "cardId", "cardName").Map(sifely);
    }

    private static Task<SifelyAnswer> ListAsync(
        SifelyCaller caller,
        SifelyParameters given,
        CredentialQueries cards,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        var number = given.RequiredWhole("lockId");
        var paging = given.Paging();
        var filter = new CredentialsFilter(paging.Request) { Order = given.Order(), Search = given.Text("searchStr") };
        return given.PageAsync(
            paging,
            () => cards.OnLockWithValuesAsync(caller.Caller, CredentialKind.Card, SifelyParameters.LockOf(number), filter, cancel),
            seen => CardInfo.Of(seen, number, clock.GetUtcNow()),
            SifelyJson.Wire.PageBodyCardInfo
        );
    }

    private static Task<SifelyAnswer> AddAsync(
        SifelyCaller caller,
        SifelyParameters given,
        EnrollCard enroll,
        PushCredential push,
        SifelyOptions options,
        CancellationToken cancel
    ) => EnrollAsync(given.CardNumber("cardNumber"), caller, given, enroll, push, options, cancel);

    /// <summary>Desktop readers give a number from its other end: it is turned round, and so stored and listed (7.2).</summary>
    private static Task<SifelyAnswer> AddReversedAsync(
        SifelyCaller caller,
        SifelyParameters given,
        EnrollCard enroll,
        PushCredential push,
        SifelyOptions options,
        CancellationToken cancel
    )
    {
        var number = given.CardNumber("cardNumber");
        return EnrollAsync(given.Refusal is null ? number.Reversed : number, caller, given, enroll, push, options, cancel);
    }

    private static Task<SifelyAnswer> EnrollAsync(
        CardNumber number,
        SifelyCaller caller,
        SifelyParameters given,
        EnrollCard enroll,
        PushCredential push,
        SifelyOptions options,
        CancellationToken cancel
    )
    {
        var (smartLock, reach) = (given.Lock(), given.Reach("addType"));
        var request = new EnrollCardRequest(number)
        {
            Locks = [smartLock],
            Name = given.Text("cardName"),
            Window = given.Period(),
            Hours = given.HoursOfNew("cardType"),
        };
        return given.MadeAsync(
            () =>
                reach == Reach.Link
                    ? push.EnrollAsync(caller.Caller, request, options.Wait, cancel)
                    : enroll.RunAsync(caller.Caller, request, cancel),
            made => new CardAddedBody(made.Enrollments[0].Number),
            SifelyJson.Wire.CardAddedBody
        );
    }
}
