using System.Globalization;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Operations.Webhooks;
using Latchwork.Operations.Webhooks.Happenings;

namespace Latchwork.Dialects.Keyvox.Webhooks;

/// <summary>
/// Lock events as text for people, as Slack's incoming webhooks take it (10.1): six lines <c>*label:* value</c>. A program of the vendor's staff reads the first, third
/// and fifth of them, between the first and the second colon; so no value has a colon, and none has a mark that Slack would follow.
/// </summary>
internal sealed class LockText : KeyvoxFormat
{
    public const short FormatNumber = 2;

    private const string Nothing = "-";

    public override short Number => FormatNumber;

    public override string Word => "keyvox-text";

    public override IReadOnlyList<WebhookTopic> Topics => KeyvoxEvents.OfLocks;

    public override IReadOnlyList<short> Methods => OpeningMethods.All;

    protected override byte[] Body(short topic, Happening happening) =>
        Lines(
            happening.Person.Name,
            happening.Unit.Name.Length > 0 ? happening.Unit.Name : happening.Site.Name,
            ActionOf(topic, happening.Facts),
            MethodName(happening.Facts),
            happening.BoxNumber is { } box ? $"{happening.Device.Name} {box}" : happening.Device.Name,
            happening.LocalTime
        );

    protected override byte[] TestBody(string name) => Lines("Latchwork", Nothing, "テスト", Nothing, Nothing, DateTimeOffset.UnixEpoch);

    private static byte[] Lines(string user, string door, string action, string method, string device, DateTimeOffset at)
    {
        var time = at.ToString("yyyy/MM/dd HH.mm.ss", CultureInfo.InvariantCulture);
        string[] lines =
        [
            Line("ユーザー", user),
            Line("ドア", door),
            Line("アクション", action),
            Line("手段", method),
            Line("デバイス", device),
            Line("日時", time),
        ];
        return Write(json => json.WriteString("text", string.Join('\n', lines)));
    }

    private static string Line(string label, string value) => $"*{label}:* {Plain(value)}";

    /// <summary>Names come from people: what ends a line, splits it or calls for everybody's attention has a full-width twin.</summary>
    private static string Plain(string value) =>
        value.Length == 0
            ? Nothing
            : string.Concat(
                value.Select(c =>
                    c switch
                    {
                        ':' => '：',
                        '<' => '＜',
                        '>' => '＞',
                        _ when char.IsControl(c) || c is '\u2028' or '\u2029' => ' ',
                        _ => c,
                    }
                )
            );

    /// <summary>The words that receivers have seen (10.1): what was shown to a reader, and decided by this server, comes "over the cloud".</summary>
    private static string ActionOf(short topic, EventFacts facts) =>
        topic switch
        {
            KeyvoxEvents.Unlocked when facts.Kind == AuditKind.PresentCredential => "クラウド連携",
            KeyvoxEvents.Unlocked => "解錠",
            KeyvoxEvents.Locked => "施錠",
            KeyvoxEvents.PinDelivered => "暗証番号登録",
            _ => "オフライン",
        };

    private static string MethodName(EventFacts facts) =>
        facts.Shown == CredentialKind.QrCode
            ? "QRコード"
            : OpeningMethods.Of(facts) switch
            {
                OpeningMethods.Pin => "暗証番号",
                OpeningMethods.Card => "カード",
                OpeningMethods.Button => "ボタン",
                OpeningMethods.ThumbTurn => "サムターン",
                OpeningMethods.Application => "アプリ",
                _ => Nothing,
            };
}
