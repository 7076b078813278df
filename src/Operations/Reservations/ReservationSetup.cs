using Latchwork.Operations.Audit;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Events;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Reservations.Plans;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Sites;
using Latchwork.Operations.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Operations.Reservations;

/// <summary>Sites, units, plans and stays.</summary>
internal static class ReservationSetup
{
    public static void AddReservations(this IServiceCollection services)
    {
        services.AddSingleton(s => new TenantTurns(s.Get<CallerTurns>(), s.Get<WireIdIndex>()));

        // Sites and units.
        services.AddSingleton(s => new ChangeSite(s.Get<TenantTurns>(), s.Get<KeyRing>()));
        services.AddSingleton(s => new SitePlans(s.Get<TenantTurns>(), s.Get<CallerReads>()));
        services.AddSingleton(s => new AddUnit(s.Get<TenantTurns>(), s.Get<WireIds>()));
        services.AddSingleton(s => new ChangeUnit(s.Get<TenantTurns>()));
        services.AddSingleton(s => new ArchiveUnit(s.Get<TenantTurns>()));
        services.AddSingleton(s => new PlaceLocks(s.Get<TenantTurns>(), s.Get<StayCodes>(), s.Get<StayNews>(), s.Get<KeyRing>()));
        services.AddSingleton(s => new UnitQueries(s.Get<CallerReads>(), s.Get<KeyRing>()));

        // Plans.
        services.AddSingleton(s => new AddRoomPlan(s.Get<TenantTurns>(), s.Get<WireIds>()));
        services.AddSingleton(s => new ChangeRoomPlan(s.Get<TenantTurns>()));
        services.AddSingleton(s => new RoomPlanQueries(s.Get<CallerReads>()));

        // Stays.
        services.AddSingleton(s => new StayCodes(s.Get<NewCredentials>(), s.Get<IssueOfflinePasscode>()));
        services.AddSingleton(s => new StayNews(s.Get<TellGuest>()));
        services.AddSingleton(s => new StayTurns(s.Get<TenantTurns>(), s.Get<StayCodes>(), s.Get<StayNews>(), s.Get<KeyRing>()));
        services.AddSingleton(s => new RoomSearch(s.Get<CallerReads>(), s.Get<KeyRing>(), s.Get<WireIdIndex>()));
        services.AddSingleton(s => new BookReservation(
            s.Get<TenantTurns>(),
            s.Get<StayCodes>(),
            s.Get<StayNews>(),
            s.Get<KeyRing>(),
            s.Get<WireIds>()
        ));
        services.AddSingleton(s => new BlockUnit(s.Get<BookReservation>()));
        services.AddSingleton(s => new ChangeReservation(s.Get<StayTurns>(), s.Get<TenantTurns>(), s.Get<StayNews>()));
        services.AddSingleton(s => new CancelReservation(s.Get<StayTurns>()));
        services.AddSingleton(s => new CheckIn(s.Get<StayTurns>()));
        services.AddSingleton(s => new CheckOut(s.Get<StayTurns>()));
        services.AddSingleton(s => new DecideReservation(s.Get<StayTurns>()));
        services.AddSingleton(s => new SendStay(s.Get<StayTurns>(), s.Get<StayNews>()));
        services.AddSingleton(s => new StayMessages(s.Get<CallerReads>()));
        services.AddSingleton(s => new StayEvents(s.Get<CallerReads>(), s.Get<EventFeed>(), s.Get<HistoryReads>()));
        services.AddSingleton(s => new EraseGuest(s.Get<TenantTurns>()));
        services.AddSingleton(s => new ReservationQueries(s.Get<CallerReads>(), s.Get<RevealRecords>(), s.Get<KeyRing>()));
        services.AddSingleton(s => new ReservationClock(s.Get<AccessDb>(), s.Get<TimeProvider>()));
    }

    private static T Get<T>(this IServiceProvider services)
        where T : notnull => services.GetRequiredService<T>();
}
