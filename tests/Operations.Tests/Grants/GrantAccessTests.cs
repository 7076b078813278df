using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Latchwork.Operations.Tests.Grants;

public sealed class GrantAccessTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public async Task AZ_7_What_a_deputy_gave_ends_with_their_grant_in_one_transaction()
    {
        await using var house = await House.OpenAsync();
        var (door, desk, deputy) = await DeputyAsync(house);
        await house.PersonAsync("guest");
        Assert.Null((await house.GiveAsync(deputy.By, deputy.Door, "guest", Until(house, Day / 2))).Error);
        Assert.Equal(3, await house.GrantsAsync(door));

        Assert.Null((await house.RevokeAsync(desk, deputy.Grant)).Error);

        Assert.Equal(1, await house.GrantsAsync(door));
        Assert.Equal(1, await house.AskAsync<long>("select count(distinct revoked_at) from access_grant where revoked_at is not null"));
        Assert.Equal(2, await house.AskAsync<long>("select count(*) from audit_event where kind = 92 and outcome = 3"));
        Assert.All(await house.VerifyAsync(), report => Assert.True(report.IsSound));
    }

    [Fact]
    public async Task AZ_7_What_a_deputy_gave_shrinks_with_their_period_and_ends_with_their_right()
    {
        await using var house = await House.OpenAsync();
        var (door, desk, deputy) = await DeputyAsync(house);
        await house.PersonAsync("guest");
        var gift = await house.GivenAsync(deputy.By, deputy.Door, "guest", Until(house, Day / 2));
        var soon = house.Clock.Now() + (Day / 4);

        Assert.Null((await house.ChangeAsync(desk, deputy.Grant, new GrantEdit { Window = new(null, soon) })).Error);
        Assert.Equal(soon.UtcDateTime, await house.AskAsync<DateTime>("select max(ends_at) from access_grant where derived_from is not null"));

        Assert.Null((await house.ChangeAsync(desk, deputy.Grant, new GrantEdit { RunsTheLock = false })).Error);
        Assert.Equal(2, await house.GrantsAsync(door));
        Assert.Equal(AccessErrorCode.NotFound, (await house.RevokeAsync(desk, gift)).Error?.Code);
    }

    [Fact]
    public async Task AZ_7_A_deputy_takes_back_what_the_owner_gave_and_never_widens_it()
    {
        await using var house = await House.OpenAsync();
        var (_, desk, deputy) = await DeputyAsync(house);
        await house.PersonAsync("guest");
        var grant = await house.GivenAsync(desk, deputy.Door, "guest", request => request with { CanUnlockRemotely = false });
        var freeze = house.Get<FreezeGrant>();

        Assert.Equal(AccessErrorCode.NotAllowed, (await house.ChangeAsync(deputy.By, grant, new GrantEdit { CanUnlockRemotely = true })).Error?.Code);
        Assert.Null((await freeze.RunAsync(deputy.By, grant, frozen: true, CancellationToken.None)).Error);
        Assert.Equal(AccessErrorCode.NotAllowed, (await freeze.RunAsync(deputy.By, grant, frozen: false, CancellationToken.None)).Error?.Code);
        Assert.Equal(AccessErrorCode.NotAllowed, (await house.GiveAsync(deputy.By, deputy.Door, "guest", Until(house, Day / 2))).Error?.Code);
        Assert.Null((await house.RevokeAsync(deputy.By, grant)).Error);
    }

    [Fact]
    public async Task AZ_7_What_an_owner_widens_is_the_tenants_own_from_then_on()
    {
        await using var house = await House.OpenAsync();
        var (door, desk, deputy) = await DeputyAsync(house);
        await house.PersonAsync("guest");
        var gift = await house.GivenAsync(deputy.By, deputy.Door, "guest", Until(house, Day / 2));

        Assert.Null((await house.ChangeAsync(desk, gift, new GrantEdit { Window = TimeWindow.Always })).Error);
        Assert.Null((await house.RevokeAsync(desk, deputy.Grant)).Error);

        Assert.Equal(2, await house.GrantsAsync(door));
    }

    [Fact]
    public async Task Giving_again_keeps_the_public_id_and_what_derives_from_the_grant()
    {
        await using var house = await House.OpenAsync();
        var (door, desk, deputy) = await DeputyAsync(house);
        await house.PersonAsync("guest");
        Assert.Null((await house.GiveAsync(deputy.By, deputy.Door, "guest", Until(house, Day / 2))).Error);

        var again = await house.GivenAsync(desk, deputy.Door, "deputy", request => Until(house, 2 * Day)(request) with { IsDeputy = true });
        Assert.Equal(deputy.Grant, again);
        Assert.Equal(3, await house.GrantsAsync(door));

        await house.GivenAsync(desk, deputy.Door, "deputy");
        Assert.Equal(2, await house.GrantsAsync(door));
    }

    [Fact]
    public async Task AZ_5_A_node_that_remembers_a_guest_refuses_them_from_the_revocation_on()
    {
        await using var house = await House.OpenAsync();
        var other = house.NewNode();
        var door = await house.NumberAsync(await house.AddLockAsync());
        var desk = await house.DeskAsync();
        await house.PersonAsync("guest");
        var grant = await house.GivenAsync(desk, door, "guest");
        var guest = await house.LogInAsync("guest@example.com", other);
        Assert.Null((await other.GetRequiredService<LockQueries>().FindAsync(guest, door, CancellationToken.None)).Error);

        Assert.Null((await house.RevokeAsync(desk, grant)).Error);

        var unlock = other.GetRequiredService<RemoteUnlock>().RunAsync(guest, door, TimeSpan.FromSeconds(5), CancellationToken.None);
        Assert.Equal(AccessErrorCode.NotFound, (await unlock).Error?.Code);
    }

    [Fact]
    public async Task Two_who_invite_the_same_person_at_once_make_one_account()
    {
        await using var house = await House.OpenAsync();
        var desk = await house.DeskAsync();
        var doors = new[] { await house.NumberAsync(await house.AddLockAsync()), await house.NumberAsync(await house.AddLockAsync()) };

        var given = await Task.WhenAll(doors.Select(door => house.GiveAsync(desk, door, "new", request => request with { InvitesUnknown = true })));

        Assert.Contains(given, one => one.Error is null);
        Assert.All(given, one => Assert.True(one.Error is null or { Code: AccessErrorCode.Taken, What: Noun.User }));
        Assert.Equal(2, await house.AskAsync<long>("select count(*) from app_user"));
        Assert.Equal(given.LongCount(one => one.Error is null), await house.AskAsync<long>("select count(*) from notification where state = 0"));
        Assert.All(await house.VerifyAsync(), report => Assert.True(report.IsSound));
    }

    /// <summary>KR-2, KR-7: neither the address nor the token stands anywhere in clear.</summary>
    [Fact]
    public async Task An_invitation_keeps_the_hash_of_its_token_alone()
    {
        await using var house = await House.OpenAsync();
        var desk = await house.DeskAsync();
        var door = await house.NumberAsync(await house.AddLockAsync());
        Assert.Null((await house.GiveAsync(desk, door, "canary@example.com", request => request with { InvitesUnknown = true })).Error);
        var (recipient, token) = await new Testing.Outbox(house.Node).NewestAsync(house.Tenant);

        var rows = await house.AskAsync<string>(
            """
            select string_agg(t::text, ' ') from (
                select n::text as t from notification n union all select i::text from invitation i union all select l::text from login l
                union all select u::text from app_user u union all select g::text from access_grant g
                union all select encode(bytes, 'escape') from audit_event union all select encode(bytes, 'escape') from audit_private) as everything
            """
        );

        Assert.Equal("canary@example.com", recipient);
        Assert.DoesNotContain(token, rows, StringComparison.Ordinal);
        Assert.DoesNotContain("646a6e617279", rows, StringComparison.Ordinal);
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(rows, "canary", default, TimeSpan.FromSeconds(1)));
    }

    private static async Task<(LockId Door, Caller Desk, (Caller By, WireId Door, WireId Grant) Deputy)> DeputyAsync(House house)
    {
        var door = await house.AddLockAsync();
        var number = await house.NumberAsync(door);
        var desk = await house.DeskAsync();
        var deputy = await house.PersonAsync("deputy");
        var grant = await house.GivenAsync(desk, number, "deputy", request => Until(house, Day)(request) with { IsDeputy = true });
        return (door, desk, (deputy, number, grant));
    }

    private static Func<GrantAccessRequest, GrantAccessRequest> Until(House house, TimeSpan length) =>
        request => request with { Window = new TimeWindow(null, house.Clock.Now() + length) };
}
