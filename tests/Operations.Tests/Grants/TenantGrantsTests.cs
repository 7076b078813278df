using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks.Settings;
using Xunit;

namespace Latchwork.Operations.Tests.Grants;

public sealed class TenantGrantsTests
{
    private static readonly WantedWeeklyHours Mondays = new(null, [new LocalWindow(WeekDays.Monday, 480, 1080)], [new DateOnly(2030, 12, 23)]);

    [Fact]
    public async Task Hours_are_kept_in_the_zone_of_the_locks_site()
    {
        await using var house = await House.OpenAsync();
        var (door, grant) = await GivenAsync(house, request => request with { Hours = Mondays });

        var terms = (await FindAsync(house, grant)).Value.Terms;

        Assert.Equal("Europe/London 1@08:00-18:00 !2030-12-23", terms.Hours?.ToString());
        Assert.Equal(door.Row, terms.Lock);
    }

    [Fact]
    public async Task Hours_without_windows_are_all_hours()
    {
        await using var house = await House.OpenAsync();
        var (_, grant) = await GivenAsync(house, request => request with { Hours = Mondays });
        var desk = await house.DeskAsync();

        Assert.Null((await house.ChangeAsync(desk, grant, new GrantEdit { Name = "Painter" })).Error);
        Assert.NotNull((await FindAsync(house, grant)).Value.Terms.Hours);

        Assert.Null((await house.ChangeAsync(desk, grant, new GrantEdit { Hours = new WantedWeeklyHours(null, [], []) })).Error);
        Assert.Null((await FindAsync(house, grant)).Value.Terms.Hours);
    }

    /// <summary>AZ-7: neither when they give nor when they change.</summary>
    [Fact]
    public async Task AZ_7_Nobody_gives_hours_outside_their_own()
    {
        await using var house = await House.OpenAsync();
        var (door, _) = await GivenAsync(house, request => request with { Hours = Mondays, IsDeputy = true });
        var deputy = await house.LogInAsync("holder@example.com");
        await house.PersonAsync("guest");
        var number = await house.NumberAsync(door.Row);
        var sunday = new WantedWeeklyHours(null, [new LocalWindow(WeekDays.Sunday, 480, 1080)], []);

        Assert.NotNull((await house.GiveAsync(deputy, number, "guest")).Error);
        Assert.NotNull((await house.GiveAsync(deputy, number, "guest", request => request with { Hours = sunday })).Error);
    }

    [Fact]
    public async Task By_an_id_only_those_exist_whom_the_tenant_knows()
    {
        await using var house = await House.OpenAsync();
        var door = await house.DoorAsync();
        var stranger = await house.UserUuidAsync(await house.PersonAsync("stranger"));
        var (desk, number) = (await house.DeskAsync(), await house.NumberAsync(door.Row));
        Func<GrantAccessRequest, GrantAccessRequest> byId = request => request with { Receiver = null, ReceiverId = stranger };

        Assert.Equal(AccessErrorCode.NotFound, (await house.GiveAsync(desk, number, "stranger", byId)).Error?.Code);

        var given = await house.GivenAsync(desk, number, "stranger");
        Assert.Null((await house.RevokeAsync(desk, given)).Error);
        Assert.Null((await house.GiveAsync(desk, number, "stranger", byId)).Error);
    }

    [Fact]
    public async Task What_is_given_again_without_a_name_keeps_its_name_and_age()
    {
        await using var house = await House.OpenAsync();
        var (door, grant) = await GivenAsync(house, request => request with { Name = "Painter" });
        var before = (await FindAsync(house, grant)).Value;

        await house.GivenAsync(await house.DeskAsync(), await house.NumberAsync(door.Row), "holder", request => request with { Name = null });

        var after = (await FindAsync(house, grant)).Value;
        Assert.Equal(("Painter", before.CreatedAt), (after.Name, after.CreatedAt));
    }

    private static async Task<((LockId Row, WireId Id) Door, WireId Grant)> GivenAsync(House house, Func<GrantAccessRequest, GrantAccessRequest> edit)
    {
        var door = await house.DoorAsync();
        await house.PersonAsync("holder");
        return (door, await house.GivenAsync(await house.DeskAsync(), await house.NumberAsync(door.Row), "holder", edit));
    }

    private static Task<Outcome<SeenGrant>> FindAsync(House house, WireId grant) =>
        house.Get<TenantGrants>().FindAsync(Caller.Server(house.Tenant), grant, CancellationToken.None);
}
