using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Notifications.Messages;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Users;

/// <summary>
/// Mails a link for another password to whoever has this address. Nobody is told whether somebody has: the answer is one, and so is the work, a message
/// that is written and counted, or one that was given up before it was sent.
/// </summary>
public sealed class RequestPasswordReset
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(1);

    private readonly AccessDb db;
    private readonly KeyRing ring;
    private readonly NotificationOutbox outbox;
    private readonly TimeProvider clock;

    internal RequestPasswordReset(AccessDb db, KeyRing ring, NotificationOutbox outbox, TimeProvider clock) =>
        (this.db, this.ring, this.outbox, this.clock) = (db, ring, outbox, clock);

    public async Task RunAsync(string email, CancellationToken cancel)
    {
        if (!ContactText.Email(email).IsRefused(out _, out var address))
        {
            await WriteAsync(address, await FindAsync(address, cancel) ?? Holder.Nobody, cancel);
        }
    }

    private async Task WriteAsync(ContactText address, Holder found, CancellationToken cancel)
    {
        var now = clock.Now();
        await using var work = await db.BeginAsync(TenantSet.Of(found.Home, TenantId.Installation), cancel);
        var holder = await MailedToken.HoldAsync(work, found.User, cancel) ? found : Holder.Nobody;
        var token = MailedToken.New(InvitationPurpose.PasswordReset, now + Life);
        var reset = new PasswordReset(token.Text, holder.Uuid, token.ExpiresAt);
        UserId? person = holder == Holder.Nobody ? null : holder.User;
        var message = new OutgoingMessage(NotificationChannel.Mail, person, address, holder.Locale, reset);
        if ((await outbox.WriteAsync(work, TenantId.Installation, message, OperationId.New(now), now, cancel)).IsRefused(out _, out var id))
        {
            return;
        }

        await token.WriteAsync(work, holder.Home, holder.User, holder.Login, invitedBy: null, now, cancel);
        await NotificationOutbox.GiveUpAsync(work, TenantId.Installation, id, onlyIf: holder == Holder.Nobody, cancel);
        await work.CommitAsync(cancel);
    }

    /// <param name="Uuid">As the wires name them.</param>
    private sealed record Holder(UserId User, TenantId Home, Guid Login, string? Locale, string Uuid)
    {
        public static readonly Holder Nobody = new(default, TenantId.Installation, default, null, Guid.Empty.ToString());

        public static Holder Read(NpgsqlDataReader row) =>
            new(new UserId(row.GetGuid(0)), new TenantId(row.GetGuid(1)), row.GetGuid(2), row.GetText(3), row.GetString(4));
    }

    private async Task<Holder?> FindAsync(ContactText address, CancellationToken cancel)
    {
        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        return await db.FirstAsync(
            TenantSet.None,
            """
            select u.user_id, u.home_tenant_id, l.login_id, u.locale, p.wire_id
            from login l join app_user u on u.user_id = l.user_id
            join public_id p on p.tenant_id = u.home_tenant_id and p.row_id = u.user_id and p.kind = $4
            where l.pool = $1 and l.kind = $2 and l.name_index = any ($3) and u.disabled_at is null
            """,
            Holder.Read,
            [Guid.Empty, (short)LoginKind.Email, installation.ContactIndexes(address).ToArray(), (short)WireIdKind.UserUuid],
            cancel
        );
    }
}
