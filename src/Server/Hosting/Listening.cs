using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using Latchwork.Server.Tls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Latchwork.Server.Hosting;

/// <summary>Plain HTTP on 127.0.0.1, or TLS on every address; nothing between.</summary>
internal static class Listening
{
    public static void Configure(WebApplicationBuilder builder, ServerOptions options, DataFolder folder, ILoggerFactory logs)
    {
        var certificates = options.Https ? CertificateSource.For(options, folder, TimeProvider.System, logs.CreateLogger("Latchwork.Tls")) : null;
        if (certificates is not null)
            builder.Services.AddSingleton(certificates);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            if (certificates is null)
                kestrel.Listen(IPAddress.Loopback, options.Port);
            else
                kestrel.ListenAnyIP(options.Port, listen => UseTls(listen, certificates));
        });
    }

    /// <summary>Returns when connections are accepted.</summary>
    /// <exception cref="StartRefusedException">The port is taken, or needs rights that the account lacks.</exception>
    public static async Task StartAsync(WebApplication app, ServerOptions options, CancellationToken cancel)
    {
        try
        {
            await app.StartAsync(cancel);
        }
        catch (Exception e) when (e is IOException { InnerException: AddressInUseException } or AddressInUseException)
        {
            throw new StartRefusedException(
                $"Port {options.Port} is in use by another program. Choose another with --port N (0 takes a free one).",
                e
            );
        }
        catch (System.Net.Sockets.SocketException e)
        {
            throw new StartRefusedException($"Port {options.Port} cannot be listened on: {e.Message}.", e);
        }
    }

    /// <summary>Where this machine reaches the server.</summary>
    public static Uri AddressOf(WebApplication app)
    {
        var listening = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var address = new Uri(listening);
        return address.Scheme == Uri.UriSchemeHttps ? new Uri($"https://localhost:{address.Port}/") : new Uri($"http://127.0.0.1:{address.Port}/");
    }

    private static void UseTls(ListenOptions listen, CertificateSource certificates) =>
        listen.UseHttps(
            new TlsHandshakeCallbackOptions
            {
                OnConnection = _ =>
                    ValueTask.FromResult(
                        new SslServerAuthenticationOptions
                        {
                            ServerCertificateContext = certificates.Current(),
                            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                            ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
                        }
                    ),
            }
        );
}
