using Latchwork.Operations.Audit;
using Latchwork.Operations.Cards;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Readers;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Operations.Lockers;

/// <summary>Cabinets, their boxes, and who has them.</summary>
internal static class LockerSetup
{
    public static void AddLockers(this IServiceCollection services)
    {
        services.AddSingleton(s => new LockerTurns(s.Get<CallerTurns>(), s.Get<WireIdIndex>()));
        services.AddSingleton(s => new BoxCommands(s.Get<ICommandQueue>(), s.Get<FormerCommand>(), s.Clock()));
        services.AddSingleton(s => new LockerQueries(s.Get<CallerReads>()));
        services.AddSingleton(s => new LockerUsage(s.Get<CallerReads>()));
        services.AddSingleton(s => new LeaseQueries(s.Get<CallerReads>()));
        services.AddSingleton(s => new BoxRecords(s.Get<CallerReads>(), s.Get<KeyRing>(), s.Get<RevealRecords>(), s.Get<HistoryReads>()));
        services.AddSingleton(s => new ChangeLocker(s.Get<LockerTurns>()));
        services.AddSingleton(s => new PlaceLocker(s.Get<LockerTurns>()));
        services.AddSingleton(s => new OpenBox(s.Get<LockerTurns>(), s.Get<BoxCommands>()));
        services.AddSingleton(s => new SetBoxLed(s.Get<LockerTurns>(), s.Get<BoxCommands>()));
        services.AddSingleton(s => new SetBoxStatus(s.Get<LockerTurns>()));
        services.AddSingleton(s => new NewBoxCodes(s.Get<KeyRing>(), s.Get<WireIds>(), s.Get<TellGuest>()));
        services.AddSingleton(s => new LeaseBox(s.Get<LockerTurns>(), s.Get<NewBoxCodes>(), s.Get<WireIds>()));
        services.AddSingleton(s => new ChangeLease(s.Get<LockerTurns>(), s.Get<NewBoxCodes>()));
        services.AddSingleton(s => new RevealLease(s.Get<LockerTurns>(), s.Get<NewBoxCodes>()));
        services.AddSingleton(s => new RepeatedLease(s.Get<LockerTurns>(), s.Get<NewBoxCodes>(), s.Get<RevealRecords>()));
        services.AddSingleton(s => new EndLease(s.Get<LockerTurns>()));
        services.AddSingleton(s => new UpdateBoxCard(s.Get<CardTurns>()));
        services.AddSingleton(s => new DisableBoxCard(s.Get<CardTurns>()));
        services.AddSingleton(s => new LeaseClock(s.Get<AccessDb>(), s.Clock()));
        services.AddSingleton(s => new PresentAtLocker(s.Get<AccessDb>(), s.Get<KeyRing>(), s.Get<BoxCommands>(), s.Get<LeaseClock>(), s.Clock()));
        services.AddSingleton<IPresentAtLocker>(s => s.Get<PresentAtLocker>());
    }
}
