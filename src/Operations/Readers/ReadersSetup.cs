using Latchwork.Operations.GuestPages;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Operations.Readers;

/// <summary>The parts of what is shown at doors. The cabinet's side is added by the room of the lockers.</summary>
internal static class ReadersSetup
{
    public static void AddReaders(this IServiceCollection services)
    {
        services.AddSingleton(s => new ReaderPlaces(s.Get<AccessDb>()));
        services.AddSingleton(s => new PresentCredential(
            s.Get<ReaderPlaces>(),
            s.Get<DoorControl>(),
            s.GetService<IPresentAtLocker>(),
            s.Get<AccessDb>(),
            s.Get<KeyRing>(),
            s.Get<TimeProvider>()
        ));
        services.AddSingleton(s => new PageReveals(s.Get<AccessDb>(), s.Get<TimeProvider>()));
        services.AddSingleton(s => new ReadGuestPage(
            s.Get<AccessDb>(),
            s.Get<KeyRing>(),
            s.Get<WireIdIndex>(),
            s.Get<PageReveals>(),
            s.Get<TimeProvider>()
        ));
        services.AddSingleton(s => new ReaderQueries(s.Get<CallerReads>()));
        services.AddSingleton(s => new PlaceReader(s.Get<CallerWrites>(), s.Get<WireIdIndex>()));
    }

    private static T Get<T>(this IServiceProvider services)
        where T : notnull => services.GetRequiredService<T>();
}
