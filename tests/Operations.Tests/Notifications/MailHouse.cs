using Latchwork.Domain;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Notifications.Mail;
using Latchwork.Operations.Notifications.Messages;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Latchwork.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Operations.Tests.Notifications;

/// <summary>A house whose nodes send mail.</summary>
internal static class MailHouse
{
    public const string Someone = "ann@example.com";

    public static MailOptions Smtp(int port) =>
        new()
        {
            Host = "127.0.0.1",
            Port = port,
            Security = MailSecurity.None,
            From = "doors@example.com",
            TimeOut = TimeSpan.FromSeconds(30),
        };

    public static MailOptions InFolder() => new() { Folder = TestPaths.Fresh("mail") };

    /// <summary>One more node, which sends mail so.</summary>
    public static ServiceProvider NewMailNode(this House house, MailOptions options) =>
        house.NewNode(services =>
        {
            services.AddSingleton(options);
            services.AddSingleton(new ServerAddress(new Uri("https://access.example.com")));
        });

    public static EmailVerification Letter(this House house, string token = "token") => new(token, house.Clock.Now().AddDays(1));

    public static VerificationCode Code(this House house, string code) => new(code, house.Clock.Now().AddMinutes(5));

    public static async Task<Outcome<NotificationId>> WriteAsync(this House house, Message message, string to = Someone)
    {
        var now = house.Clock.Now();
        await using var work = await house.Get<AccessDb>().BeginAsync(TenantSet.Of(house.Tenant), CancellationToken.None);
        var outgoing = new OutgoingMessage(NotificationChannel.Mail, Person: null, ContactText.Email(to).Value, "en-GB", message);
        var written = await house
            .Get<NotificationOutbox>()
            .WriteAsync(work, house.Tenant, outgoing, OperationId.New(now), now, CancellationToken.None);
        await work.CommitAsync(CancellationToken.None);
        return written;
    }

    public static Task SendAsync(this ServiceProvider node) => node.GetRequiredService<SendNotifications>().RunAsync(CancellationToken.None);

    public static Task<bool> SendNowAsync(this ServiceProvider node, TenantId tenant, NotificationId id) =>
        node.GetRequiredService<SendNotifications>().SendNowAsync(tenant, id, CancellationToken.None);

    /// <summary>State, failure, and how much of the content is left.</summary>
    public static Task<string> StandingAsync(this House house) =>
        house.AskAsync<string>(
            """
            select state || ' ' || coalesce(failure, '-') || ' ' || (recipient_sealed is not null or values_sealed is not null)::text
            from notification
            """
        );
}
