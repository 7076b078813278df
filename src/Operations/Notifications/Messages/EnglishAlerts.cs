using System.Globalization;
using Latchwork.Domain.Alerts;
using Latchwork.Domain.Audit;

namespace Latchwork.Operations.Notifications.Messages;

/// <summary>What happened, in a few English words.</summary>
internal static class EnglishAlerts
{
    public static string What(AlertLine line) => line.IsEnd ? End(line) : Beginning(line);

    private static string Beginning(AlertLine line) =>
        line.Topic switch
        {
            AlertTopic.DoorForced => "the door was opened although its bolt was thrown",
            AlertTopic.DoorAjar => line.MinutesFact("openFor") is > 0 and { } minutes
                ? $"the door has been open for {minutes} min"
                : "the door stands open",
            AlertTopic.DoorLeftUnlocked => "the door could not be locked and stands unlocked",
            AlertTopic.Jammed => "the bolt is stuck",
            AlertTopic.Tampered => "somebody is tampering with it",
            AlertTopic.WrongCodes when Is(line, AuditKind.KeypadDisabled) => "the keypad is out of service after too many wrong codes",
            AlertTopic.WrongCodes => "many wrong codes were tried",
            AlertTopic.BatteryLow => $"the battery is low{Level(line)}",
            AlertTopic.BatteryForecast => $"the battery will probably be empty{Day(" by ", line.LocalFact("likelyEmptyAt"))}{Level(line)}",
            AlertTopic.LinkOffline or AlertTopic.DeviceOffline => "offline",
            AlertTopic.CredentialAtRisk => $"a code may not open the door{Because(line)}",
            AlertTopic.StayAtRisk when Is(line, AuditKind.BatteryEndsInStay) => "the battery will probably not last the coming stay",
            AlertTopic.StayAtRisk => $"it is not sure that the guest of a coming stay gets in{Because(line)}",
            AlertTopic.ClockDrift => $"the clock of the lock is wrong{Seconds(line)}",
            AlertTopic.Forgery => $"somebody sent forged or repeated requests{Number(line)}",
            AlertTopic.WebhookPaused => "this webhook failed too often, and nothing is sent to it any more",
        };

    private static string End(AlertLine line) =>
        line.Topic switch
        {
            AlertTopic.DoorForced or AlertTopic.DoorAjar => "the door is closed again",
            AlertTopic.Jammed => "the bolt moves again",
            AlertTopic.LinkOffline or AlertTopic.DeviceOffline => "back online",
            AlertTopic.CredentialAtRisk => "the code is proven to be at the lock",
            AlertTopic.StayAtRisk => "the guest gets in after all",
            _ => "over",
        };

    private static bool Is(AlertLine line, AuditKind kind) => line.Facts.GetValueOrDefault("kind") == kind.ToString();

    private static string Level(AlertLine line) => line.Facts.TryGetValue("battery", out var level) ? $" ({level} % now)" : "";

    private static string Day(string word, DateTime? day) =>
        day is { } known ? word + known.ToString("d MMMM yyyy", CultureInfo.InvariantCulture) : "";

    private static string Because(AlertLine line) => line.Facts.TryGetValue("because", out var because) ? $": {because.TrimEnd('.')}" : "";

    private static string Seconds(AlertLine line) => line.Facts.TryGetValue("drift", out var drift) ? $" by {drift.TrimStart('-')} s" : "";

    private static string Number(AlertLine line) => line.Facts.TryGetValue("number", out var number) ? $" ({number} in a minute)" : "";
}
