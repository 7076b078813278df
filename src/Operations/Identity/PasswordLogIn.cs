using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Identity;

/// <summary>A person whose password was right.</summary>
/// <param name="PasswordSetAt">Of the password that was checked; null where there was none.</param>
internal sealed record KnownPerson(UserId User, TenantId Home, string Account, DateTimeOffset? PasswordSetAt)
{
    /// <summary>
    /// Holds their account until the commit, before anything is issued under the password: a change of it, which ends what was issued, then comes wholly
    /// before or wholly after. Others may name the account meanwhile, but not issue to it. The chain of <see cref="Home"/>, if it is needed, is held before.
    /// </summary>
    /// <returns>False where the password is another one by now, or the account was disabled.</returns>
    public async Task<bool> HoldAsync(Work work, CancellationToken cancel) =>
        await work.FirstAsync(
            """
            select true from app_user
            where user_id = $1 and disabled_at is null and password_set_at is not distinct from $2::timestamptz for no key update
            """,
            row => row.GetBoolean(0),
            [User.Value, PasswordSetAt],
            cancel
        );
}

/// <summary>
/// Checks an account's password. An unknown account costs the same work and gets the same answer as a wrong password (AK-6). The tries left are
/// asked for before the line for a hash and again in the turn, and a failure is counted in it, so a burst gets no more of them (RL-1).
/// </summary>
internal sealed class PasswordLogIn(AccessDb db, KeyRing ring, PasswordHasher hasher, Throttle throttle, TimeProvider clock)
{
    public static AccessError WrongLogin { get; } = new(AccessErrorCode.WrongLogin, "The account or the password is wrong.");

    public async Task<Outcome<KnownPerson>> CheckAsync(string account, string passwordMd5, RequestOrigin from, CancellationToken cancel)
    {
        if ((await CheckHalfAsync(account, passwordMd5, from, cancel)).IsRefused(out var refusal, out var person))
        {
            return refusal;
        }

        await ForgiveAsync(person, cancel);
        return person;
    }

    /// <summary>
    /// The same where the password is only half of it. What failed before still counts: else whoever knows the password would have as many tries at the
    /// other half as they like. When that was right too: <see cref="ForgiveAsync"/>.
    /// </summary>
    public async Task<Outcome<KnownPerson>> CheckHalfAsync(string account, string passwordMd5, RequestOrigin from, CancellationToken cancel)
    {
        if (SifelyPasswordEncoding.Parse(passwordMd5).IsRefused(out var notEncoded, out var password))
        {
            return notEncoded;
        }

        LoginName? name = LoginName.Parse(account) is { Error: null } parsed ? parsed.Value : null;
        List<ThrottleSubject> subjects = [ThrottleSubject.OfAccount(name, account), ThrottleSubject.OfSource(from.Address)];
        if (await throttle.RefuseAsync(subjects, cancel) is { } wait)
        {
            return wait;
        }

        var found = name is { } known ? await FindAsync(known, cancel) : null;
        var checking = hasher.CheckAsync(
            password,
            found?.PasswordHash,
            () => throttle.RefuseAsync(subjects, cancel),
            () => CountAsync(subjects),
            cancel
        );
        if ((await checking).IsRefused(out var refusal, out var check))
        {
            return refusal;
        }

        if (found is null || check == PasswordCheck.Wrong)
        {
            return WrongLogin;
        }

        if (check == PasswordCheck.RightButWeak)
        {
            await UpgradeAsync(found, password, cancel);
        }

        return new KnownPerson(found.User, found.Home, account.Trim(), found.PasswordSetAt);
    }

    public Task ForgiveAsync(KnownPerson person, CancellationToken cancel) =>
        throttle.SucceededAsync(
            ThrottleSubject.OfAccount(LoginName.Parse(person.Account) is { Error: null } parsed ? parsed.Value : null, person.Account),
            cancel
        );

    /// <summary>A name that nobody has shown to be theirs logs in to the account that was made with it: what others give waits all the same.</summary>
    private async Task<Account?> FindAsync(LoginName name, CancellationToken cancel)
    {
        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        return await db.FirstAsync(
            TenantSet.None,
            """
            select u.user_id, u.home_tenant_id, u.password_hash, u.password_set_at from login l join app_user u on u.user_id = l.user_id
            where l.pool = $1 and l.kind = $2 and l.name_index = any ($3) and u.disabled_at is null
            """,
            Account.Read,
            [Guid.Empty, (short)name.Kind, installation.ContactIndexes(name.Text).ToArray()],
            cancel
        );
    }

    private async Task UpgradeAsync(Account account, EncodedPassword password, CancellationToken cancel)
    {
        if (!(await hasher.HashAsync(password, cancel)).IsRefused(out _, out var stronger))
        {
            await db.ListAsync(
                TenantSet.None,
                "update app_user set password_hash = $2 where user_id = $1 and password_hash = $3 returning 1",
                row => row.GetInt32(0),
                [account.User.Value, stronger, account.PasswordHash],
                cancel
            );
        }
    }

    /// <summary>Who hangs up during the hash is counted too. The audit has the number of a minute's failures (AU-1).</summary>
    public async Task CountAsync(IReadOnlyList<ThrottleSubject> subjects)
    {
        await throttle.FailedAsync(subjects);
        await db.ListAsync(
            TenantSet.Of(TenantId.Installation),
            """
            insert into audit_tally (tenant_id, minute, principal_id, kind, object_id, reason, number) values ($1, date_trunc('minute', $2::timestamptz), $3, $4, $3, $5, 1)
            on conflict (tenant_id, minute, principal_id, kind, object_id, reason) do update set number = audit_tally.number + 1 returning 1
            """,
            row => row.GetInt32(0),
            [TenantId.Installation.Value, clock.Now(), Guid.Empty, (short)AuditKind.LogInsRefused, (short)AccessErrorCode.WrongLogin],
            CancellationToken.None
        );
    }

    private sealed record Account(UserId User, TenantId Home, string? PasswordHash, DateTimeOffset? PasswordSetAt)
    {
        public static Account Read(NpgsqlDataReader row) =>
            new(new UserId(row.GetGuid(0)), new TenantId(row.GetGuid(1)), row.GetText(2), row.GetInstant(3));
    }
}
