using System.Net;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Passkeys;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Native.Passkeys;

/// <summary>
/// Where a passkey is asked for: the host of the page, by a name, over https or on the machine itself; browsers have none elsewhere (CO-1). Where the server's
/// address is configured, it is that host or the machine itself.
/// </summary>
internal sealed class PasskeyPlaces(ServerAddress server)
{
    private const string Machine = "localhost";

    /// <summary>Null: passkeys are not to be had there; <paramref name="problem"/> says why.</summary>
    public PasskeyPlace? Of(HttpContext http, out NativeProblem? problem)
    {
        var request = http.Request;
        var isAddress = Uri.TryCreate($"{request.Scheme}://{request.Host}", UriKind.Absolute, out var page);
        problem =
            !isAddress || page!.HostNameType != UriHostNameType.Dns || IPAddress.TryParse(page.Host, out _)
                ? NativeErrors.NoPasskeysHere("Browsers have no passkeys for a bare address: open the console by the name of the server.")
            : !request.IsHttps && page.Host != Machine ? NativeErrors.NoPasskeysHere("Browsers have passkeys only for https, or for localhost.")
            : page.Host != Machine && server is { IsConfigured: true, Url: { } own } && own.IdnHost != page.IdnHost
                ? NativeErrors.NoPasskeysHere($"Passkeys are for {own.IdnHost}: open the console there.")
            : null;
        return problem is null ? new PasskeyPlace(page!.IdnHost, page.GetLeftPart(UriPartial.Authority)) : null;
    }
}
