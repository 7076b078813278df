using Latchwork.Dialects.Native.Wire;
using Latchwork.Operations.Clients;

namespace Latchwork.Dialects.Native.Clients;

/// <param name="Addresses">Addresses, CIDR blocks and ranges <c>a-b</c>; none of them: nobody may call.</param>
/// <param name="AnyAddress">Instead of a list, explicitly.</param>
/// <param name="NeedsRequestLine">Signatures must cover method and path.</param>
/// <param name="Scopes">Absent: all of every day.</param>
internal sealed record NewHmacKeyBody(
    string Name,
    IReadOnlyList<string>? Addresses = null,
    bool AnyAddress = false,
    bool NeedsRequestLine = false,
    IReadOnlyList<string>? Scopes = null,
    int? CallsPerMinute = null
);

/// <summary>All that is said of a key: what is left out is off.</summary>
internal sealed record HmacRulesBody(IReadOnlyList<string>? Addresses = null, bool AnyAddress = false, bool NeedsRequestLine = false)
{
    public static HmacRulesBody Of(HmacKeyRules rules) => new(rules.Addresses, rules.Addresses is null, rules.NeedsRequestLine);
}

/// <param name="OverlapHours">How long the former secret goes on: 0 to 168.</param>
internal sealed record RollSecretBody(int OverlapHours);

/// <param name="Secret">Shown this once; absent in the answer of the same request once more.</param>
internal sealed record AddedHmacKeyBody(string Id, string Key, string? Secret)
{
    public static AddedHmacKeyBody Of(MadeClient made) => new(made.Id, made.ClientId!, null);

    public static AddedHmacKeyBody Of(AddedHmacKey made) => new(made.Id, made.Key, made.Secret);

    public override string ToString() => nameof(AddedHmacKeyBody);
}

/// <param name="LastForm"><c>requestLine</c> or <c>targetHost</c>; absent before the key was used.</param>
/// <param name="LiveSecrets">Two while one takes the other's place.</param>
/// <param name="Recommendation">What would make the key safer at no cost.</param>
internal sealed record HmacUseBody(HmacRulesBody Rules, string? LastForm, DateTimeOffset? LastUsedAt, int LiveSecrets, string? Recommendation)
{
    private const string NeedRequestLine = "This key always signs the request line. Demand it: then a signature is good for its path alone.";

    public static HmacUseBody Of(HmacKeyUse use) =>
        new(
            HmacRulesBody.Of(use.Rules),
            use.LastForm is { } form ? NativeJson.Word(form) : null,
            use.LastUsedAt,
            use.LiveSecrets,
            use.ShouldNeedRequestLine ? NeedRequestLine : null
        );
}

/// <param name="Scopes">Absent: all that an integration may have.</param>
internal sealed record NewIntegrationBody(string Name, IReadOnlyList<string>? Scopes = null, int? CallsPerMinute = null);

/// <param name="Token">Shown this once; absent in the answer of the same request once more.</param>
internal sealed record AddedIntegrationBody(string Id, string? Token)
{
    public static AddedIntegrationBody Of(MadeClient made) => new(made.Id, null);

    public static AddedIntegrationBody Of(AddedIntegrationToken made) => new(made.Id, made.Token);

    public override string ToString() => nameof(AddedIntegrationBody);
}
