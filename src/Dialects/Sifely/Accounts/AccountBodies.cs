using System.Globalization;
using System.Text.Json.Serialization;
using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Users;

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
    public static KeyDetails Of(IssuedKey key, SifelyPlans plans) =>
        new(key.Key, key.ClientId, key.Account, plans.NameOf(key.Plan), SifelyPlans.WordOf(key.Subscription), key.LockCount);

    public override string ToString() => nameof(KeyDetails);
}

/// <summary>The older log-in: every member is a string, and one name has an underscore (2.2).</summary>
internal sealed record TokenDetails(string Token, string RefreshToken, [property: JsonPropertyName("expires_in")] string ExpiresIn, string ClientId)
{
    public static TokenDetails Of(IssuedTokens tokens) =>
        new(tokens.AccessToken, tokens.RefreshToken, ((long)tokens.ExpiresIn.TotalSeconds).ToString(CultureInfo.InvariantCulture), tokens.ClientId);

    public override string ToString() => nameof(TokenDetails);
}

/// <summary>What the log-in of guests tells. Its token is sent back raw (2.2).</summary>
internal sealed record GuestDetails(string SifelyToken, string ClientId, string Token, string RefreshToken)
{
    /// <summary>Clients need some id to send back; one that names itself gets its own.</summary>
    private const string Nameless = "guest";

    public static GuestDetails Of(IssuedTokens tokens) =>
        new(tokens.AccessToken, tokens.ClientId.Length > 0 ? tokens.ClientId : Nameless, tokens.AccessToken, tokens.RefreshToken);

    public override string ToString() => nameof(GuestDetails);
}

/// <summary>An exchange or a refresh (2.3). The two names without underscores are where one client looks first.</summary>
internal sealed record OauthBody(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("refresh_token")] string RefreshTokenOfWire,
    [property: JsonPropertyName("expires_in")] long ExpiresIn,
    [property: JsonPropertyName("token_type")] string TokenType,
    string Token,
    string RefreshToken
)
{
    private const string Bearer = "bearer";

    public static OauthBody Of(IssuedTokens tokens) =>
        new(tokens.AccessToken, tokens.RefreshToken, (long)tokens.ExpiresIn.TotalSeconds, Bearer, tokens.AccessToken, tokens.RefreshToken);

    /// <summary>A key never expires: clients with 32 bits are told the most that they can read.</summary>
    public static OauthBody OfKey(string key) => new(key, key, int.MaxValue, Bearer, key, key);

    public override string ToString() => nameof(OauthBody);
}

/// <summary>An authorization code where no redirect was asked for.</summary>
internal sealed record CodeDetails(string Code)
{
    public override string ToString() => nameof(CodeDetails);
}

/// <summary>TTLock's log-in (19.1).</summary>
internal sealed record TTLockTokenBody(
    [property: JsonPropertyName("access_token")] string AccessToken,
    int Uid,
    [property: JsonPropertyName("expires_in")] long ExpiresIn,
    [property: JsonPropertyName("refresh_token")] string RefreshToken,
    string Scope
)
{
    public static TTLockTokenBody Of(IssuedTokens tokens) =>
        new(tokens.AccessToken, tokens.UserNumber, (long)tokens.ExpiresIn.TotalSeconds, tokens.RefreshToken, "user,key,room");

    public override string ToString() => nameof(TTLockTokenBody);
}

/// <param name="Username">With the application's prefix: this is what its owner logs in with.</param>
internal sealed record RegisteredBody(string Username);

/// <summary>A person of an application; the documentation and clients differ in what they call the name.</summary>
internal sealed record AppUserItem(int Uid, string Userid, string Username, long Regtime)
{
    public static AppUserItem Of(SeenAppUser user) => new(user.Number, user.Name, user.Name, WireTime.Milliseconds(user.RegisteredAt));
}

internal sealed record UserNumberBody(int Uid);
