using System.Globalization;
using System.Text.Json.Serialization;
using Latchwork.Operations.Identity;

namespace Latchwork.Dialects.Sifely.Accounts;

/// <summary>The current log-in and the roll: wrapped, and the same members once more beside the wrapper. Clients read either (2.1).</summary>
internal sealed record KeyBody(
    int Code,
    string Message,
    KeyDetails Data,
    string ClientToken,
    string ClientId,
    string Account,
    string Plan,
    string SubscriptionStatus,
    int LockNum
)
{
    public static KeyBody Success(KeyDetails key) =>
        new(200, "success", key, key.ClientToken, key.ClientId, key.Account, key.Plan, key.SubscriptionStatus, key.LockNum);

    public override string ToString() => nameof(KeyBody);
}

internal sealed record KeyDetails(string ClientToken, string ClientId, string Account, string Plan, string SubscriptionStatus, int LockNum)
{
    public static KeyDetails Of(IssuedKey key) => new(key.Key, key.ClientId, key.Account, key.Plan, key.SubscriptionStatus, key.LockCount);

    public override string ToString() => nameof(KeyDetails);
}

/// <summary>The older log-in: every member is a string, and one name has an underscore (2.2).</summary>
internal sealed record TokenDetails(string Token, string RefreshToken, [property: JsonPropertyName("expires_in")] string ExpiresIn, string ClientId)
{
    public static TokenDetails Of(IssuedTokens tokens) =>
        new(tokens.AccessToken, tokens.RefreshToken, ((long)tokens.ExpiresIn.TotalSeconds).ToString(CultureInfo.InvariantCulture), tokens.ClientId);

    public override string ToString() => nameof(TokenDetails);
}
