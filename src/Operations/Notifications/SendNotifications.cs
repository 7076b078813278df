using System.Text;
using Latchwork.Domain;
using Latchwork.Operations.Notifications.Mail;
using Latchwork.Operations.Notifications.Messages;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Notifications;

/// <summary>
/// Sends what waits in the outbox, at least once; every node runs it, and they share the work. No transaction is open while a mail server is spoken to.
/// Without mail settings messages wait until their end.
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
    private readonly IMailer? mailer;
    private readonly MailOptions options;
    private readonly ServerAddress address;
    private readonly TimeProvider clock;

    internal SendNotifications(
        ClaimNotifications claims,
        RecordSendings records,
        KeyRing ring,
        IMailer? mailer,
        MailOptions options,
        ServerAddress address,
        TimeProvider clock
    )
    {
        (this.claims, this.records, this.ring, this.mailer) = (claims, records, ring, mailer);
        (this.options, this.address, this.clock) = (options, address, clock);
    }

    /// <summary>For who asks for a code: the refusal where none can be sent.</summary>
    public AccessError? RefuseCodes() => mailer is null ? NoMail : null;

    /// <summary>One round: all that is due. It ends where the mail server does not answer.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        await records.EndOverdueAsync(clock.Now(), cancel);
        if (mailer is null || address.Url is null)
        {
            return;
        }

        var goesOn = true;
        while (goesOn && await claims.DueAsync(AtOnce, clock.Now(), cancel) is { Count: > 0 } due)
        {
            var claimed = await claims.RunAsync(due, clock.Now(), cancel);
            var failures = await Task.WhenAll(claimed.Select(one => SendAsync(one, options.TimeOut, cancel)));
            goesOn = failures.Any(failure => failure is not (MailFailure.Unreachable or MailFailure.TimedOut));
        }
    }

    /// <summary>Tries this one right now, for at most 5 s and to the end whoever hangs up; what fails stays for the worker.</summary>
    /// <returns>Whether it was sent.</returns>
    public async Task<bool> SendNowAsync(TenantId tenant, NotificationId id, CancellationToken cancel)
    {
        if (mailer is null || address.Url is null)
        {
            return false;
        }

        var claimed = await claims.RunAsync([new NotificationKey(tenant, id)], clock.Now(), cancel);
        var within = options.TimeOut < AtMostNow ? options.TimeOut : AtMostNow;
        return claimed.Count == 1 && await SendAsync(claimed[0], within, CancellationToken.None) is null;
    }

    private async Task<MailFailure?> SendAsync(ClaimedNotification one, TimeSpan within, CancellationToken cancel)
    {
        MailFailure? failure;
        try
        {
            failure = await TryAsync(one, within, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            await records.GiveBackAsync(one);
            throw;
        }

        await (failure is { } why ? records.FailedAsync(one, why, clock.Now()) : records.SentAsync(one, clock.Now()));
        return failure;
    }

    private async Task<MailFailure?> TryAsync(ClaimedNotification one, TimeSpan within, CancellationToken cancel)
    {
        using var keys = await ring.RentAsync(one.Key.Tenant, cancel);
        if (
            !keys.TryOpen(NotificationPlaces.Values(one.Key.Id), one.Values, out var values)
            || !keys.TryOpen(NotificationPlaces.Recipient(one.Key.Id), one.Recipient, out var recipient)
            || MessageKinds.Read(one.Template, values) is not { } message
        )
        {
            return MailFailure.Unreadable;
        }

        if (!MailAddresses.TryRead(Encoding.UTF8.GetString(recipient), out var to))
        {
            return MailFailure.BadAddress;
        }

        var text = message.In(MailLanguages.Find(one.Locale), address.Url!);
        return await mailer!.SendAsync(new OutgoingMail(one.Key.Id, to, text, clock.Now()), within, cancel);
    }
}
