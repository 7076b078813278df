using Latchwork.Domain;
using Latchwork.Domain.Alerts;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.Alerts;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Notifications.Messages;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Latchwork.Operations.Tests.Reservations;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Latchwork.Operations.Tests.Alerts;

/// <summary>People of the house who are told what happens there.</summary>
internal static class AlertHouse
{
    public const string Desk = "desk@example.com";

    public static Task<Outcome<AlertId>> TrySubscribeAsync(this House house, AlertRequest request, string person = Desk, Caller? by = null) =>
        house.Get<AddAlert>().RunAsync(by ?? house.FrontDesk(), house.Tenant, person, request, CancellationToken.None);

    /// <returns>Its public id.</returns>
    public static async Task<WireId> SubscribeAsync(this House house, params AlertTopic[] topics) =>
        await house.SubscribeAsync(new AlertRequest { Topics = topics });

    public static async Task<WireId> SubscribeAsync(this House house, AlertRequest request, string person = Desk)
    {
        var added = await house.TrySubscribeAsync(request, person);
        Assert.Null(added.Error);
        return await house.UuidAsync(added.Value.Value, WireIdKind.AlertUuid);
    }

    /// <summary>Somebody who is a member of the house, with an address that is theirs.</summary>
    public static async Task MemberAsync(this House house, string name, TenantRole role)
    {
        await new Testing.Population(house.Node).PersonAsync(house.Tenant, $"{name}@example.com", Grants.People.Password);
        await house.DoAsync(
            "insert into membership (tenant_id, user_id, role, created_at) select $1, user_id, $2, now() from app_user where user_id not in (select user_id from membership)",
            house.Tenant.Value,
            (short)role
        );
        await house.DoAsync("update login set verified_at = now() where verified_at is null and kind = 2");
    }

    public static async Task HappensAsync(this House house, AuditKind kind, LockId? door = null, Func<AuditEvent, AuditEvent>? edit = null)
    {
        var now = house.Clock.Now();
        var told = new AuditEvent
        {
            Kind = kind,
            Outcome = AuditOutcome.Reported,
            Operation = OperationId.New(now).Value,
            Lock = door?.Value,
        };
        await using var work = await house.Get<AccessDb>().BeginAsync(TenantSet.Of(house.Tenant), CancellationToken.None);
        await work.CommitAsync(house.Tenant, now, CancellationToken.None, new AuditEntry(edit?.Invoke(told) ?? told, null));
    }

    public static Task RoundAsync(this House house, IServiceProvider? node = null) =>
        (node ?? house.Node).GetRequiredService<AlertWorker>().RunAsync(CancellationToken.None);

    /// <summary>What was written to anybody, as mail, oldest first.</summary>
    public static async Task<List<(string To, string Subject, string Body)>> MailsAsync(this House house)
    {
        await using var command = house.Owner.CreateCommand(
            "select notification_id, template, locale, recipient_sealed, values_sealed from notification where template = 'alert' order by created_at, notification_id"
        );
        await using var reader = await command.ExecuteReaderAsync();
        using var keys = await house.Get<KeyRing>().RentAsync(house.Tenant, CancellationToken.None);
        var mails = new List<(string, string, string)>();
        while (await reader.ReadAsync())
        {
            var id = new NotificationId(reader.GetGuid(0));
            Assert.True(keys.TryOpen(NotificationPlaces.Values(id), reader.GetFieldValue<byte[]>(4), out var values));
            var message = MessageKinds.Read(reader.GetString(1), values)!;
            var text = message.In(MailLanguages.Find(reader.GetString(2)), new Uri("https://access.example.com/"));
            mails.Add((keys.OpenText(NotificationPlaces.Recipient(id), reader.GetFieldValue<byte[]>(3)), text.Subject, text.Body));
        }

        return mails;
    }

    public static async Task<string[]> SubjectsAsync(this House house) => [.. (await house.MailsAsync()).Select(mail => mail.Subject)];
}
