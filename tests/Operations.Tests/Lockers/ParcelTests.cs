using Latchwork.Domain;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Lockers;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Lockers;
using Latchwork.Operations.Tests.Secrets;
using Xunit;

namespace Latchwork.Operations.Tests.Lockers;

/// <summary>Somebody puts something in, somebody else takes it out, and nobody a stranger's.</summary>
public sealed class ParcelTests
{
    private static readonly TimeSpan Now = TimeSpan.Zero;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly SettableClock clock = new();

    [Fact]
    public async Task A_pick_up_takes_over_the_deposit_of_the_box_that_it_names_and_no_other()
    {
        await using var house = await House.OpenAsync(clock);
        var cabinet = await WithParcelAsync(house);
        await cabinet.LeaseAsync("00-01", Now, Day);
        var pickUp = Parcel(cabinet, BoxLeaseKind.PickUp, Now, Day);

        var elsewhere = await cabinet.LeaseAsync(pickUp with { Number = Cabinet.Number("00-01"), Reassigns = true });
        var anywhere = await cabinet.LeaseAsync(pickUp with { Number = null });

        Assert.Equal(("00-02", "01-00"), ($"{elsewhere.Number}", $"{anywhere.Number}"));
        Assert.Equal("2", await DepositAsync(house));
        Assert.Equal("00-00", $"{(await cabinet.LeaseAsync(pickUp)).Number}");
        Assert.Equal("4 5", await DepositAsync(house));
    }

    [Fact]
    public async Task Until_a_pick_up_begins_the_deposit_has_the_box()
    {
        await using var house = await House.OpenAsync(clock);
        var cabinet = await WithParcelAsync(house);

        Assert.Equal(AccessErrorCode.Taken, (await cabinet.TryLeaseAsync(Parcel(cabinet, BoxLeaseKind.PickUp, 2 * Day, 3 * Day))).Error?.Code);
        Assert.Equal(AccessErrorCode.Taken, (await cabinet.TryLeaseAsync(cabinet.Request("00-00", Day, 2 * Day))).Error?.Code);
        Assert.Null((await cabinet.TryLeaseAsync(Parcel(cabinet, BoxLeaseKind.PickUp, 5 * Day, 6 * Day))).Error);
        Assert.Equal("2", await DepositAsync(house));

        clock.Advance(5 * Day);
        await cabinet.TickAsync();
        Assert.Equal("4 5", await DepositAsync(house));
    }

    [Fact]
    public async Task What_went_in_or_out_while_nobody_listened_is_known_to_its_lease_once_the_cabinet_is_found_again()
    {
        await using var house = await House.OpenAsync(clock);
        var cabinet = await Cabinet.OfAsync(house);
        await cabinet.FindAsync(Holding(BoxContent.Empty));
        await cabinet.LeaseAsync(Parcel(cabinet, BoxLeaseKind.Deposit, Now, 5 * Day));
        await OpenAsync(house, cabinet);

        await cabinet.FindAsync(Holding(BoxContent.Full));
        await cabinet.TickAsync();
        Assert.True(await house.AskAsync<bool>("select is_spent from box_lease"));

        await cabinet.LeaseAsync(Parcel(cabinet, BoxLeaseKind.PickUp, Now, Day));
        await OpenAsync(house, cabinet);
        await cabinet.FindAsync(Holding(BoxContent.Empty));
        await cabinet.TickAsync();

        Assert.Equal("4 5|4 3", await house.AskAsync<string>("select string_agg(stage || ' ' || ended_because, '|' order by kind) from box_lease"));
        Assert.Equal(BoxStatus.Free, (await cabinet.LookAsync("00-00")).Status);
    }

    [Fact]
    public async Task A_cabinet_that_is_found_as_it_was_tells_its_leases_nothing()
    {
        await using var house = await House.OpenAsync(clock);
        var cabinet = await Cabinet.OfAsync(house);
        await cabinet.FindAsync(Holding(BoxContent.Full));
        await cabinet.LeaseAsync(Parcel(cabinet, BoxLeaseKind.PickUp, Now, Day));

        await cabinet.FindAsync(Holding(BoxContent.Full));
        await cabinet.FindAsync(Holding(BoxContent.Unknown));

        Assert.Equal("2 0", await house.AskAsync<string>("select inside || ' ' || heard from box_lease"));
    }

    /// <summary>Something was put into 00-00, for five days.</summary>
    private static async Task<Cabinet> WithParcelAsync(House house)
    {
        var cabinet = await Cabinet.OfAsync(house);
        await cabinet.LeaseAsync(Parcel(cabinet, BoxLeaseKind.Deposit, Now, 5 * Day));
        await house.DoAsync("update box_lease set was_opened = true, is_spent = true");
        return cabinet;
    }

    private static LeaseBoxRequest Parcel(Cabinet cabinet, BoxLeaseKind kind, TimeSpan from, TimeSpan until) =>
        cabinet.Request("00-00", from, until) with
        {
            Kind = kind,
        };

    private static async Task OpenAsync(House house, Cabinet cabinet)
    {
        await house.DoAsync("update box_lease set was_opened = true where ended_at is null");
        await cabinet.HearAsync(new DeviceReport.BoxMoved(Cabinet.Address, 1, DoorState.Open));
        await cabinet.TickAsync();
    }

    private static IReadOnlyList<DiscoveredBox> Holding(BoxContent content) =>
        [new(1, 0, BoxSize.Small, DoorState.Closed, content), .. Cabinet.Boxes(2, 0, BoxSize.Small, from: 2)];

    private static Task<string> DepositAsync(House house) =>
        house.AskAsync<string>("select trim(stage || ' ' || coalesce(ended_because::text, '')) from box_lease where kind = 3");
}
