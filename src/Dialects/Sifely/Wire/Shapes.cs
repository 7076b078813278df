using System.Globalization;
using System.Text.Json.Serialization;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Identity;

namespace Latchwork.Dialects.Sifely.Wire;

/// <summary>Shape P. It has no member <c>code</c>: a client takes the mere presence for a failure (1.5).</summary>
internal sealed record PageBody<T>(
    [property: JsonPropertyOrder(0)] IReadOnlyList<T> List,
    [property: JsonPropertyOrder(1)] int PageNo,
    [property: JsonPropertyOrder(2)] int PageSize,
    [property: JsonPropertyOrder(3)] int Pages,
    [property: JsonPropertyOrder(4)] int Total
);

/// <summary>Shape L.</summary>
internal sealed record ListBody<T>(IReadOnlyList<T> List);

/// <summary>Shape Y. It has no member <c>message</c>: clients search that for words of failure (20.2).</summary>
internal sealed record YesBody(string Errmsg = "none error message", string Description = "none error message or means yes")
{
    [JsonPropertyOrder(-1)]
    public int Errcode { get; init; }
}

/// <summary>Shape E: every name under which some client looks for the code and the text.</summary>
internal sealed record ErrorBody(int Code, string Message, string Msg, int Errcode, string Errmsg, string Description)
{
    public static ErrorBody Of(SifelyError error) => new(error.Code, error.Text, error.Text, error.Code, error.Text, error.Detail ?? error.Text);
}

/// <summary>Shape W.</summary>
internal sealed record WrappedBody<T>(int Code, string Message, T Data)
{
    public static WrappedBody<T> Success(T data) => new(200, "success", data);
}

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

/// <param name="State">0 locked, 1 unlocked, 2 unknown.</param>
/// <param name="SensorState">0 open, 1 closed; left out where no sensor tells.</param>
internal sealed record OpenStateBody(long State, int? SensorState)
{
    /// <summary>A bolt that stopped half way is neither locked nor unlocked.</summary>
    public static OpenStateBody Of(BoltState bolt, DoorState door) =>
        new(
            bolt switch
            {
                BoltState.Locked => 0,
                BoltState.Unlocked => 1,
                BoltState.Unknown or BoltState.Jammed => 2,
            },
            door switch
            {
                DoorState.Open => 0,
                DoorState.Closed => 1,
                DoorState.Unknown => null,
            }
        );
}
