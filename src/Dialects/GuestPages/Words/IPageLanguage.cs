using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Latchwork.Dialects.GuestPages.Words;

/// <summary>The words of the page in one language. None says more than is known.</summary>
internal interface IPageLanguage
{
    /// <summary>RFC 5646.</summary>
    string Tag { get; }

    /// <summary>As its speakers call it.</summary>
    string OwnName { get; }

    string Code { get; }

    string Qr { get; }

    /// <summary>What the picture is, for who does not see it.</summary>
    string QrLabel { get; }

    string ShowQr { get; }

    string NoReader { get; }

    string When { get; }

    string Where { get; }

    string Keep { get; }

    string Ready { get; }

    string Acknowledged { get; }

    string NotConfirmed { get; }

    string Unverified { get; }

    string Asked { get; }

    string AskedOutOfReach { get; }

    string Planned(DateTime? at);

    string PlannedOutOfReach(DateTime? at);

    /// <summary>Of local times, either of which may be missing.</summary>
    string Period(DateTime? from, DateTime? until);

    string LocalTime(string zone);

    string TouchTile { get; }

    /// <summary>On the button of a door.</summary>
    string Open(string door);

    string Opened(string door);

    (string Title, string Sentence) Refused(GuestRefusal refusal);
}

internal static class PageLanguages
{
    /// <summary>The first is for whoever speaks none of them.</summary>
    public static IReadOnlyList<IPageLanguage> All { get; } = [new EnglishPage(), new JapanesePage()];

    /// <summary>The one that was asked for, else the one that the browser likes best, else the site's.</summary>
    public static IPageLanguage For(HttpRequest request, string? site)
    {
        IEnumerable<string?> wanted = [request.Query["lang"], .. Accepted(request), site];
        return wanted.Select(Find).OfType<IPageLanguage>().FirstOrDefault() ?? All[0];
    }

    private static IEnumerable<string?> Accepted(HttpRequest request) =>
        StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptLanguage, out var given)
            ? given.Where(one => one.Quality != 0).OrderByDescending(one => one.Quality ?? 1).Select(one => one.Value.Value)
            : [];

    private static IPageLanguage? Find(string? tag) =>
        tag is null
            ? null
            : All.FirstOrDefault(language =>
                tag.Equals(language.Tag, StringComparison.OrdinalIgnoreCase) || tag.StartsWith($"{language.Tag}-", StringComparison.OrdinalIgnoreCase)
            );

    internal static string Clock(DateTime local) => local.ToString("HH:mm", CultureInfo.InvariantCulture);
}
