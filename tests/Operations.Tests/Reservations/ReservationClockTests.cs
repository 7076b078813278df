using Latchwork.Domain.Audit;
using Latchwork.Domain.Reservations;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Reservations;
using Latchwork.Operations.Sites;
using Latchwork.Operations.Tests.Secrets;
using Xunit;

namespace Latchwork.Operations.Tests.Reservations;

public sealed class ReservationClockTests
{
    private const string Told =
        "select coalesce(string_agg(convert_from(bytes, 'UTF8')::jsonb -> 'changed' ->> 'verdict', ' ' order by sequence), '') from audit_event where kind = 158";

    private readonly SettableClock clock = new();

    private DateTimeOffset Now => clock.GetUtcNow();

    [Fact]
    public async Task What_gets_worse_or_better_is_told_once_each()
    {
        await using var house = await House.OpenAsync(clock);
        var room = await house.RoomAsync("101");
        var stay = await house.BookAsync(Now.AddDays(10), Now.AddDays(12), room);
        await RoundAsync(house);
        Assert.Equal("", await house.AskAsync<string>(Told));

        // Three days ahead the link is up and the slot is not kept yet: nobody runs the lock here.
        clock.Advance(TimeSpan.FromDays(7));
        await house.DoAsync("update enrollment set slot = 1");
        await RoundAsync(house);
        Assert.Equal("", await house.AskAsync<string>(Told));

        await house.DoAsync("update link set is_online = false, changed_at = $1", Now);
        clock.Advance(TimeSpan.FromHours(2));
        await RoundAsync(house);
        await RoundAsync(house);
        Assert.Equal("AtRisk", await house.AskAsync<string>(Told));

        await house.DoAsync("update link set is_online = true");
        clock.Advance(TimeSpan.FromHours(2));
        await RoundAsync(house);
        Assert.Equal("AtRisk Ready", await house.AskAsync<string>(Told));

        await house.CancelAsync(stay);
        clock.Advance(TimeSpan.FromDays(3));
        await RoundAsync(house);
        Assert.Equal("AtRisk Ready", await house.AskAsync<string>(Told));
        Assert.Equal(0, await house.AskAsync<long>("select count(*) from reservation where clock_due_at is not null"));
    }

    [Fact]
    public async Task A_lock_that_no_code_fits_is_told_as_not_ready()
    {
        await using var house = await House.OpenAsync(clock);
        var room = await house.RoomAsync("101");
        var stay = await house.BookAsync(Now.AddHours(5), Now.AddHours(20), room);
        var deaf = await house.UuidAsync((await house.AddLockAsync()).Value, WireIdKind.LockUuid);

        await house.Get<PlaceLocks>().RunAsync(house.FrontDesk(), room, [deaf], CancellationToken.None);
        clock.Advance(TimeSpan.FromHours(1));
        await RoundAsync(house);

        Assert.Equal("NotReady", await house.AskAsync<string>(Told));
        Assert.Equal("This lock has no code of the stay.", (await house.LookAsync(stay)).Verdict!.Overall.Because);
    }

    [Fact]
    public async Task Two_nodes_tell_it_once()
    {
        await using var house = await House.OpenAsync(clock);
        for (var n = 0; n < 30; n++)
        {
            await house.BookAsync(Now.AddHours(5), Now.AddHours(20), await house.RoomAsync($"1{n:00}", locks: 0));
        }

        clock.Advance(StayClock.FirstPause);
        var other = house.NewNode();
        await Task.WhenAll(
            RoundAsync(house),
            ((ReservationClock)other.GetService(typeof(ReservationClock))!).RunAsync(CancellationToken.None),
            RoundAsync(house)
        );

        Assert.Equal(30, await house.AskAsync<long>("select count(*) from audit_event where kind = $1", (short)AuditKind.ReservationVerdict));
    }

    /// <summary>AU-7: its words name nobody and nothing.</summary>
    [Fact]
    public async Task What_is_told_holds_no_name()
    {
        await using var house = await House.OpenAsync(clock);
        await house.BookAsync(Now.AddHours(5), Now.AddHours(20), await house.RoomAsync("Ada's room", locks: 0));

        await RoundAsync(house);
        Assert.Equal("", await house.AskAsync<string>(Told));
        clock.Advance(StayClock.FirstPause);
        await RoundAsync(house);

        var told = await house.AskAsync<string>("select convert_from(bytes, 'UTF8') from audit_event where kind = 158");
        Assert.Contains("The unit has no lock", told, StringComparison.Ordinal);
        Assert.DoesNotContain("Ada", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stay_that_its_lock_s_battery_will_not_last_is_told_once_and_again_if_that_was_withdrawn()
    {
        await using var house = await House.OpenAsync(clock);
        var room = await house.RoomAsync("101");
        var stay = await house.BookAsync(Now.AddDays(10), Now.AddDays(12), room);
        await house.DoAsync(
            """
            insert into device (tenant_id, device_id, link_id, kind, address, name, is_online, changed_at, created_at)
            select tenant_id, lock_id, link_id, 1, 'd', 'd', true, $1, $1 from smart_lock where unit_id is not null
            """,
            Now
        );
        await house.DoAsync("update smart_lock set device_id = lock_id where unit_id is not null");
        await house.DoAsync(
            "insert into battery_forecast (tenant_id, device_id, made_at, empty_from, likely_at) select tenant_id, device_id, $1, $2, $3 from device where address = 'd'",
            Now,
            Now.AddDays(11),
            Now.AddDays(30)
        );
        Assert.DoesNotContain((await house.LookAsync(stay)).Verdict!.Reasons, IsOfBattery);
        clock.Advance(TimeSpan.FromDays(7));
        await house.DoAsync("update enrollment set slot = 1");

        await RoundAsync(house);
        clock.Advance(TimeSpan.FromHours(2));
        await RoundAsync(house);
        Assert.Equal(1, await EndingAsync(house));
        Assert.Equal("AtRisk", await house.AskAsync<string>(Told));
        Assert.Contains((await house.LookAsync(stay)).Verdict!.Reasons, IsOfBattery);

        await house.DoAsync("update battery_forecast set empty_from = $1, likely_at = $1", Now.AddDays(60));
        clock.Advance(TimeSpan.FromHours(2));
        await RoundAsync(house);
        await house.DoAsync("update battery_forecast set empty_from = $1", Now.AddDays(1));
        clock.Advance(TimeSpan.FromHours(2));
        await RoundAsync(house);
        Assert.Equal(2, await EndingAsync(house));

        static bool IsOfBattery(StayReason reason) => reason.Verdict.Because.Contains("battery", StringComparison.Ordinal);
    }

    private static Task<long> EndingAsync(House house) =>
        house.AskAsync<long>(
            "select count(*) from audit_event where kind = $1 and lock_id is not null and object_id is not null",
            (short)AuditKind.BatteryEndsInStay
        );

    private static Task RoundAsync(House house) => house.Get<ReservationClock>().RunAsync(CancellationToken.None);
}
