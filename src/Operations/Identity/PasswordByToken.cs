using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Latchwork.Operations.Webhooks;
using Npgsql;

namespace Latchwork.Operations.Identity;

/// <param name="UserUuid">Whose it must be, as the wires name them; null: whosever it is.</param>
/// <param name="Wrong">What is said of every token that is none, whatever is wrong with it.</param>
internal sealed record TokenUse(
    string Token,
    string Password,
    string? UserUuid,
    IReadOnlyList<InvitationPurpose> Purposes,
    AccessError Wrong,
    Surface Surface,
    RequestOrigin From
)
{
    public override string ToString() => nameof(TokenUse);
}

/// <summary>
/// A password for whoever holds a token that went to the person's own address (KR-5). That shows that the address is theirs, so what others gave them holds
/// from then on; what was let in under a former password is not.
/// </summary>
internal sealed class PasswordByToken(AccessDb db, PasswordHasher hasher, TimeProvider clock)
{
    private const int MaxAttempts = 3;

    public async Task<Outcome<AcceptedInvitation>> RunAsync(TokenUse use, CancellationToken cancel)
    {
        if (PasswordRules.Refuse(use.Password, hasSecondFactor: false) is { } weak)
        {
            return weak;
        }

        var hash = TokenHash.Of(use.Token);
        string? stored = null;
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            if (await FindAsync(hash, use, cancel) is not { } holder || !await IsOpenAsync(holder, hash, use, cancel))
            {
                return use.Wrong;
            }

            // The slow hash is made after the token was found right, and before the transaction.
            if (stored is null && (await hasher.HashAsync(SifelyPasswordEncoding.Encode(use.Password), cancel)).IsRefused(out var busy, out stored))
            {
                return busy;
            }

            if (await WriteAsync(holder, hash, stored!, use, cancel) is { } done)
            {
                return done;
            }
        }

