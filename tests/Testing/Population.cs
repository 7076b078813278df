using System.Globalization;
using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Testing;

/// <summary>Writes people, members, grants and keys straight into the database of a server, for what a test presupposes.</summary>
public sealed class Population(IServiceProvider services)
{
    private readonly AccessDb db = services.GetRequiredService<AccessDb>();
    private readonly TimeProvider clock = services.GetRequiredService<TimeProvider>();

    /// <summary>A person with a password; a member of the tenant if a role is given.</summary>
    public async Task<UserId> PersonAsync(TenantId home, string login, string password, TenantRole? role = null, CancellationToken cancel = default)
    {
        var now = clock.Now();
        var hasher = services.GetRequiredService<PasswordHasher>();
        var hash = await hasher.HashAsync(SifelyPasswordEncoding.Encode(password), cancel);
        var person = new NewPerson(UserId.New(now), LoginName.Parse(login).Value, "Guest", hash.Value, home);
        await using var work = await db.BeginAsync(TenantSet.Of(home, TenantId.Installation), cancel);
        if (await services.GetRequiredService<NewUser>().WriteAsync(work, person, now, cancel) is { } refusal)
        {
            throw new InvalidOperationException(refusal.Detail);
        }

        if (role is { } given)
        {
            await NewUser.JoinAsync(work, home, person.Id, given, now, cancel);
        }

        await work.CommitAsync(cancel);
        return person.Id;
    }

    /// <summary>A role in a further tenant.</summary>
    public async Task MemberAsync(TenantId tenant, UserId person, TenantRole role, CancellationToken cancel = default)
    {
        await using var work = await db.BeginAsync(TenantSet.Of(tenant), cancel);
        await NewUser.JoinAsync(work, tenant, person, role, clock.Now(), cancel);
        await work.DoAsync("update app_user set version = version + 1 where user_id = $1", [person.Value], cancel);
        await work.CommitAsync(cancel);
    }

    /// <summary>A live grant to a lock, with its public ids.</summary>
    public async Task GrantAsync(TenantId tenant, LockId smartLock, UserId user, GrantShape shape, CancellationToken cancel = default)
    {
        var now = clock.Now();
        var grant = Guid.CreateVersion7(now);
        await using var work = await db.BeginAsync(TenantSet.Of(tenant, TenantId.Installation), cancel);
        await work.DoAsync(
            """
            insert into access_grant (tenant_id, grant_id, lock_id, user_id, role, is_deputy, starts_at, ends_at, opens_remotely, accepted_at, frozen_at,
                revoked_at, created_at, updated_at)
            values ($1, $2, $3, $4, $5, $6, $7::timestamptz, $8::timestamptz, $9, case when $10 then null else $13 end, case when $11 then $13 end,
                case when $12 then $13 end, $13, $13)
            """,
            [
                tenant.Value,
                grant,
                smartLock.Value,
                user.Value,
                (short)shape.Role,
                shape.IsDeputy,
                now + shape.StartsIn,
                now + shape.EndsIn,
                shape.OpensRemotely,
                shape.IsWaiting,
                shape.IsFrozen,
                shape.IsRevoked,
                now,
            ],
            cancel
        );
        await services.GetRequiredService<WireIds>().IssueAsync(work, tenant, grant, cancel, WireIdKind.GrantNumber, WireIdKind.GrantUuid);
        await work.DoAsync("update app_user set version = version + 1 where user_id = $1", [user.Value], cancel);
        await work.CommitAsync(cancel);
    }

    /// <summary>A key of our own API with these scopes.</summary>
    public async Task<string> NativeKeyAsync(TenantId tenant, PermissionSet scopes, CancellationToken cancel = default)
    {
        await using var work = await db.BeginAsync(TenantSet.Of(tenant, TenantId.Installation), cancel);
        var (_, key) = await services.GetRequiredService<NativeKeys>().WriteAsync(work, tenant, "test", scopes, clock.Now(), cancel);
        await work.CommitAsync(cancel);
        return key;
    }

    public async Task RevokeNativeKeyAsync(string key, CancellationToken cancel = default)
    {
        await using var work = await db.BeginAsync(TenantSet.None, cancel);
        await work.DoAsync("update session set revoked_at = $2 where token_hash = $1", [TokenHash.Of(key), clock.Now()], cancel);
        await work.CommitAsync(cancel);
    }

    public async Task DisableAsync(UserId user, CancellationToken cancel = default)
    {
        await using var work = await db.BeginAsync(TenantSet.None, cancel);
        await work.DoAsync("update app_user set disabled_at = $2, version = version + 1 where user_id = $1", [user.Value, clock.Now()], cancel);
        await work.CommitAsync(cancel);
    }

    /// <summary>The row behind a lock number of the Sifely wire.</summary>
    public async Task<LockId> LockAsync(long number, CancellationToken cancel = default) =>
        new(await RowAsync(WireIdKind.LockNumber, number.ToString(CultureInfo.InvariantCulture), cancel));

    /// <summary>The row behind a user id of the Doordeck wire.</summary>
    public async Task<UserId> UserAsync(string uuid, CancellationToken cancel = default) => new(await RowAsync(WireIdKind.UserUuid, uuid, cancel));

    private Task<Guid> RowAsync(WireIdKind kind, string wireId, CancellationToken cancel) =>
        db.FirstAsync(
            TenantSet.None,
            "select row_id from public_id where kind = $1 and wire_id = $2",
            row => row.GetGuid(0),
            [(short)kind, wireId],
            cancel
        );
}

/// <summary>A grant as a test wants it; times count from now.</summary>
public sealed record GrantShape(GrantRole Role)
{
    public bool IsDeputy { get; init; }

    public TimeSpan? StartsIn { get; init; }

    public TimeSpan? EndsIn { get; init; }

    public bool OpensRemotely { get; init; } = true;

    public bool IsFrozen { get; init; }

    public bool IsWaiting { get; init; }

    public bool IsRevoked { get; init; }
}
