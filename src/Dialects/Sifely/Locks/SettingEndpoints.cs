using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Locks.Settings;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Sifely.Locks;

/// <summary>What a lock is set to: relocking, switches, clock, battery, super passcode (13.7, 19.2).</summary>
internal static class SettingEndpoints
{
    public static void Map(DialectRoutes sifely)
    {
        sifely.OfLock(AccessAct.ChangeSettings).MapMethods("/v3/lock/setAutoLockTime", SifelyDialect.GetAndPost, AutoLockAsync);
        sifely.OfLock(AccessAct.ChangeSettings).MapMethods("/v3/lock/updateSetting", SifelyDialect.GetAndPost, ChangeAsync);
        sifely.OfLock(AccessAct.ReadDetail).MapMethods("/v3/lock/querySetting", SifelyDialect.GetAndPost, AskAsync);
        sifely.OfLock(AccessAct.ReadDetail).MapMethods("/v3/lock/queryElectricQuantity", SifelyDialect.GetAndPost, AskBatteryAsync);
        sifely.OfLock(AccessAct.ChangeSettings).MapMethods("/v3/lock/updateElectricQuantity", SifelyDialect.GetAndPost, ClaimBatteryAsync);
        sifely.OfLock(AccessAct.ReadDetail).MapMethods("/v3/lock/queryDate", SifelyDialect.GetAndPost, AskClockAsync);
        sifely.OfLock(AccessAct.ChangeSettings).MapMethods("/v3/lock/updateDate", SifelyDialect.GetAndPost, SetClockAsync);
        sifely.OfLock(AccessAct.ChangeSettings).MapMethods("/v3/lock/changeAdminKeyboardPwd", SifelyDialect.GetAndPost, SuperPasscodeAsync);
    }

    private static Task<SifelyAnswer> AutoLockAsync(SifelyCaller caller, SifelyParameters given, SetAutoLock autoLock, CancellationToken cancel)
    {
        var (which, after, carriage) = (given.Lock(), given.AutoLockTime(), given.Carriage("type"));
        return given.YesAsync(() => autoLock.RunAsync(caller.Caller, which, after, carriage, cancel));
    }

    private static Task<SifelyAnswer> ChangeAsync(
        SifelyCaller caller,
        SifelyParameters given,
        ChangeLockSetting change,
        SifelyOptions options,
        CancellationToken cancel
    )
    {
        var which = given.Lock();
        var changes = given.SettingChanges(isTTLock: caller.Caller.Surface == Surface.TTLock);
        var carriage = given.Carriage("changeType");
        return given.YesAsync(() => change.RunAsync(caller.Caller, which, changes, carriage, options.Wait, cancel));
    }

    private static Task<SifelyAnswer> AskAsync(SifelyCaller caller, SifelyParameters given, LockQueries locks, CancellationToken cancel)
    {
        var (which, setting) = (given.Lock(), given.Setting());
        return given.ReadAsync(
            () => locks.DetailAsync(caller.Caller, which, cancel),
            seen => new SettingBody(SettingValues.Told(seen.Settings, setting)),
            SifelyJson.Wire.SettingBody
        );
    }

    private static Task<SifelyAnswer> AskBatteryAsync(
        SifelyCaller caller,
        SifelyParameters given,
        LockBattery battery,
        SifelyOptions options,
        CancellationToken cancel
    )
    {
        var which = given.Lock();
        return given.DeviceReadAsync(
            () => battery.AskAsync(caller.Caller, which, options.Wait, cancel),
            percent => new BatteryBody(percent),
            SifelyJson.Wire.BatteryBody
        );
    }

    private static Task<SifelyAnswer> ClaimBatteryAsync(SifelyCaller caller, SifelyParameters given, LockBattery battery, CancellationToken cancel)
    {
        var (which, percent) = (given.Lock(), given.Percent("electricQuantity"));
        return given.YesAsync(() => battery.ClaimAsync(caller.Caller, which, percent, cancel));
    }

    private static Task<SifelyAnswer> AskClockAsync(
        SifelyCaller caller,
        SifelyParameters given,
        LockClock clock,
        SifelyOptions options,
        CancellationToken cancel
    )
    {
        var which = given.Lock();
        return given.DeviceReadAsync(
            () => clock.AskAsync(caller.Caller, which, options.Wait, cancel),
            at => new DateBody(WireTime.Milliseconds(at)),
            SifelyJson.Wire.DateBody
        );
    }

    private static Task<SifelyAnswer> SetClockAsync(
        SifelyCaller caller,
        SifelyParameters given,
        LockClock clock,
        TimeProvider time,
        SifelyOptions options,
        CancellationToken cancel
    )
    {
        var which = given.Lock();
        return given.MadeAsync(
            () => clock.SetAsync(caller.Caller, which, options.Wait, cancel),
            _ => new DateBody(WireTime.Milliseconds(time.GetUtcNow())),
            SifelyJson.Wire.DateBody
        );
    }

    private static Task<SifelyAnswer> SuperPasscodeAsync(
        SifelyCaller caller,
        SifelyParameters given,
        SetSuperPasscode set,
        SifelyOptions options,
        CancellationToken cancel
    )
    {
        var (which, digits, carriage) = (given.Lock(), given.SuperPasscode("password"), given.Carriage("changeType"));
        TimeSpan? wait = carriage == Carriage.Link ? options.Wait : null;
        return given.YesAsync(() => set.RunAsync(caller.Caller, which, digits, wait, cancel));
    }
}

/// <param name="Value">1 on, 2 off, 0 unknown.</param>
internal sealed record SettingBody(int Value);

/// <param name="ElectricQuantity">Per cent.</param>
internal sealed record BatteryBody(int ElectricQuantity);

/// <param name="Date">The lock's clock.</param>
internal sealed record DateBody(long Date);
