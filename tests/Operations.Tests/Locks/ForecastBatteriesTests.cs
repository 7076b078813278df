using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Devices;
using Latchwork.Domain.Drivers;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Tests.Fleet;
using Latchwork.Operations.Tests.Reservations;
using Latchwork.Operations.Tests.Secrets;
using Xunit;

namespace Latchwork.Operations.Tests.Locks;

public sealed class ForecastBatteriesTests
{
    private readonly SettableClock clock = new();
    private LinkKey link;

    [Fact]
    public async Task A_battery_that_ends_within_two_weeks_is_told_once_until_it_is_replaced()
    {
        await using var house = await OpenAsync();
        var other = house.NewNode();

        await DrainAsync(house, days: 60, from: 100, fallsADay: 1);
        await ForeseeAsync(house);
        Assert.Empty(await ToldAsync(house));

        await DrainAsync(house, days: 30, from: 40, fallsADay: 1);
        await Task.WhenAll(ForeseeAsync(house), ((ForecastBatteries)other.GetService(typeof(ForecastBatteries))!).RunAsync(default));
        await ForeseeAsync(house);
        var told = Assert.Single(await ToldAsync(house));
        Assert.Equal((11, true), (told.Battery, told.Changed!.ContainsKey("likelyEmptyAt")));

        await DrainAsync(house, days: 20, from: 100, fallsADay: 1);
        await ForeseeAsync(house);
        await DrainAsync(house, days: 70, from: 80, fallsADay: 1);
        await ForeseeAsync(house);
        Assert.Equal(2, (await ToldAsync(house)).Count);
    }

    [Fact]
    public async Task A_lock_shows_when_its_battery_will_be_empty_or_why_nobody_knows()
    {
        await using var house = await OpenAsync();
        var door = await house.UuidAsync(await house.AskAsync<Guid>("select lock_id from smart_lock"), WireIdKind.LockUuid);
        Assert.Null((await house.Get<TenantLocks>().FindAsync(house.FrontDesk(), door, default)).Value.BatteryOutlook);

        await DrainAsync(house, days: 10, from: 100, fallsADay: 0);
        await ForeseeAsync(house);
        Assert.Equal(BatteryDoubt.Stuck, (await house.Get<TenantLocks>().FindAsync(house.FrontDesk(), door, default)).Value.BatteryOutlook?.Doubt);

        await DrainAsync(house, days: 50, from: 99, fallsADay: 1);
        await ForeseeAsync(house);
        var outlook = (await house.Get<TenantLocks>().FindAsync(house.FrontDesk(), door, default)).Value.BatteryOutlook!;
        Assert.Equal(50, (outlook.Likely!.Value - clock.Now()).TotalDays, 10.0);
    }

    [Fact]
    public async Task One_reading_a_day_is_kept_while_it_stays_the_same_and_one_an_hour_while_it_moves()
    {
        await using var house = await OpenAsync();
        for (var minute = 0; minute < 48 * 60; minute += 20)
        {
            await TellAsync(house, 80);
            clock.Advance(TimeSpan.FromMinutes(20));
        }

        Assert.InRange(await house.AskAsync<long>("select count(*) from battery_reading"), 2, 3);
        for (var n = 0; n < 30; n++)
        {
            await TellAsync(house, n % 2 == 0 ? 79 : 80);
            clock.Advance(TimeSpan.FromMinutes(2));
        }

        Assert.InRange(await house.AskAsync<long>("select count(*) from battery_reading"), 3, 5);
        Assert.Equal((short)80, await house.AskAsync<short>("select battery from smart_lock"));
    }

    private async Task<House> OpenAsync()
    {
        var house = await House.OpenAsync(clock);
        link = await house.AddLinkAsync();
        await house.DoAsync("insert into link_lease (tenant_id, link_id, epoch) values ($1, $2, 1)", link.Tenant.Value, link.Link.Value);
        await house.AddDoorAsync(link, 1);
        return house;
    }

    private async Task DrainAsync(House house, int days, double from, double fallsADay)
    {
        for (var day = 0; day < days; day++)
        {
            clock.Advance(TimeSpan.FromDays(1));
            await TellAsync(house, (int)(from - (fallsADay * day)));
        }
    }

    private Task TellAsync(House house, int percent) =>
        house
            .Get<RecordReport>()
            .RunAsync(new HeardReport(link, new DeviceReport.BatteryReported(Fleet.Links.AddressOf(1), percent, IsLow: false), 1));

    private async Task ForeseeAsync(House house)
    {
        clock.Advance(TimeSpan.FromHours(7));
        await house.Get<ForecastBatteries>().RunAsync(default);
    }

    private static async Task<List<AuditEvent>> ToldAsync(House house)
    {
        await using var command = house.Owner.CreateCommand(
            $"select bytes from audit_event where kind = {(int)AuditKind.BatteryEndsSoon} order by sequence"
        );
        await using var reader = await command.ExecuteReaderAsync();
        var told = new List<AuditEvent>();
        while (await reader.ReadAsync())
        {
            told.Add(AuditEvent.FromBytes(reader.GetFieldValue<byte[]>(0)));
        }

        return told;
    }
}
