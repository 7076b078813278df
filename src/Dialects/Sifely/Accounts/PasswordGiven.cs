using System.Buffers;
using Latchwork.Dialects.Edge;
using Latchwork.Dialects.Sifely.Wire;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Sifely.Accounts;

/// <summary>An account and its encoded password, as every log-in of this wire brings them.</summary>
internal readonly record struct PasswordGiven(string Account, string PasswordMd5)
{
    private const int PasswordLength = 32;
    private const int LongestAccount = 320;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>Refuses what is absent, what is no MD5 (AK-4), and a log-in that others on the way could read (AK-6).</summary>
    public static PasswordGiven Read(HttpContext http, SifelyParameters given, string accountName)
    {
        if (!LogInTransport.IsSafe(http))
        {
            given.Refuse(SifelyErrors.UnsafeLogIn);
        }

        var account = given.RequiredText(accountName, LongestAccount).Trim();
        var password = given.RequiredText("password");
        if (given.Refusal is null && !IsMd5(password))
        {
            given.Refuse(SifelyErrors.PasswordNotMd5);
        }

        return new PasswordGiven(account, password);
    }

    public override string ToString() => nameof(PasswordGiven);

    /// <summary>Clients that pass a plain password through are told so, not logged in (20.8).</summary>
    private static bool IsMd5(string password) => password.Length == PasswordLength && !password.AsSpan().ContainsAnyExcept(HexDigits);
}
