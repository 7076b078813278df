using System.Globalization;

namespace Latchwork.Dialects.GuestPages.Words;

internal sealed class JapanesePage : IPageLanguage
{
    private const string WeekDays = "日月火水木金土";

    public string Tag => "ja";

    public string OwnName => "日本語";

    public string Code => "暗証番号";

    public string Qr => "QRコード";

    public string QrLabel => "リーダーにかざすQRコード";

    public string ShowQr => "ドアのリーダーにかざしてください。";

    public string NoReader => "対応するリーダーがまだありません。暗証番号をお使いください。";

    public string When => "利用できる期間";

    public string Where => "開けられる場所";

    public string Keep => "このページを見た人は誰でも入室できます。アドレスを他の人に教えないでください。";

    public string Ready => "利用できます。";

    public string Acknowledged => "錠が受け付けました。まだ確認されていません。";

    public string NotConfirmed => "錠からの確認がまだありません。";

    public string Unverified => "このサーバーを通さずに設定されるため、ここでは確認できません。";

    public string Asked => "その場でかざすか入力してください。";

    public string AskedOutOfReach => "現在、接続できません。";

    public string Planned(DateTime? at) => at is { } time ? $"{Time(time)} に設定されます。" : "期間までに設定されます。";

    public string PlannedOutOfReach(DateTime? at) => $"{Planned(at)}現在、錠に接続できません。";

    public string Period(DateTime? from, DateTime? until) =>
        (from, until) switch
        {
            ({ } start, { } end) => $"{Time(start)} から {Time(end)} まで",
            ({ } start, null) => $"{Time(start)} から",
            (null, { } end) => $"{Time(end)} まで",
            (null, null) => "いつでも",
        };

    public string LocalTime(string zone) => $"現地時間 ({zone})";

    public string TouchTile => "ドアにプレートがある場合は、この端末をかざして開けることもできます。";

    public string Open(string door) => $"{door} を開ける";

    public string Opened(string door) => $"{door}: 解錠されました。";

    public (string Title, string Sentence) Refused(GuestRefusal refusal) =>
        refusal switch
        {
            GuestRefusal.Missing => ("ページが見つかりません", "リンク全体が開かれているか確認するか、送信元にお問い合わせください。"),
            GuestRefusal.Over => ("このページは終了しました", "ここに表示されていたものは、もう使えません。"),
            GuestRefusal.TooMany => ("しばらくお待ちください", "存在しないリンクが多く開かれました。1分後にもう一度お試しください。"),
            GuestRefusal.Away => ("現在ご利用いただけません", "しばらくしてからもう一度お試しください。"),
            GuestRefusal.NothingHere => (
                "この端末で開けられるドアがありません",
                "先にメッセージのリンクをこの端末の同じブラウザーで開いてから、もう一度プレートにかざしてください。"
            ),
            GuestRefusal.NotYet => ("まだ利用できません", "利用開始前です。開始日時はご案内のページでご確認ください。"),
            GuestRefusal.OutsideHours => ("現在は利用時間外です", "この時間帯にはこのドアを開けられません。"),
            GuestRefusal.NotByTile => (
                "ここからは開けられません",
                "このドアはプレートでは開けられません。暗証番号をお使いいただくか、担当者にお問い合わせください。"
            ),
            GuestRefusal.OutOfReach => (
                "ドアに接続できません",
                "解錠されていません。暗証番号をお使いいただくか、しばらくしてからもう一度お試しください。"
            ),
            GuestRefusal.Unanswered => (
                "錠からの応答がまだありません",
                "解錠を要求しました。これから開く可能性があります。もう一度試す前にドアをご確認ください。"
            ),
            GuestRefusal.DidNotOpen => ("解錠できませんでした", "錠が解錠しませんでした。暗証番号をお使いいただくか、担当者にお問い合わせください。"),
        };

    private static string Time(DateTime local) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{local.Year}年{local.Month}月{local.Day}日({WeekDays[(int)local.DayOfWeek]}) {PageLanguages.Clock(local)}"
        );
}
