using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Clients;
using Latchwork.Operations.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Sites;
using Latchwork.Operations.Storage;
using Latchwork.Operations.Tenants;

namespace Latchwork.Operations.Users;

/// <summary>
/// Makes an account of an application's own, with a home tenant and a site in the application's time zone, so that its locks have a place. The password
/// comes encoded, so of KR-5 only the list of first guesses can be asked.
/// </summary>
public sealed class RegisterUser
{
    private const int LongestName = 40;

    private readonly AccessDb db;
    private readonly NewTenant tenants;
    private readonly NewSite sites;
    private readonly NewUser users;
    private readonly Receivers people;
    private readonly AppPasswords hashes;
    private readonly TimeProvider clock;

    internal RegisterUser(AccessDb db, NewTenant tenants, NewSite sites, NewUser users, Receivers people, AppPasswords hashes, TimeProvider clock) =>
        (this.db, this.tenants, this.sites, this.users, this.people, this.hashes, this.clock) = (db, tenants, sites, users, people, hashes, clock);

    /// <param name="name">English letters and digits; else refused as about a user.</param>
    /// <returns>The account's whole name, with the application's prefix.</returns>
    public async Task<Outcome<string>> RunAsync(AppClient by, string name, string passwordMd5, RequestOrigin from, CancellationToken cancel)
    {
        if (name.Length is 0 or > LongestName || !name.All(char.IsAsciiLetterOrDigit))
        {
            return NotPlain;
        }

        if (SifelyPasswordEncoding.Parse(passwordMd5).IsRefused(out var notEncoded, out var password))
        {
            return notEncoded;
        }

        if (PasswordRules.Refuse(password) is { } common)
        {
            return common;
        }

        var whole = $"{by.Prefix}_{name}";
        var login = LoginName.Parse(whole).Value;
        var isTaken = await people.FindAsync(login, cancel) is not null;
        string? hash = null;
        // The slow hash is made for names that are free.
        if (!isTaken && (await hashes.MakeAsync(by, password, cancel)).IsRefused(out var busy, out hash))
        {
            return busy;
        }

        var now = clock.Now();
        var written = isTaken
            ? NewUser.Taken
            : await WriteAsync(by, new NewPerson(UserId.New(now), login, whole, hash, TenantId.New(now)), whole, from, now, cancel);
        if (written.Error is { } taken)
        {
            await AppUserEvents.RecordAsync(db, AuditKind.UserCreated, by, taken, from, now);
        }

        return written;
    }

    private async Task<Outcome<string>> WriteAsync(
        AppClient by,
        NewPerson person,
        string name,
        RequestOrigin from,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        var home = person.Home;
        await using var work = await db.BeginAsync(TenantSet.Of(by.Tenant, home), cancel);
        var zone = (await work.ListAsync("select zone from tenant where tenant_id = $1", row => row.GetString(0), [by.Tenant.Value], cancel))[0];
        await tenants.WriteHomeAsync(work, home, name, zone, now, cancel);
        if (await users.WriteAsync(work, person, now, cancel) is { } taken)
        {
            return taken;
        }

        await work.DoAsync("update app_user set registered_by = $2 where user_id = $1", [person.Id.Value, by.Id.Value], cancel);
        await NewUser.JoinAsync(work, home, person.Id, TenantRole.Owner, now, cancel);
        await sites.WriteAsync(work, home, name, zone, now, cancel);
        var chain = await work.HoldChainsAsync(cancel, by.Tenant, home);
        var told = AppUserEvents.Of(AuditKind.UserCreated, by, person.Id, now);
        chain.Append(by.Tenant, told, now, AppUserEvents.Detail(from));
        chain.Append(home, told with { Kind = AuditKind.TenantCreated }, now);
        await work.CommitAsync(chain, cancel);
        return name;
    }

    private static readonly AccessError NotPlain = AccessError.Invalid("A name has 1 to 40 English letters and digits.", Noun.User);
}
