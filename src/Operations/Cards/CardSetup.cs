using Latchwork.Operations.Credentials;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Operations.Cards;

internal static class CardSetup
{
    public static void AddCards(this IServiceCollection services)
    {
        services.AddSingleton(s => new CardTurns(s.Get<CallerTurns>(), s.Get<KeyRing>(), s.Get<WireIdIndex>()));
        services.AddSingleton(s => new AddCard(s.Get<CardTurns>(), s.Get<WireIds>()));
        services.AddSingleton(s => new SetCard(s.Get<CardTurns>(), s.Get<NewCredentials>(), s.Get<WireIds>()));
        services.AddSingleton(s => new UpdateCard(s.Get<CardTurns>()));
        services.AddSingleton(s => new DisableCard(s.Get<CardTurns>()));
        services.AddSingleton(s => new RemoveCards(s.Get<CardTurns>()));
        services.AddSingleton(s => new CardQueries(s.Get<CallerReads>(), s.Get<WireIdIndex>()));
    }
}
