using System.Text;
using Latchwork.Dialects.GuestPages.Words;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Tiles;
using static Latchwork.Dialects.GuestPages.PageHtml;

namespace Latchwork.Dialects.GuestPages;

/// <summary>The page behind a tile: a button for each door that the telephone's codes open now. Looking at it opens nothing.</summary>
internal static class TileHtml
{
    public const string Door = "door";
    public const string Proof = "proof";

    public static string Of(IReadOnlyList<TileDoor> doors, string proof, DateTimeOffset now, IPageLanguage words)
    {
        var body = new StringBuilder();
        body.Append($"<h1>{Text(doors[0].Site)}</h1><form method=\"post\"><input type=\"hidden\" name=\"{Proof}\" value=\"{Text(proof)}\">");
        foreach (var door in doors)
        {
            body.Append(
                door.Window.HasBegun(now)
                    ? $"<button name=\"{Door}\" value=\"{Text(door.Lock)}\">{Text(words.Open(door.Name))}</button>"
                    : $"<p><strong>{Text(door.Name)}</strong> <span class=\"wait\">{Text(words.Period(Local(door.Window.StartsAt, door), Local(door.Window.EndsAt, door)))}</span></p>"
            );
        }

        body.Append($"</form><footer>{Languages(words)}</footer>");
        return Document(doors[0].Site, body.ToString(), words);
    }

    public static string Of(TileDoor opened, IPageLanguage words) =>
        Document(
            opened.Site,
            $"<h1>{Text(opened.Site)}</h1><p class=\"good\" role=\"status\">{Text(words.Opened(opened.Name))}</p><footer>{Languages(words)}</footer>",
            words
        );

    private static DateTime? Local(DateTimeOffset? at, TileDoor door) => at is { } instant ? ZoneDatabase.LocalAt(door.Zone, instant) : null;
}
