using Latchwork.Dialects.Native.Wire;
using Latchwork.Operations.Clients;
using Latchwork.Operations.Identity;

namespace Latchwork.Dialects.Native.Clients;

/// <param name="Kind"><c>sifely</c>, <c>app</c>, <c>keyvox</c>, <c>native</c> or <c>integration</c>.</param>
/// <param name="ClientId">As the client names itself on its wire, where it does; of an HMAC pair the key.</param>
/// <param name="UserPrefix">Of an application: what the names of its people begin with.</param>
/// <param name="CallsThisMonth">Absent where nothing is counted, because nothing limits it.</param>
/// <param name="Scopes">Of a key or token that acts for the tenant.</param>
/// <param name="LastUsedAt">Written every few minutes; absent before it was used.</param>
/// <param name="FormerSecretUntil">Until then the secret before this one holds too; absent where there is none.</param>
/// <param name="Hmac">Of an HMAC pair.</param>
internal sealed record ApiClientBody(
    string Id,
    string Kind,
    string Name,
    string? ClientId,
    string? UserPrefix,
    ClientLimitsBody Limits,
    long? CallsThisMonth,
    IReadOnlyList<string> Scopes,
    HmacUseBody? Hmac,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LastUsedAt,
    DateTimeOffset? FormerSecretUntil
)
{
    public static ApiClientBody Of(SeenApiClient seen) =>
        new(
            seen.Id,
            NativeJson.Word(seen.Kind),
            seen.Name,
            seen.ClientId,
            seen.UserPrefix,
            ClientLimitsBody.Of(seen.Limits),
            seen.CallsThisMonth,
            seen.Scopes,
            seen.Hmac is { } use ? HmacUseBody.Of(use) : null,
            seen.CreatedAt,
            seen.LastUsedAt,
            seen.FormerSecretUntil
        );
}

/// <param name="ClientId">What an application calls itself on its wire.</param>
/// <param name="Secret">Shown this once; absent in the answer of the same request once more.</param>
internal sealed record RolledSecretBody(string Id, string? ClientId, string? Secret)
{
    public static RolledSecretBody Of(MadeClient made) => new(made.Id, made.ClientId, null);

    public static RolledSecretBody Of(RolledSecret rolled) => new(rolled.Id, rolled.ClientId, rolled.Secret);

    public override string ToString() => nameof(RolledSecretBody);
}

/// <param name="Name">What people call the application.</param>
internal sealed record NewAppClientBody(string Name);

/// <param name="ClientSecret">Shown this once; absent in the answer of the same request once more.</param>
internal sealed record AddedAppClientBody(string Id, string ClientId, string? ClientSecret, string UserPrefix)
{
    public static AddedAppClientBody Of(MadeClient made) => new(made.Id, made.ClientId!, null, made.UserPrefix!);

    public static AddedAppClientBody Of(AddedAppClient made) => new(made.Id, made.ClientId, made.Secret, made.Prefix);

    public override string ToString() => nameof(AddedAppClientBody);
}

/// <summary>All that is set for a client; what is absent follows its plan, and an absent plan is the installation's usual one.</summary>
/// <param name="Subscription"><c>active</c>, <c>cancelled</c> or <c>expired</c>.</param>
/// <param name="MasksCodes">Wires that list digits show none to this client.</param>
internal sealed record ClientLimitsBody(
    string? Plan = null,
    int? CallsPerMinute = null,
    long? CallsPerMonth = null,
    int? DeviceLimit = null,
    SubscriptionState Subscription = SubscriptionState.Active,
    bool MasksCodes = false
)
{
    public static ClientLimitsBody Of(ClientLimits limits) =>
        new(limits.Plan, limits.CallsPerMinute, limits.CallsPerMonth, limits.DeviceLimit, limits.Subscription, limits.MasksCodes);

    public ClientLimits ToLimits() =>
        new()
        {
            Plan = Plan,
            CallsPerMinute = CallsPerMinute,
            CallsPerMonth = CallsPerMonth,
            DeviceLimit = DeviceLimit,
            Subscription = Subscription,
            MasksCodes = MasksCodes,
        };
}
