using System.Net;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Applications;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Tests.Applications;
using Latchwork.Operations.Tests.Grants;
using Latchwork.Operations.Users;
using Xunit;

namespace Latchwork.Operations.Tests.Users;

/// <summary>AU-7.</summary>
public sealed class DeletePersonTests
{
    private const string Ann = "ann@example.com";

    [Fact]
    public async Task Of_a_deleted_person_nothing_is_left_but_an_id_in_chains_that_still_verify()
    {
        await using var house = await House.OpenAsync();
        var caller = await house.CallerAsync((await house.RegisterAsync(Ann)).Value) with
        {
            Address = IPAddress.Parse("192.0.2.7"),
            UserAgent = "phone",
        };
        await house.VerifyAsync((await house.MailedAsync("verify-email")).Token);
        Assert.Null((await house.Get<RenamePerson>().RunAsync(caller, "Ann of Example", CancellationToken.None)).Error);
        var door = await house.NumberAsync(await house.AddLockAsync());
        await house.GivenAsync(await house.DeskAsync(), door, "ann", request => request with { InvitesUnknown = true });
        await house.Get<RequestPasswordReset>().RunAsync(Ann, CancellationToken.None);
        const string Mails =
            "select count(*) from notification where due_at is not null or recipient_sealed is not null or values_sealed is not null";
        Assert.Equal(2, await house.AskAsync<long>(Mails));
        var person = caller.User!.Value.Value;

        Assert.Null((await DeleteAsync(house, caller)).Error);

        Assert.NotNull((await house.StillAsync(caller)).Error);
        Assert.Equal(AccessErrorCode.WrongLogin, (await house.LogInAsync(Ann, Accounts.Password)).Error?.Code);
        Assert.Equal(
            0,
            await house.AskAsync<long>("select count(*) from access_grant where user_id = $1 and (revoked_at is null or name is not null)", person)
        );
        Assert.Equal(0, await house.AskAsync<long>("select count(*) from audit_private where person_id = $1", person));
        Assert.True(
            await house.AskAsync<bool>(
                "select display_name is null and password_hash is null and disabled_at is not null from app_user where user_id = $1",
                person
            )
        );
        Assert.Equal(0, await house.AskAsync<long>(Mails));
        foreach (var table in new[] { "login", "membership", "invitation", "lock_preference" })
        {
            Assert.Equal(0, await house.AskAsync<long>($"select count(*) from {table} where user_id = $1", person));
        }

        Assert.Equal(1, await house.AskAsync<long>("select count(*) from audit_event where kind = 70 and principal_id = $1", person));
        Assert.All(await house.VerifyAsync(), report => Assert.True(report.IsSound));
    }

    [Fact]
    public async Task The_address_of_a_deleted_person_is_free_for_a_fresh_account()
    {
        await using var house = await House.OpenAsync();
        var caller = await house.CallerAsync((await house.RegisterAsync(Ann)).Value);
        Assert.Null((await DeleteAsync(house, caller)).Error);

        var fresh = await house.CallerAsync((await house.RegisterAsync(Ann)).Value);

        Assert.NotEqual(caller.User, fresh.User);
        Assert.False((await house.AccountAsync(fresh)).IsEmailVerified);
    }

    [Fact]
    public async Task Who_owns_a_lock_is_not_deleted()
    {
        await using var house = await House.OpenAsync();
        await house.AddLockAsync();
        var desk = await house.DeskAsync();

        Assert.Equal(AccessErrorCode.Conflict, (await DeleteAsync(house, desk)).Error?.Code);

        Assert.Null((await house.StillAsync(desk)).Error);
        Assert.Equal(1, await house.AskAsync<long>("select count(*) from audit_event where kind = 70 and outcome = 2"));
    }

    [Fact]
    public async Task The_only_owner_of_a_tenant_with_other_members_is_not_deleted()
    {
        await using var house = await House.OpenAsync();
        var desk = await house.DeskAsync();
        var ann = await house.CallerAsync((await house.RegisterAsync(Ann)).Value);
        await house.DoAsync(
            "insert into membership (tenant_id, user_id, role, created_at) values ($1, $2, 3, now())",
            house.Tenant.Value,
            ann.User!.Value.Value
        );

        Assert.Equal(AccessErrorCode.Conflict, (await DeleteAsync(house, desk)).Error?.Code);

        await house.DoAsync("update membership set role = 1 where user_id = $1", ann.User.Value.Value);
        Assert.Null((await DeleteAsync(house, desk)).Error);
    }

