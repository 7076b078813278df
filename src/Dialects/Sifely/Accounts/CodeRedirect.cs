using Latchwork.Dialects.Sifely.Wire;
using Microsoft.AspNetCore.WebUtilities;

namespace Latchwork.Dialects.Sifely.Accounts;

/// <summary>Where an authorization code is sent, with what the client wants to find there (2.4).</summary>
internal readonly record struct CodeRedirect(Uri To, string? State)
{
    /// <summary>Null where none was asked for. Only web addresses without a fragment and without credentials in them (RFC 6749 §3.1.2).</summary>
    public static CodeRedirect? Read(SifelyParameters given, int longest)
    {
        var state = given.Text("state", longest);
        if (given.Text("redirect_uri", longest) is not { } text)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var to) && IsFit(to))
        {
            return new CodeRedirect(to, state);
        }

        given.Refuse(SifelyError.Invalid("'redirect_uri' is a web address without a fragment."));
        return null;
    }

    public Uri With(string code)
    {
        var address = QueryHelpers.AddQueryString(To.AbsoluteUri, "code", code);
        return new Uri(State is { } state ? QueryHelpers.AddQueryString(address, "state", state) : address);
    }

    private static bool IsFit(Uri to) => to.Scheme is "https" or "http" && to.Fragment.Length == 0 && to.UserInfo.Length == 0;
}
