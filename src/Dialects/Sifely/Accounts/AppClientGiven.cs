using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Domain;
using Latchwork.Operations.Clients;
using Latchwork.Operations.Identity;

namespace Latchwork.Dialects.Sifely.Accounts;

/// <summary>The application that a TTLock client names itself as; its members are spelled in two ways (19.1).</summary>
internal static class AppClientGiven
{
    private static readonly SifelyError NoClientId = new(400, 10000, "invalid client_id");

    public static string? Id(SifelyParameters given) => given.Text("clientId") ?? given.Text("client_id");

    /// <summary>The application, with the right secret.</summary>
    public static async Task<(AppClient? Client, SifelyError? Refusal)> ReadAsync(
        SifelyParameters given,
        AppClients clients,
        CancellationToken cancel
    )
    {
        if (Id(given) is not { } id)
        {
            return (null, given.Refusal ?? NoClientId);
        }

        var found = await clients.FindAsync(id, Secret(given), cancel);
        return !found.IsRefused(out var error, out var client) ? (client, null)
            : error.Code is AccessErrorCode.NotFound or AccessErrorCode.NotAuthenticated ? (null, SifelyErrors.UnknownClient)
            : (null, SifelyErrors.OnWrite(error));
    }

    /// <summary>
    /// Where a person's own password is the proof, an application that nobody registered here is welcome: programs keep the id that their vendor gave
    /// them. One that is registered must know its secret, and one that was revoked is refused.
    /// </summary>
    public static async Task<(TokenClient? Client, SifelyError? Refusal)> ReadAnyAsync(
        SifelyParameters given,
        AppClients clients,
        CancellationToken cancel
    )
    {
        if (Id(given) is not { } id)
        {
            return (null, given.Refusal ?? NoClientId);
        }

        var found = await clients.FindAsync(id, Secret(given), cancel);
        return found.Error?.Code switch
        {
            null => (new TokenClient(id, found.Value), null),
            AccessErrorCode.NotFound => (new TokenClient(id), null),
            AccessErrorCode.NotAuthenticated => (null, SifelyErrors.UnknownClient),
            _ => (null, SifelyErrors.OnWrite(found.Error)),
        };
    }

    /// <summary>Of the log-in for a key, where both members may be left out, and are looked at only together (2.1).</summary>
    public static async Task<SifelyError?> RefuseImpostorAsync(SifelyParameters given, AppClients clients, CancellationToken cancel) =>
        Id(given) is null || Secret(given) is null ? null : (await ReadAnyAsync(given, clients, cancel)).Refusal;

    private static string? Secret(SifelyParameters given) => given.Text("clientSecret") ?? given.Text("client_secret");
}
