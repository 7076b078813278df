using Latchwork.Operations.Notifications.Mail;
using Latchwork.Operations.Notifications.Sms;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Operations.Notifications;

/// <summary>The parts of messages to people. From outside: settings of mail and short messages, and the server's address.</summary>
internal static class NotificationSetup
{
    public static void AddNotifications(this IServiceCollection services)
    {
        services.AddSingleton(s => new NotificationOutbox(s.Get<KeyRing>()));
        services.AddSingleton(s => new TellGuest(s.Get<NotificationOutbox>()));
        services.AddSingleton(s => new ClaimNotifications(s.Get<AccessDb>()));
        services.AddSingleton(s => new RecordSendings(s.Get<AccessDb>()));
        services.AddSingleton(s => new SendNotifications(
            s.Get<ClaimNotifications>(),
            s.Get<RecordSendings>(),
            s.Get<KeyRing>(),
            [.. Channels(s)],
            s.GetService<ServerAddress>() ?? new ServerAddress(),
            s.Get<TimeProvider>()
        ));
    }

    private static IEnumerable<IMessageChannel> Channels(IServiceProvider services)
    {
        var clock = services.Get<TimeProvider>();
        var mail = services.GetService<MailOptions>() ?? new MailOptions();
        if (mail.IsSet)
        {
            yield return new MailChannel(mail.Folder is null ? new SmtpMailer(mail, clock) : new FolderMailer(mail), mail);
        }

        var sms = services.GetService<SmsOptions>() ?? new SmsOptions();
        if (sms.IsSet)
        {
            yield return new SmsChannel(sms.Folder is null ? new TwilioSms(sms, clock) : new FolderSms(sms), sms);
        }
    }

    private static T Get<T>(this IServiceProvider services)
        where T : notnull => services.GetRequiredService<T>();
}
