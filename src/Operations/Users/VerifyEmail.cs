using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Users;

/// <summary>
/// Whoever brings back the token of the mail reads the mailbox: from then on the account is found by its address, and what is given to it holds. What was
/// given before waits for a password by mail: the account may be somebody else's who only hoped that its link would be opened.
/// </summary>
public sealed class VerifyEmail
{
    private static readonly AccessError WrongCode = AccessError.Invalid("The link is unknown or over. Ask for another mail.", Noun.User);

    private readonly AccessDb db;
    private readonly RefusalCounts refusals;
    private readonly TimeProvider clock;

    internal VerifyEmail(AccessDb db, RefusalCounts refusals, TimeProvider clock) => (this.db, this.refusals, this.clock) = (db, refusals, clock);

    /// <summary>The same again, until it expires, does nothing and is no fault.</summary>
    public async Task<Outcome<Done>> RunAsync(string code, Surface surface, RequestOrigin from, CancellationToken cancel)
    {
        if (await FindAsync(code, cancel) is not { } proven)
        {
            refusals.Authentication(from.Address, WrongCode.Code);
            return WrongCode;
        }

        var now = clock.Now();
        await using var work = await db.BeginAsync(TenantSet.Of(proven.Home), cancel);
        var chain = await work.HoldChainsAsync(cancel, proven.Home);
        if (await WriteAsync(work, proven, now, cancel))
        {
            chain.Append(
                proven.Home,
                Told(proven, surface, now),
                now,
                new AuditPrivate { Address = from.Address?.ToString(), UserAgent = from.UserAgent }
            );
            await work.CommitAsync(chain, cancel);
        }

        return Done.Yes;
    }

    private sealed record Proven(TenantId Home, UserId User, Guid Login);

    private async Task<Proven?> FindAsync(string code, CancellationToken cancel)
    {
        var hash = TokenHash.Of(code);
        var tenant = await db.ListAsync(
            TenantSet.None,
            "select tenant_id from latchwork_invitation_of($1)",
            row => new TenantId(row.GetGuid(0)),
            [hash],
            cancel
        );
        return tenant.Count == 0
            ? null
            : await db.FirstAsync(
                TenantSet.Of(tenant[0]),
                """
                select i.tenant_id, i.user_id, i.login_id from invitation i join app_user u on u.user_id = i.user_id
                where i.tenant_id = $1 and i.token_hash = $2 and i.purpose = $3 and i.expires_at > $4 and u.disabled_at is null
                """,
                row => new Proven(new TenantId(row.GetGuid(0)), new UserId(row.GetGuid(1)), row.GetGuid(2)),
                [tenant[0].Value, hash, (short)InvitationPurpose.Verification, clock.Now()],
                cancel
            );
    }

    /// <returns>Whether it was not known before.</returns>
    private static async Task<bool> WriteAsync(Work work, Proven proven, DateTimeOffset now, CancellationToken cancel)
    {
        // The account before its logins, as everybody takes them.
        await work.DoAsync("select 1 from app_user where user_id = $1 for update", [proven.User.Value], cancel);
        return await work.DoAsync(
                "update login set verified_at = $3 where login_id = $1 and user_id = $2 and verified_at is null",
                [proven.Login, proven.User.Value, now],
                cancel
            ) > 0;
    }

    private static AuditEvent Told(Proven proven, Surface surface, DateTimeOffset now) =>
        new()
        {
            Kind = AuditKind.UserChanged,
            Outcome = AuditOutcome.Done,
            Operation = OperationId.New(now).Value,
            By = new AuditPrincipal(PrincipalKind.User, proven.User.Value, null, surface),
            On = new AuditObject(Noun.User, proven.User.Value),
            Changed = new Dictionary<string, string> { ["verified"] = bool.TrueString },
        };
}
