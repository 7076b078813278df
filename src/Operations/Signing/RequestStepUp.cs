using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Notifications.Messages;
using Latchwork.Operations.Secrets;
using Npgsql;

namespace Latchwork.Operations.Signing;

/// <summary>How a person may be reached for a second factor.</summary>
public enum StepUpMethod
{
    Email,
    Sms,
    Telephone,
}

/// <summary>
/// Sends a code that only the person can read, for a key that must prove itself (JW-10): six digits, five minutes, single use, bound to that key. At most six a
/// minute and thirty a day for one person.
/// </summary>
public sealed class RequestStepUp
{
    private static readonly AccessError NoChannel = AccessError.Invalid(
        "There is no verified address of yours to which a code can be sent so.",
        Noun.User
    );

    private readonly CallerTurns turns;
    private readonly StepUpCodes codes;
    private readonly NotificationOutbox outbox;
    private readonly SendNotifications sender;
    private readonly KeyRing ring;

    internal RequestStepUp(CallerTurns turns, StepUpCodes codes, NotificationOutbox outbox, SendNotifications sender, KeyRing ring) =>
        (this.turns, this.codes, this.outbox, this.sender, this.ring) = (turns, codes, outbox, sender, ring);

    /// <param name="method">Null: the server chooses. Nothing here speaks to telephones, so nobody is told that something did.</param>
    /// <returns>How the code was sent. It was handed to the mail server before this answers, or waits for one that does not answer.</returns>
    public async Task<Outcome<StepUpMethod>> RunAsync(Caller by, ReadOnlyMemory<byte> publicKey, StepUpMethod? method, CancellationToken cancel)
    {
        if (SigningKeys.Parse(publicKey.Span) is not { } key)
        {
            return SigningKeys.NotAKey;
        }

        if (method is StepUpMethod.Sms or StepUpMethod.Telephone || sender.RefuseCodes() is not null)
        {
            return sender.RefuseCodes() ?? NoChannel;
        }

        var written = await turns.RunAsync<byte[], NotificationId>(
            by,
            new TurnRules(AuditKind.StepUpAsked, CallerConfirmation.NotAuthenticated),
            caller => ValueTask.FromResult<Located<byte[]>?>(new Located<byte[]>(caller.Home, key)),
            (turn, wanted) => WriteAsync(turn, wanted, cancel),
            cancel
        );
        if (written.IsRefused(out var refusal, out var message))
        {
            return refusal;
        }

        await sender.SendNowAsync(by.Home, message, cancel);
        return StepUpMethod.Email;
    }

    private async Task<Outcome<NotificationId>> WriteAsync(CallerTurn turn, byte[] publicKey, CancellationToken cancel)
    {
        await SigningKeys.HoldAsync(turn, cancel);
        if (await AddressAsync(turn, cancel) is not { } address)
        {
            return NoChannel;
        }

        if ((await codes.MakeAsync(turn, publicKey, cancel)).IsRefused(out var tooMany, out var code))
        {
            return tooMany;
        }

        var mail = new VerificationCode(code, turn.Now + StepUpCodes.Life);
        var message = new OutgoingMessage(NotificationChannel.Mail, turn.By.User, address, Locale: null, mail);
        turn.Told.Add(turn.Event(AuditKind.StepUpAsked, smartLock: null));
        return await outbox.WriteAsync(turn.Work, turn.By.Home, message, turn.Operation, turn.Now, cancel);
    }

    /// <summary>Where the person has shown that it is theirs.</summary>
    private async Task<ContactText?> AddressAsync(CallerTurn turn, CancellationToken cancel)
    {
        var found = await turn.Work.ListAsync(
            "select login_id, name_sealed from login where user_id = $1 and kind = $2 and verified_at is not null order by created_at limit 1",
            (NpgsqlDataReader row) => (Login: row.GetGuid(0), Sealed: row.GetFieldValue<byte[]>(1)),
            [turn.By.Principal.Id, (short)LoginKind.Email],
            cancel
        );
        if (found.Count == 0)
        {
            return null;
        }

        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        var text = ContactText.Email(installation.OpenText(PersonName.PlaceOf(found[0].Login), found[0].Sealed));
        return text.Error is null ? text.Value : null;
    }
}
