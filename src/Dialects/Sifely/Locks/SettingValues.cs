using Latchwork.Dialects.Sifely.Credentials;
using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Locks.Settings;

namespace Latchwork.Dialects.Sifely.Locks;

/// <summary>Settings of locks in this wire's numbers (13.7, 19.2).</summary>
internal static class SettingValues
{
    private const int SoundType = 6;
    private const int Loudest = 5;
    private const int AutoLockOff = -1;

    private static readonly SifelyError NotAPeriod = new(400, -4082, "Auto locking period invalid");

    private static readonly Dictionary<long, LockSetting> Types = new()
    {
        [2] = LockSetting.PrivacyLock,
        [3] = LockSetting.TamperAlert,
        [4] = LockSetting.ResetButton,
        [SoundType] = LockSetting.Sound,
        [7] = LockSetting.OpenDirection,
        [8] = LockSetting.Volume,
        [10] = LockSetting.PowerSaving,
        [11] = LockSetting.DoorOpenAlarm,
    };

    public static Carriage Carriage(this SifelyParameters given, string name) =>
        given.Reach(name) == Reach.Link ? Operations.Locks.Settings.Carriage.Link : Operations.Locks.Settings.Carriage.Phone;

    /// <summary>Null for off, which is 0 as well as -1.</summary>
    public static TimeSpan? AutoLockTime(this SifelyParameters given)
    {
        var seconds = given.RequiredWhole("seconds", JavaType.Integer);
        if (seconds is 0 or AutoLockOff)
        {
            return null;
        }

        if (seconds >= SetAutoLock.Shortest.TotalSeconds && seconds <= SetAutoLock.Longest.TotalSeconds)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        given.Refuse(NotAPeriod);
        return null;
    }

    public static PinDigits SuperPasscode(this SifelyParameters given, string name)
    {
        var text = given.RequiredText(name);
        if (text.Length <= 9 && PinDigits.Parse(text) is { Error: null, Value: var digits })
        {
            return digits;
        }

        given.Refuse(PasscodeGiven.WrongLength);
        return default;
    }

    public static int Percent(this SifelyParameters given, string name)
    {
        var percent = given.RequiredWhole(name, JavaType.Integer);
        if (percent is >= 0 and <= 100)
        {
            return (int)percent;
        }

        given.Refuse(SifelyError.Invalid($"'{name}' is 0 to 100."));
        return 0;
    }

    public static LockSetting Setting(this SifelyParameters given)
    {
        if (Types.TryGetValue(given.RequiredWhole("type", JavaType.Integer), out var setting))
        {
            return setting;
        }

        given.Refuse(SifelyError.Invalid("'type' is 2, 3, 4, 6, 7, 8, 10 or 11."));
        return default;
    }

    /// <summary>
    /// This wire's clients send the sound as 0 for off and 1 to 5 for on and so loud, in one; TTLock's as a switch like the others (19.2).
    /// </summary>
    public static IReadOnlyList<(LockSetting Setting, int Value)> SettingChanges(this SifelyParameters given, bool isTTLock)
    {
        var setting = given.Setting();
        var value = given.RequiredWhole("value", JavaType.Integer);
        if (given.Refusal is not null)
        {
            return [];
        }

        if (setting == LockSetting.Sound && !isTTLock && value is >= 0 and <= Loudest)
        {
            return value == 0 ? [(LockSetting.Sound, 0)] : [(LockSetting.Sound, 1), (LockSetting.Volume, (int)value)];
        }

        var core = IsSwitch(setting) ? (value is 1 or 2 ? 2 - value : -1) : value;
        if (core is < 0 or > int.MaxValue || !setting.Takes((int)core))
        {
            given.Refuse(SifelyError.Invalid("'value' is not one that the setting can have."));
            return [];
        }

        return [(setting, (int)core)];
    }

    /// <summary>0 where nobody ever told.</summary>
    public static int Told(IReadOnlyDictionary<LockSetting, int> settings, LockSetting setting) =>
        !settings.TryGetValue(setting, out var value) ? 0
        : IsSwitch(setting) ? Switch.Of(value == 1)
        : value;

    private static bool IsSwitch(LockSetting setting) =>
        setting is not (LockSetting.Volume or LockSetting.OpenDirection or LockSetting.DoorOpenAlarm);
}
