using System.Globalization;

namespace Latchwork.Operations.Notifications.Messages;

internal sealed class Japanese : IMailLanguage
{
    private const string WeekDays = "日月火水木金土";

    public string Tag => "ja";

    public MailText VerificationCode(string code) =>
        new(
            $"{code} は確認コードです",
            $"確認コードは {code} です。",
            "有効期限は5分間で、一度だけ使えます。このコードは、鍵を追加しているアプリにのみ入力してください。他の人に尋ねられても教えないでください。",
            "お心当たりがない場合は、パスワードが他の人に知られています。すぐに変更してください。"
        );

    public MailText VerifyEmail(Uri link) =>
        new(
            "メールアドレスをご確認ください",
            "このメールアドレスでアカウントが作成されました。ご本人の場合は、次のリンクを開いて確認してください。",
            link.AbsoluteUri,
            "お心当たりがない場合は、リンクを開かないでください。"
        );

    public MailText Welcome(Uri link, DateTimeOffset until) =>
        new(
            "ドアの利用権が届きました",
            "ドアがあなたと共有されました。利用するには、パスワードを設定してください。",
            link.AbsoluteUri,
            "このメールアドレスのアカウントがすでにある場合は、そのパスワードが新しいものに変わり、ログイン中の方はログアウトされます。",
            $"リンクは{Day(until.UtcDateTime)}まで有効で、一度だけ使えます。他の人に渡さないでください。"
        );

    public MailText PasswordReset(Uri link) =>
        new(
            "パスワードの再設定",
            "パスワードの再設定が申し込まれました。新しいパスワードを決めるには、次のリンクを開いてください。",
            link.AbsoluteUri,
            "リンクは1時間有効で、一度だけ使えます。再設定するとすべての端末からログアウトされます。",
            "お心当たりがない場合は、何もする必要はありません。パスワードは変わりません。"
        );

    public MailText AccessShared(string door, string? by) =>
        new("ドアが共有されました", $"{(by is null ? "" : $"{by}さんから")}「{door}」が共有されました。アプリでご確認ください。");

    public MailText Membership(string tenant, string? by, Uri? link, DateTimeOffset until) =>
        link is null
            ? new MailText(
                $"「{tenant}」のメンバーになりました",
                $"{(by is null ? "" : $"{by}さんにより、")}「{tenant}」のメンバーに追加されました。いつも通りログインしてください。"
            )
            : new MailText(
                $"「{tenant}」への招待",
                $"{(by is null ? "" : $"{by}さんから")}「{tenant}」のメンバーに招待されました。参加するには、パスワードを設定してください。",
                link.AbsoluteUri,
                "このメールアドレスのアカウントがすでにある場合は、そのパスワードが新しいものに変わり、ログイン中の方はログアウトされます。",
                $"リンクは{Day(until.UtcDateTime)}まで有効で、一度だけ使えます。他の人に渡さないでください。"
            );

    public GuestText CodeIssued(GuestVisit visit, Uri server) =>
        Guests.WithCodes($"{visit.Place} の入室コード", $"{visit.Place} には次のコードでお入りください。", visit, server);

    public GuestText CodeChanged(GuestVisit visit, Uri server) =>
        Guests.WithCodes($"{visit.Place} の入室コードが変わりました", $"今後、{visit.Place} には次のコードでお入りください。", visit, server);

    public GuestText CodeEnded(GuestVisit visit) =>
        Guests.Without($"{visit.Place} の入室コードは無効になりました", "このコードは取り消され、もう使えません。", visit);

    public GuestText StayBooked(GuestVisit visit, Uri server) =>
        Guests.WithCodes(
            $"{visit.Place} のご予約を承りました",
            $"{visit.Place} のご予約を承りました。次のコードでお入りください。",
            visit,
            server,
            $"{visit.Place} のご予約を承りました。入室方法は施設からご案内します。"
        );

    public GuestText StayChanged(GuestVisit visit, Uri server) =>
        Guests.WithCodes(
            $"{visit.Place} のご予約が変更されました",
            $"{visit.Place} のご予約が変更されました。次のコードでお入りください。",
            visit,
            server,
            $"{visit.Place} のご予約が変更されました。入室方法は施設からご案内します。"
        );

    public GuestText StayCancelled(GuestVisit visit) =>
        Guests.Without($"{visit.Place} のご予約は取り消されました", "お渡ししたコードは、もう使えません。", visit);

    private static readonly GuestWords Guests = new(
        PeriodOf,
        digits => $"暗証番号: {digits}",
        page => $"QRコードと詳細: {page}",
        "このメッセージを持つ人は誰でも入室できます。他の人に見せないでください。"
    );

    private static string PeriodOf(DateTime? from, DateTime? until, string zone) =>
        (from, until) switch
        {
            ({ } start, { } end) => $"{Time(start)} から {Time(end)} まで ({zone})",
            ({ } start, null) => $"{Time(start)} から ({zone})",
            (null, { } end) => $"{Time(end)} まで ({zone})",
            (null, null) => "いつでも",
        };

    private static string Time(DateTime local) => $"{Day(local)} {local.ToString("HH:mm", CultureInfo.InvariantCulture)}";

    private static string Day(DateTime local) =>
        string.Create(CultureInfo.InvariantCulture, $"{local.Year}年{local.Month}月{local.Day}日({WeekDays[(int)local.DayOfWeek]})");

    public string Alert(AlertLine line) => $"{AlertSubject(line)} {Time(line.LocalAt)} ({line.Zone})";

    public string AlertSubject(AlertLine line) =>
        MailText.OneLine(
            (line.Where, line.Site) switch
            {
                ({ } where, { } site) => $"{where}({site}): {JapaneseAlerts.What(line)}",
                ({ } where, null) => $"{where}: {JapaneseAlerts.What(line)}",
                (null, { } site) => $"{site}: {JapaneseAlerts.What(line)}",
                (null, null) => JapaneseAlerts.What(line),
            }
        );

    public string AlertsSubject(int count, bool isRest) => isRest ? $"過去1時間のお知らせ ほか{count}件" : $"お知らせ {count}件";

    public string AlertsMore(int count) => $"ほか{count}件。";

    public string WhyAlerted => "このお知らせは、通知を希望された方、またはこれらのドアの管理者に送信しています。";
}
