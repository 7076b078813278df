using Latchwork.Operations.Notifications.Mail;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Operations.Notifications;

/// <summary>The parts of messages to people. From outside: settings of mail, and the server's address.</summary>
internal static class NotificationSetup
{
    public static void AddNotifications(this IServiceCollection services)
    {
        services.AddSingleton(s => new NotificationOutbox(s.Get<KeyRing>()));
        services.AddSingleton(s => new ClaimNotifications(s.Get<AccessDb>()));
        services.AddSingleton(s => new RecordSendings(s.Get<AccessDb>()));
        services.AddSingleton(s => new SendNotifications(
            s.Get<ClaimNotifications>(),
            s.Get<RecordSendings>(),
            s.Get<KeyRing>(),
            Mailer(s),
            Options(s),
            s.GetService<ServerAddress>() ?? new ServerAddress(),
            s.Get<TimeProvider>()
        ));
    }

    private static IMailer? Mailer(IServiceProvider services) =>
        Options(services) switch
        {
            { Folder: not null } options => new FolderMailer(options),
            { Host: not null } options => new SmtpMailer(options, services.Get<TimeProvider>()),
            _ => null,
        };

    private static MailOptions Options(IServiceProvider services) => services.GetService<MailOptions>() ?? new MailOptions();

    private static T Get<T>(this IServiceProvider services)
        where T : notnull => services.GetRequiredService<T>();
}
