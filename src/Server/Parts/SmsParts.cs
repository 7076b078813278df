using Latchwork.Operations.Notifications.Sms;
using Latchwork.Server.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Server.Parts;

/// <summary>How short messages leave the house.</summary>
internal static class SmsParts
{
    /// <summary>A demo writes into a folder of its own, unless it is told otherwise.</summary>
    public static void AddSms(this IServiceCollection services, ServerOptions server, DataFolder folder, IConfiguration configuration)
    {
        var options = configuration.Read<SmsOptions>(SmsOptions.Section);
        if (server.Demo && !options.IsSet)
        {
            options.Folder = Path.Combine(folder.Path, "sms");
        }

        services.AddSingleton(options);
    }
}