    [Fact]
    public async Task The_only_owner_of_an_application_is_not_deleted_and_one_of_several_owns_nothing_afterwards()
    {
        await using var app = await AppHouse.OpenAsync();
        var house = app.House;
        var ann = await house.PersonAsync("ann");
        var owners = house.Get<ApplicationOwners>();
        Assert.Equal(AccessErrorCode.Conflict, (await DeleteAsync(house, app.Owner)).Error?.Code);
        Assert.Null((await owners.AddAsync(app.Owner, app.Id, await house.UuidAsync(ann), default)).Error);
        Assert.Null((await owners.RemoveAsync(ann, app.Id, await house.UuidAsync(app.Owner), default)).Error);
        Assert.Equal(AccessErrorCode.Conflict, (await DeleteAsync(house, ann)).Error?.Code);
        Assert.Null((await owners.AddAsync(ann, app.Id, await house.UuidAsync(app.Owner), default)).Error);

        Assert.Null((await DeleteAsync(house, ann)).Error);

        Assert.Equal(app.Owner.Principal.Id, await house.AskAsync<Guid>("select user_id from application_owner"));
        // One removed, one added, and herself.
        Assert.Equal(
            3,
            await house.AskAsync<long>(
                "select count(*) from audit_event where tenant_id = $1 and kind = $2 and outcome = $3 and principal_id = $4",
                house.Tenant.Value,
                (short)AuditKind.ApplicationChanged,
                (short)AuditOutcome.Done,
                ann.Principal.Id
            )
        );
        Assert.All(await house.VerifyAsync(), report => Assert.True(report.IsSound));
    }

    [Fact]
    public async Task Of_a_removed_application_nobody_is_the_last_owner()
    {
        await using var app = await AppHouse.OpenAsync();
        Assert.Null((await app.House.Get<RemoveApplication>().RunAsync(app.Owner, app.Id, default)).Error);

        Assert.Null((await DeleteAsync(app.House, app.Owner)).Error);

        Assert.Equal(0, await app.House.AskAsync<long>("select count(*) from application_owner"));
    }

    [Fact]
    public async Task Who_was_invited_and_alone_owns_an_application_is_not_discarded_by_registering()
    {
        await using var app = await AppHouse.OpenAsync();
        var house = app.House;
        var door = await house.NumberAsync(await house.AddLockAsync());
        await house.GivenAsync(app.Owner, door, "ann", request => request with { InvitesUnknown = true });
        var invited = await house.AskAsync<Guid>("select user_id from access_grant where user_id <> $1", app.Owner.Principal.Id);
        await house.DoAsync("update application_owner set user_id = $1", invited);
        Assert.Equal(AccessErrorCode.Taken, (await house.RegisterAsync(Ann, force: true)).Error?.Code);
        await house.DoAsync("insert into application_owner select tenant_id, application_id, $1 from application_owner", app.Owner.Principal.Id);

        Assert.Null((await house.RegisterAsync(Ann, force: true)).Error);

        Assert.Equal(app.Owner.Principal.Id, await house.AskAsync<Guid>("select user_id from application_owner"));
    }

    [Fact]
    public async Task A_deleted_person_of_an_application_leaves_it_and_comes_back_as_somebody_else()
    {
        await using var app = await AppHouse.OpenAsync();
        var (token, house) = (app.Token("7"), app.House);
        var guest = await app.CallerAsync(token);

        Assert.Null((await DeleteAsync(house, guest)).Error);

        Assert.Equal(0, await house.AskAsync<long>("select count(*) from application_person"));
        Assert.Equal(AccessErrorCode.NotAuthenticated, (await app.AdmitAsync(token)).Error?.Code);
        Assert.NotEqual(guest.User, (await app.CallerAsync(app.Token("7", claims => claims["nonce"] = 2))).User);
    }

    [Fact]
    public async Task What_a_deleted_person_gave_on_under_a_grant_that_ended_with_it_ends_too()
    {
        await using var house = await House.OpenAsync();
        var ann = await house.PersonAsync("ann");
        await house.PersonAsync("bob");
        var smartLock = await house.AddLockAsync();
        var door = await house.NumberAsync(smartLock);
        await house.GivenAsync(await house.DeskAsync(), door, "ann", request => request with { IsDeputy = true });
        await house.GivenAsync(ann, door, "bob");
        Assert.Equal(3, await house.GrantsAsync(smartLock));

        Assert.Null((await DeleteAsync(house, ann)).Error);

        Assert.Equal(1, await house.GrantsAsync(smartLock));
    }

    [Theory]
    [InlineData("Ann\r\nBcc: all@example.com")]
    [InlineData("a\u0000b")]
    public async Task A_name_is_one_line(string name)
    {
        await using var house = await House.OpenAsync();
        var caller = await house.CallerAsync((await house.RegisterAsync(Ann)).Value);

        Assert.Equal(AccessErrorCode.Invalid, (await house.Get<RenamePerson>().RunAsync(caller, name, CancellationToken.None)).Error?.Code);
        Assert.Null((await house.Get<RenamePerson>().RunAsync(caller, "  ", CancellationToken.None)).Error);

        Assert.Null((await house.AccountAsync(caller)).DisplayName);
    }

    private static Task<Outcome<Done>> DeleteAsync(House house, Caller by) => house.Get<DeletePerson>().RunAsync(by, CancellationToken.None);
}
