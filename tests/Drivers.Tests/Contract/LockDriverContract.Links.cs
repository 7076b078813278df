using Latchwork.Domain;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;

namespace Latchwork.Drivers.Tests.Contract;

public abstract partial class LockDriverContract
{
    [Fact]
    public async Task Discovery_lists_the_lock_with_what_it_can_do()
    {
        var found = await DiscoverLockAsync();

        Assert.Equal((DeviceKind.Lock, true, BoltState.Locked), (found.Kind, found.IsOnline, found.Bolt));
        Assert.True(found.Capabilities.HasFlag(Capabilities.Unlock | Capabilities.ReadState));
        Assert.Equal(found.Capabilities.HasFlag(Capabilities.Passcodes), found.Passcodes is not null);
        Assert.NotEmpty(found.Name);
        Assert.NotEmpty(found.Model);
        if (found.Passcodes is { } memory)
        {
            Assert.True(memory is { Slots: > 0, MinLength: >= 4, MaxLength: <= 10 } && memory.MinLength <= memory.MaxLength);
        }
    }

    [Fact]
    public async Task Addresses_are_unique_within_a_link()
    {
        var addresses = (await Link.DiscoverAsync(Cancel)).Value.Select(device => device.Address).ToList();

        Assert.Equal(addresses.Distinct(StringComparer.Ordinal), addresses);
    }

    [Fact]
    public void The_settings_of_the_link_are_accepted_and_nonsense_is_not()
    {
        Assert.Null(Bench.Driver.RefuseSettings(Bench.Settings));
        Assert.Equal(AccessErrorCode.Invalid, Bench.Driver.RefuseSettings(Bench.Settings with { Address = "nonsense" })?.Code);
        Assert.Equal(AccessErrorCode.Invalid, Bench.Driver.RefuseSettings(Bench.Settings with { Address = "" })?.Code);
    }

    [Fact]
    public async Task While_the_link_is_down_everything_is_refused_at_once_and_nothing_arrives()
    {
        await Bench.CutLinkAsync();
        await Heard.FirstAsync<DeviceReport.LinkWentOffline>();

        Assert.False(Link.IsOnline);
        AssertFailed(AccessErrorCode.LinkOffline, await DoAsync(new DeviceAct.Unlock()));
        AssertFailed(AccessErrorCode.LinkOffline, await DoAsync(new DeviceAct.ReadState()));
        Assert.Equal(AccessErrorCode.LinkOffline, (await Link.DiscoverAsync(Cancel)).Error?.Code);

        await Bench.RestoreLinkAsync();
        await Heard.AtLeastAsync<DeviceReport.LinkCameOnline>(2);
        Assert.Equal((BoltState.Locked, 0), ((await Bench.LookAsync()).Bolt, (await LookAfterAnotherExchangeAsync()).MotionsHeard));
    }

    [Fact]
    public async Task A_link_that_comes_back_says_so_and_works_again()
    {
        await Bench.CutLinkAsync();
        await Heard.FirstAsync<DeviceReport.LinkWentOffline>();
        await Bench.RestoreLinkAsync();

        var online = await Heard.AtLeastAsync<DeviceReport.LinkCameOnline>(2);
        Assert.Equal(online[0].NetworkIdentity, online[1].NetworkIdentity);
        await Eventually.HoldsAsync(() => Link.IsOnline, "the link is online again");
        AssertDone(await DoAsync(new DeviceAct.Unlock()));
    }

    [Fact]
    public async Task A_link_that_cannot_be_reached_when_it_is_opened_says_so()
    {
        await Bench.CutLinkAsync();
        var heard = new EventRecorder();

        await using var unreachable = Bench.Driver.Open(Bench.Settings, heard);
        await heard.FirstAsync<DeviceReport.LinkWentOffline>();

        Assert.False(unreachable.IsOnline);
    }

    /// <summary>DV-7: what was under way when the line broke is not asked again when it is back.</summary>
    [Fact]
    public async Task A_motion_under_way_when_the_link_breaks_is_unknown_and_is_not_sent_again()
    {
        await BreakAsync(BenchFault.Slow);
        var motion = DoAsync(new DeviceAct.Unlock());
        await Eventually.HoldsAsync(async () => (await Bench.LookAsync()).MotionsHeard == 1, "the command arrived");

        await Bench.CutLinkAsync();
        AssertUnknown(await motion);

        await Bench.RestoreLinkAsync();
        await Heard.AtLeastAsync<DeviceReport.LinkCameOnline>(2);
        await Bench.MendAsync();
        await Eventually.HoldsAsync(async () => (await Bench.LookAsync()).Bolt == BoltState.Unlocked, "the bolt arrives all the same");
        Assert.Equal(1, (await LookAfterAnotherExchangeAsync()).MotionsHeard);
    }

    [Fact]
    public async Task A_network_that_is_not_the_one_that_was_paired_is_not_used()
    {
        var events = new EventRecorder();
        await using var other = Bench.Driver.Open(Bench.Settings with { NetworkIdentity = "the-neighbours" }, events);

        await events.FirstAsync<DeviceReport.LinkWentOffline>();

        Assert.False(other.IsOnline);
        AssertFailed(AccessErrorCode.LinkOffline, await other.DoAsync(Bench.Lock, new DeviceAct.Unlock(), Cancel));
        Assert.DoesNotContain(events.All, report => report is DeviceReport.LinkCameOnline);
        await AssertBoltAsync(BoltState.Locked);
    }

    [Fact]
    public async Task A_closed_session_refuses_instead_of_throwing()
    {
        await Link.DisposeAsync();

        Assert.False(Link.IsOnline);
        AssertFailed(AccessErrorCode.LinkOffline, await DoAsync(new DeviceAct.Unlock()));
        Assert.Equal(AccessErrorCode.LinkOffline, (await Link.DiscoverAsync(Cancel)).Error?.Code);
        await Link.DisposeAsync();
    }
}