        return new AccessError(AccessErrorCode.Unavailable, "Rights are changing too fast.");
    }

    /// <param name="Tenants">Those of the person: home, memberships, grants; and that of the token.</param>
    private sealed record Holder(TenantId Tenant, UserId User, TenantId Home, TenantId[] Tenants);

    private Task<Holder?> FindAsync(byte[] token, TokenUse use, CancellationToken cancel) =>
        db.FirstAsync(
            TenantSet.None,
            """
            select i.tenant_id, i.user_id, u.home_tenant_id, latchwork_tenants_of(i.user_id)
            from latchwork_invitation_of($1) i join app_user u on u.user_id = i.user_id
            where u.disabled_at is null and ($2::text is null or exists (
                select from public_id p where p.tenant_id = u.home_tenant_id and p.row_id = u.user_id and p.kind = $3 and p.wire_id = $2))
            """,
            row =>
            {
                var tenant = new TenantId(row.GetGuid(0));
                TenantId[] tenants = [tenant, .. row.GetFieldValue<Guid[]>(3).Select(id => new TenantId(id))];
                return new Holder(tenant, new UserId(row.GetGuid(1)), new TenantId(row.GetGuid(2)), [.. tenants.Distinct()]);
            },
            [token, use.UserUuid, (short)WireIdKind.UserUuid],
            cancel
        );

    private async Task<bool> IsOpenAsync(Holder holder, byte[] token, TokenUse use, CancellationToken cancel) =>
        (
            await db.ListAsync(
                TenantSet.Of(holder.Tenant),
                $"select 1 from invitation where {Open}",
                row => row.GetInt32(0),
                [holder.Tenant.Value, token, clock.Now(), PurposesOf(use)],
                cancel
            )
        ).Count > 0;

    private const string Open = "tenant_id = $1 and token_hash = $2 and used_at is null and expires_at > $3 and purpose = any ($4)";

    private static short[] PurposesOf(TokenUse use) => [.. use.Purposes.Select(purpose => (short)purpose)];

    /// <returns>Null where somebody of a further tenant has given them something in the meantime: it would wait for ever.</returns>
    private async Task<Outcome<AcceptedInvitation>?> WriteAsync(Holder holder, byte[] token, string hash, TokenUse use, CancellationToken cancel)
    {
        var now = clock.Now();
        await using var work = await db.BeginAsync(TenantSet.Of(holder.Tenants), cancel);
        var chain = await work.HoldChainsAsync(cancel, holder.Tenants);
        if (
            await HoldAsync(work, holder.User, cancel) is not { } before
            || await UseUpAsync(work, holder, token, use, now, cancel) is not { } used
            || used.ComesAfter(before)
        )
        {
            return use.Wrong;
        }

        if (!await PersonTenants.AreAllAsync(work, holder.User, holder.Tenants, cancel))
        {
            return null;
        }

        await SetAsync(work, holder.User, used, hash, now, cancel);
        await EndFormerAsync(work, holder, before, now, cancel);
        var accepted = await AcceptAsync(work, holder, now, cancel);
        Tell(chain, holder, accepted, use, now);
        if (used.Role is { } role)
        {
            await JoinAsync(work, chain, holder, role, use, now, cancel);
        }

        await work.CommitAsync(chain, cancel);
        return new AcceptedInvitation(accepted.Count);
    }

    /// <param name="PasswordSetAt">Null: none was.</param>
    /// <param name="IsProven">They have shown that an address is theirs.</param>
    private sealed record Before(DateTimeOffset? PasswordSetAt, bool IsProven);

    private static Task<Before?> HoldAsync(Work work, UserId person, CancellationToken cancel) =>
        work.FirstAsync(
            """
            select case when u.password_hash is not null then u.password_set_at end,
                exists (select from login l where l.user_id = u.user_id and l.verified_at is not null)
            from app_user u where u.user_id = $1 and u.disabled_at is null for update
            """,
            row => new Before(row.GetInstant(0), row.GetBoolean(1)),
            [person.Value],
            cancel
        );

    private sealed record Used(InvitationPurpose Purpose, DateTimeOffset CreatedAt, Guid? Login, TenantRole? Role)
    {
        public static Used Read(NpgsqlDataReader row) =>
            new(
                (InvitationPurpose)row.GetInt16(0),
                row.GetFieldValue<DateTimeOffset>(1),
                row.GetOptional<Guid>(2),
                (TenantRole?)row.GetOptional<short>(3)
            );

        /// <summary>An invitation never replaces a password that was set since; one before it was set by whom nobody knows.</summary>
        public bool ComesAfter(Before before) =>
            Purpose is InvitationPurpose.Welcome or InvitationPurpose.Membership && before.PasswordSetAt >= CreatedAt;
    }

    private static Task<Used?> UseUpAsync(Work work, Holder holder, byte[] token, TokenUse use, DateTimeOffset now, CancellationToken cancel) =>
        work.FirstAsync(
            $"update invitation set used_at = $3 where {Open} returning purpose, created_at, login_id, role",
            Used.Read,
            [holder.Tenant.Value, token, now, PurposesOf(use)],
            cancel
        );

    private static async Task SetAsync(Work work, UserId person, Used used, string hash, DateTimeOffset now, CancellationToken cancel)
    {
        await work.DoAsync(
            "update app_user set password_hash = $2, password_set_at = $3, version = version + 1 where user_id = $1",
            [person.Value, hash, now],
            cancel
        );
        await work.DoAsync(
            "update login set verified_at = $2 where user_id = $1 and verified_at is null and ($3::uuid is null or login_id = $3)",
            [person.Value, now, used.Login],
            cancel
        );
    }

    /// <summary>What an account that was nobody's for sure was told of is not told on either.</summary>
    private static async Task EndFormerAsync(Work work, Holder holder, Before before, DateTimeOffset now, CancellationToken cancel)
    {
        if (before.PasswordSetAt is null)
        {
            return;
        }

        await PersonAccess.EndSessionsAsync(work, holder.User, but: null, now, cancel);
        await PersonAccess.RevokeSigningKeysAsync(work, holder.User, now, cancel);
        await work.DoAsync(
            "update invitation set used_at = $3 where tenant_id = any ($1) and user_id = $2 and purpose = $4 and used_at is null",
            [holder.Tenants.Select(tenant => tenant.Value).ToArray(), holder.User.Value, now, (short)InvitationPurpose.PasswordReset],
            cancel
        );
        if (!before.IsProven)
        {
            await RemoveWebhook.EndAllAsync(work, holder.Tenants, holder.User, now, cancel);
        }
    }

    /// <summary>Whom somebody else has made a member in the meantime stays what they are.</summary>
    private static async Task JoinAsync(
        Work work,
        ChainBatch chain,
        Holder holder,
        TenantRole role,
        TokenUse use,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        var joined = await work.DoAsync(
            "insert into membership (tenant_id, user_id, role, created_at) values ($1, $2, $3, $4) on conflict do nothing",
            [holder.Tenant.Value, holder.User.Value, (short)role, now],
            cancel
        );
        if (joined > 0)
        {
            var told = EventOf(holder, AuditKind.MembershipChanged, use, now) with
            {
                Changed = new Dictionary<string, string> { ["role"] = role.ToString() },
            };
            chain.Append(holder.Tenant, told, now, DetailOf(use));
        }
    }

    private static AuditPrivate DetailOf(TokenUse use) => new() { Address = use.From.Address?.ToString(), UserAgent = use.From.UserAgent };

    private static AuditEvent EventOf(Holder holder, AuditKind kind, TokenUse use, DateTimeOffset now) =>
        new()
        {
            Kind = kind,
            Outcome = AuditOutcome.Done,
            Operation = OperationId.New(now).Value,
            By = new AuditPrincipal(PrincipalKind.User, holder.User.Value, null, use.Surface),
            On = new AuditObject(Noun.User, holder.User.Value),
        };

    private sealed record Accepted(TenantId Tenant, Guid Grant, Guid Lock);

    private static Task<List<Accepted>> AcceptAsync(Work work, Holder holder, DateTimeOffset now, CancellationToken cancel) =>
        work.ListAsync(
            """
            update access_grant set accepted_at = $3, updated_at = $3
            where user_id = $1 and tenant_id = any ($2) and accepted_at is null and revoked_at is null
            returning tenant_id, grant_id, lock_id
            """,
            row => new Accepted(new TenantId(row.GetGuid(0)), row.GetGuid(1), row.GetGuid(2)),
            [holder.User.Value, holder.Tenants.Select(tenant => tenant.Value).ToArray(), now],
            cancel
        );

    private static void Tell(ChainBatch chain, Holder holder, List<Accepted> accepted, TokenUse use, DateTimeOffset now)
    {
        var detail = DetailOf(use);
        var told = EventOf(holder, AuditKind.PasswordChanged, use, now);
        chain.Append(holder.Home, told, now, detail);
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
}
