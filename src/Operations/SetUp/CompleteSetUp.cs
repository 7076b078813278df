using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Sites;
using Latchwork.Operations.Storage;
using Latchwork.Operations.Tenants;

namespace Latchwork.Operations.SetUp;

/// <param name="Zone">IANA zone of the first site.</param>
/// <param name="Login">E-mail, telephone (with +) or plain name of the first administrator.</param>
public sealed record SetUpRequest(string Token, string TenantName, string Zone, string Login, string DisplayName, string Password)
{
    public override string ToString() => nameof(SetUpRequest);
}

/// <param name="NativeKey">A key of our own API with every scope of the tenant; shown once.</param>
public sealed record SetUpResult(TenantId Tenant, SiteId Site, UserId Administrator, string NativeKey)
{
    public override string ToString() => nameof(SetUpResult);
}

/// <summary>Uses the set-up token: makes the first tenant, its first site and its owner, who is also the installation's administrator (KR-6).</summary>
public sealed class CompleteSetUp
{
    private readonly AccessDb db;
    private readonly PasswordHasher hasher;
    private readonly NewTenant tenants;
    private readonly NewSite sites;
    private readonly NewUser users;
    private readonly NativeKeys keys;
    private readonly SetUpState state;
    private readonly TimeProvider clock;

    internal CompleteSetUp(
        AccessDb db,
        PasswordHasher hasher,
        NewTenant tenants,
        NewSite sites,
        NewUser users,
        NativeKeys keys,
        SetUpState state,
        TimeProvider clock
    )
    {
        (this.db, this.hasher, this.clock) = (db, hasher, clock);
        (this.tenants, this.sites, this.users, this.keys, this.state) = (tenants, sites, users, keys, state);
    }

    public async Task<Outcome<SetUpResult>> RunAsync(SetUpRequest request, RequestOrigin from, CancellationToken cancel)
    {
        if (Refuse(request) is { } invalid)
        {
            return invalid;
        }

        if (LoginName.Parse(request.Login).IsRefused(out var noName, out var login))
        {
            return noName;
        }

        if (SetupToken.Hash(request.Token) is not { } token || !await IsRightAsync(token, cancel))
        {
            return WrongToken;
        }

        // The slow hash is made after the token was found right, and before the transaction.
        var hashed = await hasher.HashAsync(SifelyPasswordEncoding.Encode(request.Password), cancel);
        return hashed.IsRefused(out var busy, out var password)
            ? busy
            : await WriteAsync(request, token, new Names(login, password), from, cancel);
    }

    private readonly record struct Names(LoginName Login, string PasswordHash);

    private static AccessError? Refuse(SetUpRequest request) =>
        request.TenantName.Trim().Length is 0 or > 200 ? AccessError.Invalid("The tenant needs a name of at most 200 characters.", Noun.Tenant)
        : !ZoneDatabase.Knows(request.Zone) ? AccessError.Invalid("That is no IANA time zone, such as Europe/London.", Noun.Site)
        : PasswordRules.Refuse(request.Password, hasSecondFactor: false);

    private async Task<bool> IsRightAsync(byte[] token, CancellationToken cancel) =>
        (
            await db.ListAsync(
                TenantSet.Of(TenantId.Installation),
                "select 1 from installation where setup_token_hash = $1 and setup_token_expires_at > $2 and set_up_at is null",
                row => row.GetInt32(0),
                [token, clock.Now()],
                cancel
            )
        ).Count > 0;

    private async Task<Outcome<SetUpResult>> WriteAsync(
        SetUpRequest request,
        byte[] token,
        Names names,
        RequestOrigin from,
        CancellationToken cancel
    )
    {
        var now = clock.Now();
        var tenant = TenantId.New(now);
        var person = new NewPerson(UserId.New(now), names.Login, request.DisplayName.Trim(), names.PasswordHash, tenant);
        await using var work = await db.BeginAsync(TenantSet.Of(TenantId.Installation, tenant), cancel);
        var used = await work.DoAsync(
            "update installation set set_up_at = $2, setup_token_hash = null where setup_token_hash = $1 and setup_token_expires_at > $2 and set_up_at is null",
            [token, now],
            cancel
        );
        if (used == 0)
        {
            return WrongToken;
        }

        await tenants.WriteAsync(work, tenant, request.TenantName.Trim(), request.Zone, now, cancel);
        if (await users.WriteAsync(work, person, now, cancel) is { } taken)
        {
            return taken;
        }

        await work.DoAsync("update app_user set is_installation_administrator = true where user_id = $1", [person.Id.Value], cancel);
        await NewUser.JoinAsync(work, tenant, person.Id, TenantRole.Owner, now, cancel);
        var site = await sites.WriteAsync(work, tenant, request.TenantName.Trim(), request.Zone, now, cancel);
        var key = await keys.WriteAsync(work, tenant, "First key", PermissionSet.All, now, cancel);
        var operation = OperationId.New(now);
        var by = new AuditPrincipal(PrincipalKind.User, person.Id.Value, null, Surface.Native);
        var detail = new AuditPrivate { Address = from.Address?.ToString(), UserAgent = from.UserAgent };
        await work.CommitAsync(
            tenant,
            now,
            cancel,
            NewTenant.Created(tenant, by, operation),
            new AuditEntry(
                new AuditEvent
                {
                    Kind = AuditKind.SetUp,
                    Outcome = AuditOutcome.Done,
                    Operation = operation.Value,
                    By = by,
                },
                detail
            )
        );
        state.IsSetUp = true;
        return new SetUpResult(tenant, site, person.Id, key);
    }

    private static readonly AccessError WrongToken = new(
        AccessErrorCode.NotAuthenticated,
        "The set-up token is wrong, used or older than 30 minutes. Start the server again for a new one."
    );
}
