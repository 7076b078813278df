using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Domain;
using Latchwork.Operations.Clients;

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

        var found = await clients.FindAsync(id, given.Text("clientSecret") ?? given.Text("client_secret"), cancel);
        return !found.IsRefused(out var error, out var client) ? (client, null)
            : error.Code is AccessErrorCode.NotFound or AccessErrorCode.NotAuthenticated ? (null, SifelyErrors.UnknownClient)
            : (null, SifelyErrors.OnWrite(error));
    }

    /// <summary>
    /// Where a person's own password is the proof, an application that nobody registered here is welcome: programs keep the id that their vendor gave
    /// them. One that is registered must know its secret.
    /// </summary>
    public static async Task<SifelyError?> RefuseImpostorAsync(SifelyParameters given, AppClients clients, CancellationToken cancel)
    {
        if (Id(given) is not { } id)
        {
            return given.Refusal ?? NoClientId;
        }

        var found = await clients.FindAsync(id, given.Text("clientSecret") ?? given.Text("client_secret"), cancel);
        return found.Error?.Code switch
        {
            null or AccessErrorCode.NotFound => null,
            AccessErrorCode.NotAuthenticated => SifelyErrors.UnknownClient,
            _ => SifelyErrors.OnWrite(found.Error),
        };
    }
}
