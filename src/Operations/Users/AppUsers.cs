using System.Globalization;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Applications;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Clients;
using Latchwork.Operations.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Users;

/// <param name="Number">Sifely's and TTLock's <c>uid</c>.</param>
public sealed record SeenAppUser(int Number, string Name, DateTimeOffset RegisteredAt);

/// <summary>The people that an application has registered: listed, given a new password, removed.</summary>
public sealed class AppUsers
{
    private const int MaxAttempts = 3;

    private readonly AccessDb db;
    private readonly KeyRing ring;
    private readonly AppPasswords hashes;
    private readonly TimeProvider clock;

    internal AppUsers(AccessDb db, KeyRing ring, AppPasswords hashes, TimeProvider clock) =>
        (this.db, this.ring, this.hashes, this.clock) = (db, ring, hashes, clock);

    /// <summary>Oldest first.</summary>
    /// <param name="registered">Both ends as instants of the registration, half-open.</param>
    /// <param name="name">A whole name; null for all.</param>
    public async Task<PageOf<SeenAppUser>> ListAsync(AppClient by, TimeWindow registered, string? name, PageRequest page, CancellationToken cancel)
    {
        var found = await db.ListAsync(
            TenantSet.None,
            ListSql,
            Paged.Row(row => new SeenAppUser(
                int.Parse(row.GetString(0), CultureInfo.InvariantCulture),
                row.GetString(1),
                row.GetFieldValue<DateTimeOffset>(2)
            )),
            [by.Id.Value, registered.StartsAt, registered.EndsAt, name, page.Size, page.Offset],
            cancel
        );
        return Paged.Page(found);
    }

    /// <summary>All that was issued under the old password stops.</summary>
    public async Task<Outcome<Done>> SetPasswordAsync(AppClient by, string name, string passwordMd5, RequestOrigin from, CancellationToken cancel)
    {
        if (SifelyPasswordEncoding.Parse(passwordMd5).IsRefused(out var notEncoded, out var password))
        {
            return notEncoded;
        }

        if (PasswordRules.Refuse(password) is { } common)
        {
            return common;
        }

        // The slow hash is made for people who are there.
        if (await FindAsync(by, name, cancel) is null)
        {
            return await RefuseAsync(by, AuditKind.PasswordChanged, NoSuchUser, from);
        }

        if ((await hashes.MakeAsync(by, password, cancel)).IsRefused(out var busy, out var hash))
        {
            return busy;
        }

        return await ActAsync(
            by,
            name,
            AuditKind.PasswordChanged,
            from,
            async (turn, person) =>
            {
                await turn.Work.DoAsync(
                    "update app_user set password_hash = $2, password_set_at = $3, version = version + 1 where user_id = $1",
                    [person.User.Value, hash, turn.Now],
                    cancel
                );
                await EndSessionsAsync(turn.Work, person.User, turn.Now, cancel);
                return Done.Yes;
            },
            cancel
        );
    }

    /// <summary>Their grants end with them, and what derives from these; who still owns locks has to hand them on or delete them first.</summary>
    public Task<Outcome<Done>> RemoveAsync(AppClient by, string name, RequestOrigin from, CancellationToken cancel) =>
        ActAsync(by, name, AuditKind.UserDisabled, from, (turn, person) => RemoveAsync(turn, person, cancel), cancel);

    private static async Task<Outcome<Done>> RemoveAsync(CallerTurn turn, Person person, CancellationToken cancel)
    {
        var (work, user) = (turn.Work, person.User);
        if (await OwnsLocksAsync(work, user, cancel))
        {
            return OwnsLocks;
        }

        // Whoever gives them something holds this row, and finds nobody from here on.
        await work.DoAsync("update app_user set disabled_at = $2, version = version + 1 where user_id = $1", [user.Value, turn.Now], cancel);
        if (await LeaveApplications.RunAsync(turn, user, person.Tenants, cancel) is { } ownsApplication)
        {
            return ownsApplication;
        }

        foreach (var tenant in person.Tenants)
        {
            var there = turn.In(tenant);
            await GrantChanges.RevokeAsync(there, await GrantsAsync(there, user, cancel), cancel);
        }

        await work.DoAsync("delete from login where user_id = $1", [user.Value], cancel);
        await EndSessionsAsync(work, user, turn.Now, cancel);
        return Done.Yes;
    }

    private static Task<List<AccessGrant>> GrantsAsync(CallerTurn turn, UserId user, CancellationToken cancel) =>
        turn.Work.ListAsync(
            $"select {GrantRow.Columns} from access_grant g where g.tenant_id = $1 and g.user_id = $2 and g.revoked_at is null",
            row => GrantRow.ReadOptional(row, 0)!,
            [turn.Tenant.Value, user.Value],
            cancel
        );

