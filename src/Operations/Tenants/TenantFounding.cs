using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Sites;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Tenants;

/// <param name="Zone">IANA zone of the tenant and its first site.</param>
/// <param name="Login">E-mail, telephone (with +) or plain name of the owner.</param>
public sealed record TenantRequest(string Name, string Zone, string Login, string DisplayName, string Password)
{
    public override string ToString() => nameof(TenantRequest);
}

/// <param name="PublicId">The tenant's public UUID.</param>
/// <param name="NativeKey">A key of our own API with every scope of the tenant; shown once.</param>
public sealed record FoundedTenant(TenantId Tenant, string PublicId, SiteId Site, UserId Owner, string NativeKey)
{
    public override string ToString() => $"tenant {Tenant.Value}";
}

/// <summary>Everything slow that a founding needs, done before its transaction.</summary>
internal sealed record PreparedTenant(TenantId Tenant, TenantRequest Request, NewPerson Owner);

/// <summary>A tenant with what it needs to be of use: its owner, a first site, a first key.</summary>
internal sealed class TenantFounding(NewTenant tenants, NewSite sites, NewUser users, NativeKeys keys, PasswordHasher hasher, TimeProvider clock)
{
    public static AccessError? Refuse(string name, string zone) =>
        name.Trim().Length is 0 or > 200 ? AccessError.Invalid("The tenant needs a name of at most 200 characters.", Noun.Tenant)
        : ZoneDatabase.Knows(zone) ? null
        : AccessError.Invalid("That is no IANA time zone, such as Europe/London.", Noun.Site);

    public static AccessError? Refuse(TenantRequest request) =>
        Refuse(request.Name, request.Zone) is { } invalid ? invalid
        : request.DisplayName.Trim().Length > 200 ? AccessError.Invalid("A person's name has at most 200 characters.", Noun.User)
        : LoginName.Parse(request.Login).Error ?? PasswordRules.Refuse(request.Password, hasSecondFactor: false);

    public async Task<Outcome<PreparedTenant>> PrepareAsync(TenantRequest request, CancellationToken cancel)
    {
        var hashed = await hasher.HashAsync(SifelyPasswordEncoding.Encode(request.Password), cancel);
        if (hashed.IsRefused(out var busy, out var hash))
        {
            return busy;
        }

        var now = clock.Now();
        var tenant = TenantId.New(now);
        var login = LoginName.Parse(request.Login).Value;
        return new PreparedTenant(tenant, request, new NewPerson(UserId.New(now), login, request.DisplayName.Trim(), hash, tenant));
    }

    public async Task<Outcome<FoundedTenant>> WriteAsync(Work work, PreparedTenant prepared, DateTimeOffset now, CancellationToken cancel)
    {
        var (tenant, request, owner) = prepared;
        await tenants.WriteAsync(work, tenant, request.Name.Trim(), request.Zone, now, cancel);
        if (await users.WriteAsync(work, owner, now, cancel) is { } taken)
        {
            return taken;
        }

        await NewUser.JoinAsync(work, tenant, owner.Id, TenantRole.Owner, now, cancel);
        var site = await sites.WriteAsync(work, tenant, request.Name.Trim(), request.Zone, now, cancel);
        var (_, key) = await keys.WriteAsync(work, tenant, "First key", PermissionSet.All, now, cancel);
        return new FoundedTenant(tenant, await PublicIdAsync(work, tenant, cancel), site, owner.Id, key);
    }

    private static async Task<string> PublicIdAsync(Work work, TenantId tenant, CancellationToken cancel) =>
        (
            await work.ListAsync(
                "select wire_id from public_id where tenant_id = $1 and row_id = $1 and kind = $2",
                row => row.GetString(0),
                [tenant.Value, (short)WireIdKind.TenantUuid],
                cancel
            )
        ).Single();
}
