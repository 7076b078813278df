using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Identity;

/// <param name="Grants">How many grants waited for it and hold now.</param>
public sealed record AcceptedInvitation(int Grants);

/// <summary>
/// The first password of an invited person, for whoever holds the token of the message (KR-5). It works once, until it expires, and only while there
/// is no password: a welcome never replaces one.
/// </summary>
public sealed class AcceptInvitation
{
    private const int MaxAttempts = 3;

    private static readonly AccessError WrongToken = new(
        AccessErrorCode.NotAuthenticated,
        "The invitation is unknown, used or over. Ask whoever invited you for another."
    );

    private readonly AccessDb db;
    private readonly PasswordHasher hasher;
    private readonly RefusalCounts refusals;
    private readonly TimeProvider clock;

    internal AcceptInvitation(AccessDb db, PasswordHasher hasher, RefusalCounts refusals, TimeProvider clock) =>
        (this.db, this.hasher, this.refusals, this.clock) = (db, hasher, refusals, clock);

    public async Task<Outcome<AcceptedInvitation>> RunAsync(string token, string password, RequestOrigin from, CancellationToken cancel)
    {
        if (PasswordRules.Refuse(password, hasSecondFactor: false) is { } weak)
        {
            return weak;
        }

        var hash = TokenHash.Of(token);
        string? stored = null;
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            if (await FindAsync(hash, cancel) is not { } invited || !await IsOpenAsync(invited, hash, cancel))
            {
                return Wrong(from);
            }

            // The slow hash is made after the token was found right, and before the transaction.
            if (stored is null && (await hasher.HashAsync(SifelyPasswordEncoding.Encode(password), cancel)).IsRefused(out var busy, out stored))
            {
                return busy;
            }

            if (await WriteAsync(invited, hash, stored!, from, cancel) is { } done)
            {
                return done;
            }
        }

        return new AccessError(AccessErrorCode.Unavailable, "Rights are changing too fast.");
    }

    /// <param name="Tenants">Those of the person: home, memberships, grants; and the inviting one.</param>
    private sealed record Invited(TenantId Tenant, UserId User, TenantId Home, TenantId[] Tenants);

    private Task<Invited?> FindAsync(byte[] token, CancellationToken cancel) =>
        db.FirstAsync(
            TenantSet.None,
            """
            select i.tenant_id, i.user_id, u.home_tenant_id, latchwork_tenants_of(i.user_id)
            from latchwork_invitation_of($1) i join app_user u on u.user_id = i.user_id
            where u.password_hash is null and u.disabled_at is null
            """,
            row =>
            {
                var tenant = new TenantId(row.GetGuid(0));
                TenantId[] tenants = [tenant, .. row.GetFieldValue<Guid[]>(3).Select(id => new TenantId(id))];
                return new Invited(tenant, new UserId(row.GetGuid(1)), new TenantId(row.GetGuid(2)), [.. tenants.Distinct()]);
            },
            [token],
            cancel
        );

    private async Task<bool> IsOpenAsync(Invited invited, byte[] token, CancellationToken cancel) =>
        (
            await db.ListAsync(
                TenantSet.Of(invited.Tenant),
                $"select 1 from invitation where {Open}",
                row => row.GetInt32(0),
                [invited.Tenant.Value, token, clock.Now(), (short)InvitationPurpose.Welcome],
                cancel
            )
        ).Count > 0;

    /// <returns>Null where somebody of a further tenant has given them something in the meantime: it would wait for ever.</returns>
    private async Task<Outcome<AcceptedInvitation>?> WriteAsync(
        Invited invited,
        byte[] token,
        string passwordHash,
        RequestOrigin from,
        CancellationToken cancel
    )
    {
        var now = clock.Now();
        await using var work = await db.BeginAsync(TenantSet.Of(invited.Tenants), cancel);
        var chain = await work.HoldChainsAsync(cancel, invited.Tenants);
        var used = await work.DoAsync(
            $"update invitation set used_at = $3 where {Open}",
            [invited.Tenant.Value, token, now, (short)InvitationPurpose.Welcome],
            cancel
        );
        if (used == 0 || !await SetPasswordAsync(work, invited.User, passwordHash, now, cancel))
        {
            return Wrong(from);
        }

        if (!await PersonTenants.AreAllAsync(work, invited.User, invited.Tenants, cancel))
        {
            return null;
        }

        var accepted = await AcceptAsync(work, invited, now, cancel);
        Tell(chain, invited, accepted, from, now);
        await work.CommitAsync(chain, cancel);
        return new AcceptedInvitation(accepted.Count);
    }

    private const string Open = "tenant_id = $1 and token_hash = $2 and used_at is null and expires_at > $3 and purpose = $4";

    /// <summary>Who holds the token has shown that the login is theirs.</summary>
    private static async Task<bool> SetPasswordAsync(Work work, UserId user, string passwordHash, DateTimeOffset now, CancellationToken cancel)
    {
        var set = await work.DoAsync(
            """
            update app_user set password_hash = $2, password_set_at = $3, version = version + 1
            where user_id = $1 and password_hash is null and disabled_at is null
            """,
            [user.Value, passwordHash, now],
            cancel
        );
        await work.DoAsync("update login set verified_at = $2 where user_id = $1 and verified_at is null", [user.Value, now], cancel);
        return set > 0;
    }

    private sealed record Accepted(TenantId Tenant, Guid Grant, Guid Lock);

    private static Task<List<Accepted>> AcceptAsync(Work work, Invited invited, DateTimeOffset now, CancellationToken cancel) =>
        work.ListAsync(
            """
            update access_grant set accepted_at = $3, updated_at = $3
            where user_id = $1 and tenant_id = any ($2) and accepted_at is null and revoked_at is null
            returning tenant_id, grant_id, lock_id
            """,
            row => new Accepted(new TenantId(row.GetGuid(0)), row.GetGuid(1), row.GetGuid(2)),
            [invited.User.Value, invited.Tenants.Select(tenant => tenant.Value).ToArray(), now],
            cancel
        );

    private static void Tell(ChainBatch chain, Invited invited, List<Accepted> accepted, RequestOrigin from, DateTimeOffset now)
    {
        var detail = new AuditPrivate { Address = from.Address?.ToString(), UserAgent = from.UserAgent };
        var told = new AuditEvent
        {
            Kind = AuditKind.PasswordChanged,
            Outcome = AuditOutcome.Done,
            Operation = OperationId.New(now).Value,
            By = new AuditPrincipal(PrincipalKind.User, invited.User.Value, null, Surface.Native),
            On = new AuditObject(Noun.User, invited.User.Value),
        };
        chain.Append(invited.Home, told, now, detail);
        foreach (var grant in accepted)
        {
            var holds = told with
            {
                Kind = AuditKind.GrantChanged,
                Lock = grant.Lock,
                On = new AuditObject(Noun.Grant, grant.Grant),
                Changed = new Dictionary<string, string> { ["accepted"] = bool.TrueString },
            };
            chain.Append(grant.Tenant, holds, now, detail);
        }
    }

    private AccessError Wrong(RequestOrigin from)
    {
        refusals.Authentication(from.Address, WrongToken.Code);
        return WrongToken;
    }
}
