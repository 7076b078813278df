using Latchwork.Domain.Alerts;
using Latchwork.Domain.Audit;

namespace Latchwork.Operations.Notifications.Messages;

/// <summary>The same in Japanese. Reasons that the event gives in English are left out.</summary>
internal static class JapaneseAlerts
{
    public static string What(AlertLine line) => line.IsEnd ? End(line) : Beginning(line);

    private static string Beginning(AlertLine line) =>
        line.Topic switch
        {
            AlertTopic.DoorForced => "施錠中のドアが開けられました。",
            AlertTopic.DoorAjar => line.MinutesFact("openFor") is > 0 and { } minutes
                ? $"ドアが{minutes}分間開いたままです。"
                : "ドアが開いたままです。",
            AlertTopic.DoorLeftUnlocked => "施錠できず、解錠されたままです。",
            AlertTopic.Jammed => "デッドボルトが途中で止まっています。",
            AlertTopic.Tampered => "機器が触られている可能性があります。",
            AlertTopic.WrongCodes when Is(line, AuditKind.KeypadDisabled) => "誤った暗証番号が続いたため、テンキーが停止しました。",
            AlertTopic.WrongCodes => "誤った暗証番号が続けて入力されました。",
            AlertTopic.BatteryLow => $"電池の残量が少なくなっています。{Level(line)}",
            AlertTopic.BatteryForecast => $"電池は{Day(line.LocalFact("likelyEmptyAt"))}なくなる見込みです。{Level(line)}",
            AlertTopic.LinkOffline or AlertTopic.DeviceOffline => "オフラインになりました。",
            AlertTopic.CredentialAtRisk => "暗証番号などで解錠できないおそれがあります。",
            AlertTopic.StayAtRisk when Is(line, AuditKind.BatteryEndsInStay) => "電池は次のご滞在の終わりまでもたない見込みです。",
            AlertTopic.StayAtRisk => "次のお客様が入室できないおそれがあります。",
            AlertTopic.ClockDrift => $"錠の時計がずれています。{Seconds(line)}",
            AlertTopic.Forgery => $"偽造または再送された要求がありました。{Number(line)}",
            AlertTopic.WebhookPaused => "送信の失敗が続いたため、このWebhookへの送信を停止しました。",
        };

    private static string End(AlertLine line) =>
        line.Topic switch
        {
            AlertTopic.DoorForced or AlertTopic.DoorAjar => "ドアが閉まりました。",
            AlertTopic.Jammed => "デッドボルトは再び動いています。",
            AlertTopic.LinkOffline or AlertTopic.DeviceOffline => "オンラインに戻りました。",
            AlertTopic.CredentialAtRisk => "錠への登録が確認されました。",
            AlertTopic.StayAtRisk => "お客様は入室できます。",
            _ => "解消しました。",
        };

    private static bool Is(AlertLine line, AuditKind kind) => line.Facts.GetValueOrDefault("kind") == kind.ToString();

    private static string Level(AlertLine line) => line.Facts.TryGetValue("battery", out var level) ? $"(現在 {level} %)" : "";

    private static string Day(DateTime? day) => day is { } known ? $"{known.Year}年{known.Month}月{known.Day}日ごろに" : "まもなく";

    private static string Seconds(AlertLine line) => line.Facts.TryGetValue("drift", out var drift) ? $"({drift.TrimStart('-')}秒)" : "";

    private static string Number(AlertLine line) => line.Facts.TryGetValue("number", out var number) ? $"(1分間に{number}回)" : "";
}
