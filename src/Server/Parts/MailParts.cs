using Latchwork.Operations.Notifications;
using Latchwork.Operations.Notifications.Mail;
using Latchwork.Server.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Latchwork.Server.Parts;

/// <summary>How messages leave the house, and under which address their links lead back.</summary>
internal static partial class MailParts
{
    /// <summary>Between two rounds; who waits for a code does not wait for it.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>A demo writes into a folder of its own, unless it is told otherwise.</summary>
    public static void AddMail(this IServiceCollection services, ServerOptions server, DataFolder folder, IConfiguration configuration)
    {
        var options = configuration.Read<MailOptions>(MailOptions.Section);
        if (server.Demo && !options.IsSet)
        {
            options.Folder = Path.Combine(folder.Path, "mail");
        }

        services.AddSingleton(options);
        services.AddSingleton(new ServerAddress(server.PublicUrl));
    }

    /// <summary>Once a start, where nothing says how to send mail.</summary>
    public static void WarnWithoutMail(IServiceProvider services)
    {
        if (!services.GetRequiredService<MailOptions>().IsSet)
        {
            NoMail(services.GetRequiredService<ILoggerFactory>().CreateLogger("Latchwork.Mail"));
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "No mail is set up: invitations wait unsent, and nobody can add a second phone. Set Mail:Host and Mail:From, or Mail:Folder."
    )]
    private static partial void NoMail(ILogger logger);
}
