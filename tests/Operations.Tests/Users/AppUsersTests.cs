using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Clients;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Tests.Grants;
using Latchwork.Operations.Users;
using Latchwork.Testing;
using Xunit;

namespace Latchwork.Operations.Tests.Users;

/// <summary>The people of an application (19.1).</summary>
public sealed class AppUsersTests
{
    private const string PasswordMd5 = "ff3bdd571bbec1a341744f201b57d04e";

    [Fact]
    public async Task AZ_7_AU_1_With_a_person_goes_what_derives_from_their_grants_and_the_tenant_of_the_lock_is_told()
    {
        await using var house = await House.OpenAsync();
        var (app, name) = await RegisteredAsync(house);
        var door = await house.AddLockAsync();
        var (number, desk) = (await house.NumberAsync(door), await house.DeskAsync());
        await house.GivenAsync(desk, number, name, request => request with { Receiver = name, IsDeputy = true });
        await house.PersonAsync("guest");
        await house.GivenAsync(await house.LogInAsync(name), number, "guest");
        Assert.Equal(3, await house.GrantsAsync(door));

        Assert.Null((await RemoveAsync(house, app, name)).Error);

        Assert.Equal(1, await house.GrantsAsync(door));
        Assert.Equal(2, await RevokedAsync(house, house.Tenant));
        Assert.Equal(AccessErrorCode.NotFound, (await house.GiveAsync(desk, number, name, request => request with { Receiver = name })).Error?.Code);
        Assert.All(await house.VerifyAsync(), report => Assert.True(report.IsSound));
    }

    [Fact]
    public async Task AZ_5_What_a_further_tenant_gives_a_person_while_they_are_removed_goes_with_them()
    {
        await using var house = await House.OpenAsync();
        var (app, name) = await RegisteredAsync(house);
        var further = await house.AddTenantAsync("further");
        var owner = await house.LogInAsync("further@example.com");
        var door = await PhoneLockAsync(house, owner);
        Task<Outcome<Done>> removal;
        await using (var held = await house.HoldChainAsync(house.Tenant))
        {
            removal = RemoveAsync(house, app, name);
            await Poll.UntilAsync(async () => await house.WaitingForLocksAsync() == 1);
            await house.GivenAsync(owner, door.Id, name, request => request with { Receiver = name });
        }

        Assert.Null((await removal).Error);
        Assert.Equal(1, await house.GrantsAsync(door.Row));
        Assert.Equal(1, await RevokedAsync(house, further));
    }

    [Fact]
    public async Task Who_owns_a_lock_is_not_removed_before_it_is_gone()
    {
        await using var house = await House.OpenAsync();
        var (app, name) = await RegisteredAsync(house);
        var person = await house.LogInAsync(name);
        var door = await PhoneLockAsync(house, person);

        Assert.Equal(AccessErrorCode.Conflict, (await RemoveAsync(house, app, name)).Error?.Code);
        Assert.Equal(1, await house.GrantsAsync(door.Row));

        Assert.Null((await house.Get<DeleteLock>().RunAsync(person, door.Id, CancellationToken.None)).Error);
        Assert.Null((await RemoveAsync(house, app, name)).Error);
        Assert.Equal(AccessErrorCode.NotFound, (await RemoveAsync(house, app, name)).Error?.Code);
    }

    /// <summary>KR-5, RL-1: a hash costs as much as a log-in.</summary>
    [Fact]
    public async Task An_application_has_one_slow_hash_at_a_time_and_none_for_names_that_are_nobodys_or_taken()
    {
        await using var house = await House.OpenAsync();
        var (app, name) = await RegisteredAsync(house);
        var register = house.Get<RegisterUser>();

        var many = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => register.RunAsync(app, $"n{i}", PasswordMd5, default, default)));
        Assert.Contains(many, one => one.Error is null);
        Assert.Contains(many, one => one.Error?.Code == AccessErrorCode.RateLimited);

        var taken = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => register.RunAsync(app, "anna", PasswordMd5, default, default)));
        Assert.All(taken, one => Assert.Equal(AccessErrorCode.Taken, one.Error?.Code));
        var users = house.Get<AppUsers>();
        var nobody = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => users.SetPasswordAsync(app, $"{name}{i}", PasswordMd5, default, default)));
        Assert.All(nobody, one => Assert.Equal(AccessErrorCode.NotFound, one.Error?.Code));
    }

    private static async Task<(AppClient App, string Name)> RegisteredAsync(House house)
    {
        var added = (await house.Get<AddAppClient>().RunAsync(Caller.Server(house.Tenant), house.Tenant, "App", CancellationToken.None)).Value;
        var app = (await house.Get<AppClients>().FindAsync(added.ClientId, added.Secret, CancellationToken.None)).Value;
        return (app, (await house.Get<RegisterUser>().RunAsync(app, "anna", PasswordMd5, default, CancellationToken.None)).Value);
    }

    private static async Task<(WireId Id, LockId Row)> PhoneLockAsync(House house, Caller by)
    {
        var phone = new PhoneLock("""{"lockName":"S31"}""", "S31", null, null, Capabilities.Unlock);
        var made = (await house.Get<InitializeLock>().RunAsync(by, phone, null, CancellationToken.None)).Value;
        return (WireId.Number(WireIdKind.LockNumber, made.Number), made.Id);
    }

    private static Task<Outcome<Done>> RemoveAsync(House house, AppClient app, string name) =>
        house.Get<AppUsers>().RemoveAsync(app, name, default, CancellationToken.None);

    private static Task<long> RevokedAsync(House house, TenantId tenant) =>
        house.AskAsync<long>("select count(*) from audit_event where tenant_id = $1 and kind = $2", tenant.Value, (short)AuditKind.GrantRevoked);
}