    /// <summary>On one of the application's own people, in the transaction that holds the chains of their tenants and of the application's.</summary>
    /// <param name="act">Changes the person's row.</param>
    private async Task<Outcome<Done>> ActAsync(
        AppClient by,
        string name,
        AuditKind kind,
        RequestOrigin from,
        Func<CallerTurn, Person, Task<Outcome<Done>>> act,
        CancellationToken cancel
    )
    {
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            if (await FindAsync(by, name, cancel) is not { } person)
            {
                return await RefuseAsync(by, kind, NoSuchUser, from);
            }

            if (await TryAsync(by, person, kind, from, act, cancel) is { } done)
            {
                return done.Error is { } refusal ? await RefuseAsync(by, kind, refusal, from) : done;
            }
        }

        return new AccessError(AccessErrorCode.Unavailable, "Rights are changing too fast.");
    }

    /// <returns>Null where a further tenant has become theirs meanwhile: its chain has to be held too.</returns>
    private async Task<Outcome<Done>?> TryAsync(
        AppClient by,
        Person person,
        AuditKind kind,
        RequestOrigin from,
        Func<CallerTurn, Person, Task<Outcome<Done>>> act,
        CancellationToken cancel
    )
    {
        var now = clock.Now();
        await using var work = await db.BeginAsync(new TenantSet([by.Tenant, .. person.Tenants]), cancel);
        var chain = await work.HoldChainsAsync(cancel, [by.Tenant, .. person.Tenants]);
        var told = AppUserEvents.Of(kind, by, person.User, now);
        var turn = new CallerTurn(work, CallerOf(by, from), by.Tenant, new OperationId(told.Operation), now, [], []) { Chain = chain };
        var done = await act(turn, person);
        if (done.Error is not null)
        {
            return done;
        }

        if (!await PersonTenants.AreAllWithTracesAsync(work, person.User, person.Tenants, cancel))
        {
            return null;
        }

        await CallerTurns.RaiseVersionsAsync(turn, cancel);
        chain.Append(by.Tenant, told, now, AppUserEvents.Detail(from));
        await work.CommitAsync(chain, cancel);
        return done;
    }

    private async Task<AccessError> RefuseAsync(AppClient by, AuditKind kind, AccessError refusal, RequestOrigin from)
    {
        await AppUserEvents.RecordAsync(db, kind, by, refusal, from, clock.Now());
        return refusal;
    }

    /// <summary>As the audit of the tenants knows the application.</summary>
    private static Caller CallerOf(AppClient by, RequestOrigin from) =>
        new()
        {
            Principal = new Principal(PrincipalKind.ApiClient, by.Id.Value),
            Home = by.Tenant,
            Tenants = TenantSet.Of(by.Tenant),
            CredentialHash = [],
            Session = default,
            SessionKind = SessionKind.AppSecret,
            Version = 0,
            Surface = Surface.TTLock,
            Address = from.Address,
            UserAgent = from.UserAgent,
        };

    private sealed record Person(UserId User, TenantId[] Tenants);

    private async Task<Person?> FindAsync(AppClient by, string name, CancellationToken cancel)
    {
        if (LoginName.Parse(name) is not { Error: null } parsed)
        {
            return null;
        }

        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        return await db.FirstAsync(
            TenantSet.None,
            """
            select u.user_id, latchwork_traces_of(u.user_id) from login l join app_user u on u.user_id = l.user_id
            where l.pool = $1 and l.kind = $2 and l.name_index = any ($3) and u.registered_by = $4 and u.disabled_at is null
            """,
            row => new Person(new UserId(row.GetGuid(0)), Array.ConvertAll(row.GetFieldValue<Guid[]>(1), id => new TenantId(id))),
            [Guid.Empty, (short)parsed.Value.Kind, installation.ContactIndexes(parsed.Value.Text).ToArray(), by.Id.Value],
            cancel
        );
    }

    private static async Task<bool> OwnsLocksAsync(Work work, UserId user, CancellationToken cancel) =>
        await work.FirstAsync(
            """
            select exists (select from access_grant g join smart_lock l on l.tenant_id = g.tenant_id and l.lock_id = g.lock_id
                where g.user_id = $1 and g.role = $2 and g.revoked_at is null and l.decommissioned_at is null)
            """,
            row => row.GetBoolean(0),
            [user.Value, (short)GrantRole.Owner],
            cancel
        );

    private static Task<int> EndSessionsAsync(Work work, UserId user, DateTimeOffset now, CancellationToken cancel) =>
        work.DoAsync("update session set revoked_at = $2 where user_id = $1 and revoked_at is null", [user.Value, now], cancel);

    private static readonly AccessError NoSuchUser = AccessError.NotFound(Noun.User);
    private static readonly AccessError OwnsLocks = new(AccessErrorCode.Conflict, "They still own locks: delete or transfer these first.", Noun.User);

    private static readonly string ListSql = Paged.Sql(
        $"""
        select p.wire_id as number, u.display_name, u.created_at
        from app_user u
        join public_id p on p.tenant_id = u.home_tenant_id and p.row_id = u.user_id and p.kind = {(int)WireIdKind.UserNumber}
        where u.registered_by = $1 and u.disabled_at is null and ($2::timestamptz is null or u.created_at >= $2)
            and ($3::timestamptz is null or u.created_at < $3) and ($4::text is null or lower(u.display_name) = lower($4))
        """,
        "created_at, number",
        size: 5
    );
}
