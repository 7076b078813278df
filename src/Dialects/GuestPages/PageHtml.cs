using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Latchwork.Dialects.GuestPages.Words;
using Latchwork.Domain.Grants;
using Latchwork.Operations.GuestPages;

namespace Latchwork.Dialects.GuestPages;

/// <summary>A page as HTML. All that is not written here passes the encoder.</summary>
internal static class PageHtml
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static string Of(GuestPage page, IPageLanguage words)
    {
        var body = new StringBuilder();
        body.Append($"<h1>{Text(page.Place)}</h1>");
        if (page.Digits is { } digits)
        {
            body.Append($"<h2 id=\"code\">{Text(words.Code)}</h2><p class=\"digits\" aria-labelledby=\"code\">{Text(digits.Reveal())}</p>");
        }

        if (page.QrText is { } qr)
        {
            var hint = page.Doors.Any(door => door.AsksServer) ? words.ShowQr : words.NoReader;
            body.Append(
                $"<h2>{Text(words.Qr)}</h2><div class=\"qr\">{QrDrawing.Svg(qr, Text(words.QrLabel))}</div><p class=\"dim\">{Text(hint)}</p>"
            );
        }

        if (page.Doors.Any(door => door.HasTile))
        {
            body.Append($"<p class=\"dim\">{Text(words.TouchTile)}</p>");
        }

        body.Append($"<h2>{Text(words.When)}</h2><p>{Text(words.Period(Local(page.Window.StartsAt, page), Local(page.Window.EndsAt, page)))}</p>");
        body.Append($"<p class=\"dim\">{Text(words.LocalTime(page.Zone))}</p>");
        body.Append($"<h2>{Text(words.Where)}</h2><ul>");
        foreach (var door in page.Doors)
        {
            var tone = door.State is GuestDoorState.Ready or GuestDoorState.Asked or GuestDoorState.Planned ? "good" : "wait";
            body.Append($"<li><strong>{Text(door.Name)}</strong><span class=\"{tone}\">{Text(StateOf(door, page, words))}</span></li>");
        }

        body.Append($"</ul><footer><p>{Text(words.Keep)}</p>{Languages(words)}</footer>");
        return Document(page.Place, body.ToString(), words);
    }

    /// <summary>Says nothing of whose page it was, or would have been.</summary>
    public static string Of(GuestRefusal refusal, IPageLanguage words)
    {
        var (title, sentence) = words.Refused(refusal);
        return Document(title, $"<h1>{Text(title)}</h1><p>{Text(sentence)}</p><footer>{Languages(words)}</footer>", words);
    }

    private static string StateOf(GuestDoor door, GuestPage page, IPageLanguage words) =>
        door.State switch
        {
            GuestDoorState.Ready => words.Ready,
            GuestDoorState.Planned => words.Planned(Local(door.At, page)),
            GuestDoorState.PlannedOutOfReach => words.PlannedOutOfReach(Local(door.At, page)),
            GuestDoorState.Acknowledged => words.Acknowledged,
            GuestDoorState.NotConfirmed => words.NotConfirmed,
            GuestDoorState.Unverified => words.Unverified,
            GuestDoorState.Asked => words.Asked,
            GuestDoorState.AskedOutOfReach => words.AskedOutOfReach,
        };

    private static DateTime? Local(DateTimeOffset? at, GuestPage page) => at is { } instant ? ZoneDatabase.LocalAt(page.Zone, instant) : null;

    public static string Languages(IPageLanguage shown) =>
        string.Concat(
            PageLanguages
                .All.Where(other => other != shown)
                .Select(other => $"<a href=\"?lang={other.Tag}\" hreflang=\"{other.Tag}\" lang=\"{other.Tag}\">{Text(other.OwnName)}</a>")
        );

    public static string Document(string title, string body, IPageLanguage words) =>
        $"""
            <!DOCTYPE html>
            <html lang="{words.Tag}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex, nofollow"><title>{Text(title)}</title><style>{PageStyle.Css}</style></head>
            <body><main>{body}</main></body></html>

            """;

    public static string Text(string text) => Encoder.Encode(text);
}
