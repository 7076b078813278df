using System.Text;
using Latchwork.Domain;
using Latchwork.Operations.Notifications.Messages;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Notifications;

/// <summary>
/// Sends what waits in the outbox, at least once; every node runs it, and they share the work. No transaction is open while anybody outside is spoken to.
/// Without the settings of a channel its messages wait until their end.
/// </summary>
public sealed class SendNotifications
{
    private const int AtOnce = 4;

    private static readonly TimeSpan AtMostNow = TimeSpan.FromSeconds(5);

    private static readonly AccessError NoMail = AccessError.Invalid(
        "This server sends no e-mail, so it cannot send a code. Ask whoever runs it.",
        Noun.User
    );

    private readonly ClaimNotifications claims;
    private readonly RecordSendings records;
    private readonly KeyRing ring;
    private readonly IReadOnlyList<IMessageChannel> channels;
    private readonly IMessageChannel? mail;
    private readonly ServerAddress address;
    private readonly TimeProvider clock;

    internal SendNotifications(
        ClaimNotifications claims,
        RecordSendings records,
        KeyRing ring,
        IReadOnlyList<IMessageChannel> channels,
        ServerAddress address,
        TimeProvider clock
    )
    {
        (this.claims, this.records, this.ring, this.channels) = (claims, records, ring, channels);
        (this.address, this.clock) = (address, clock);
        mail = channels.FirstOrDefault(channel => channel.Channel == NotificationChannel.Mail);
    }

    /// <summary>For who asks for a code: the refusal where none can be sent.</summary>
    public AccessError? RefuseCodes() => mail is null ? NoMail : null;

    /// <summary>One round: all that is due. It ends where the other side does not answer.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        await records.EndOverdueAsync(clock.Now(), cancel);
        if (address.Url is not null)
        {
            await Task.WhenAll(channels.Select(channel => RoundAsync(channel, cancel)));
        }
    }

    private async Task RoundAsync(IMessageChannel channel, CancellationToken cancel)
    {
        var goesOn = true;
        while (goesOn && await claims.DueAsync(channel.Channel, AtOnce, clock.Now(), cancel) is { Count: > 0 } due)
        {
            var claimed = await claims.RunAsync(channel.Channel, due, clock.Now(), cancel);
            var failures = await Task.WhenAll(claimed.Select(one => SendAsync(channel, one, channel.TimeOut, cancel)));
            goesOn = failures.Any(failure => failure is not (SendFailure.Unreachable or SendFailure.TimedOut));
        }
    }

    /// <summary>Tries this mail right now, for at most 5 s and to the end whoever hangs up; what fails stays for the worker.</summary>
    /// <returns>Whether it was sent.</returns>
    public async Task<bool> SendNowAsync(TenantId tenant, NotificationId id, CancellationToken cancel)
    {
        if (mail is null || address.Url is null)
        {
            return false;
        }

        var claimed = await claims.RunAsync(mail.Channel, [new NotificationKey(tenant, id)], clock.Now(), cancel);
        var within = mail.TimeOut < AtMostNow ? mail.TimeOut : AtMostNow;
        return claimed.Count == 1 && await SendAsync(mail, claimed[0], within, CancellationToken.None) is null;
    }

    private async Task<SendFailure?> SendAsync(IMessageChannel channel, ClaimedNotification one, TimeSpan within, CancellationToken cancel)
    {
        SendFailure? failure;
        try
        {
            failure = await TryAsync(channel, one, within, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            await records.GiveBackAsync(one);
            throw;
        }

        await (failure is { } why ? records.FailedAsync(one, why, clock.Now()) : records.SentAsync(one, clock.Now()));
        return failure;
    }

    private async Task<SendFailure?> TryAsync(IMessageChannel channel, ClaimedNotification one, TimeSpan within, CancellationToken cancel)
    {
        using var keys = await ring.RentAsync(one.Key.Tenant, cancel);
        if (
            !keys.TryOpen(NotificationPlaces.Values(one.Key.Id), one.Values, out var values)
            || !keys.TryOpen(NotificationPlaces.Recipient(one.Key.Id), one.Recipient, out var recipient)
            || MessageKinds.Read(one.Template, values) is not { } message
        )
        {
            return SendFailure.Unreadable;
        }

        var ready = new ReadyMessage(one, Encoding.UTF8.GetString(recipient), message, MailLanguages.Find(one.Locale), address.Url!, clock.Now());
        return await channel.SendAsync(ready, within, cancel);
    }
}
