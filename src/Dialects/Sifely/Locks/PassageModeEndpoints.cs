using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Locks.Settings;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Sifely.Locks;

/// <summary>Passage mode: the hours in which a door stays open, in an old form of one window and a new one of up to five (19.2).</summary>
internal static class PassageModeEndpoints
{
    public static void Map(DialectRoutes sifely)
    {
        sifely.OfLock(AccessAct.ChangeSettings).MapMethods("/v3/lock/configPassageMode", SifelyDialect.GetAndPost, SetOneAsync);
        sifely.OfLock(AccessAct.ChangeSettings).MapMethods("/v3/lock/configurePassageMode", SifelyDialect.GetAndPost, SetManyAsync);
        sifely.OfLock(AccessAct.ReadDetail).MapMethods("/v3/lock/getPassageModeConfig", SifelyDialect.GetAndPost, AskOneAsync);
        sifely.OfLock(AccessAct.ReadDetail).MapMethods("/v3/lock/getPassageModeConfiguration", SifelyDialect.GetAndPost, AskManyAsync);
    }

    private static Task<SifelyAnswer> SetOneAsync(SifelyCaller caller, SifelyParameters given, SetOpenHours hours, CancellationToken cancel) =>
        SetAsync(caller, given, hours, given.OldPassageMode, cancel);

    private static Task<SifelyAnswer> SetManyAsync(SifelyCaller caller, SifelyParameters given, SetOpenHours hours, CancellationToken cancel) =>
        SetAsync(caller, given, hours, given.NewPassageMode, cancel);

    private static Task<SifelyAnswer> SetAsync(
        SifelyCaller caller,
        SifelyParameters given,
        SetOpenHours hours,
        Func<WantedHours?> read,
        CancellationToken cancel
    )
    {
        var (which, wanted, carriage) = (given.Lock(), read(), given.Carriage("type"));
        return given.YesAsync(() => hours.RunAsync(caller.Caller, which, wanted, carriage, cancel));
    }

    private static Task<SifelyAnswer> AskOneAsync(SifelyCaller caller, SifelyParameters given, LockQueries locks, CancellationToken cancel)
    {
        var which = given.Lock();
        return given.ReadAsync(
            () => locks.DetailAsync(caller.Caller, which, cancel),
            seen => OldPassageModeBody.Of(seen.OpenHours),
            SifelyJson.Wire.OldPassageModeBody
        );
    }

    private static Task<SifelyAnswer> AskManyAsync(SifelyCaller caller, SifelyParameters given, LockQueries locks, CancellationToken cancel)
    {
        var which = given.Lock();
        return given.ReadAsync(
            () => locks.DetailAsync(caller.Caller, which, cancel),
            seen => NewPassageModeBody.Of(seen.OpenHours),
            SifelyJson.Wire.NewPassageModeBody
        );
    }
}
