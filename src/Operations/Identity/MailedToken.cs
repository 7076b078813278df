using Latchwork.Domain;
using Latchwork.Domain.Users;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Identity;

/// <summary>A secret that goes out by mail: whoever brings it back reads that mailbox. It is kept as a hash.</summary>
internal sealed record MailedToken(string Text, InvitationPurpose Purpose, DateTimeOffset ExpiresAt)
{
    private const int Length = 32;

    public static MailedToken New(InvitationPurpose purpose, DateTimeOffset expiresAt) => new(SecretMaker.Base62(Length), purpose, expiresAt);

    /// <summary>
    /// Whoever it goes to, before the message is written: who changes their account or gives them something takes both in this order. Until the commit nobody
    /// removes them.
    /// </summary>
    /// <returns>Whether they are there.</returns>
    public static Task<bool> HoldAsync(Work work, UserId person, CancellationToken cancel) =>
        work.FirstAsync(
            "select true from app_user where user_id = $1 and disabled_at is null for key share",
            row => row.GetBoolean(0),
            [person.Value],
            cancel
        );

    /// <param name="person">Nothing is written where there is no such person.</param>
    /// <param name="login">Whose address it proves; null: all that they have.</param>
    /// <param name="role">What they become in the tenant with it.</param>
    public Task WriteAsync(
        Work work,
        TenantId tenant,
        UserId person,
        Guid? login,
        UserId? invitedBy,
        DateTimeOffset now,
        CancellationToken cancel,
        TenantRole? role = null
    ) =>
        work.DoAsync(
            """
            insert into invitation (tenant_id, invitation_id, user_id, token_hash, purpose, login_id, invited_by, created_at, expires_at, role)
            select $1, $2, u.user_id, $4, $5, $6::uuid, $7::uuid, $8, $9, $10::smallint from app_user u where u.user_id = $3
            """,
            [
                tenant.Value,
                Guid.CreateVersion7(now),
                person.Value,
                TokenHash.Of(Text),
                (short)Purpose,
                login,
                invitedBy?.Value,
                now,
                ExpiresAt,
                (short?)role,
            ],
            cancel
        );

    public override string ToString() => Purpose.ToString();
}

/// <summary>What an invitation, or another mailed token, is for. The numbers are stored: only add.</summary>
internal enum InvitationPurpose
{
    /// <summary>To set the first password.</summary>
    Welcome = 1,
    PasswordReset = 2,

    /// <summary>To become a member of a tenant, with a password.</summary>
    Membership = 3,

    /// <summary>To show that an address is theirs.</summary>
    Verification = 4,
}
