using Latchwork.Operations.Webhooks;
using Latchwork.Server.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Server.Parts;

/// <summary>Where webhooks may go.</summary>
internal static class WebhookParts
{
    /// <summary>Between two rounds: commits that come together are looked at together.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private static readonly string[] Loopback = ["127.0.0.0/8", "::1/128"];

    /// <summary>A demo also calls receivers on its own machine.</summary>
    public static void AddWebhookOptions(this IServiceCollection services, ServerOptions server, IConfiguration configuration)
    {
        var options = configuration.Read<WebhookOptions>(WebhookOptions.Section);
        foreach (var range in server.Demo ? Loopback : [])
        {
            options.OpenRanges.Add(range);
        }

        services.AddSingleton(options);
    }
}
