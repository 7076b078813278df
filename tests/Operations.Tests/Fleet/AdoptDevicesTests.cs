using System.Diagnostics;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Fleet;
using Xunit;

namespace Latchwork.Operations.Tests.Fleet;

public sealed class AdoptDevicesTests
{
    private const int Many = 1_000;

    [Fact]
    public async Task What_is_found_gets_rows_ids_an_owner_and_its_records_once_and_what_is_gone_stays()
    {
        await using var house = await House.OpenAsync();
        var link = await house.AddLinkAsync();
        var adopt = house.Get<AdoptDevices>();

        await adopt.RunAsync(new GrantedLease(link, 0), Links.Devices(3), default);
        await adopt.RunAsync(new GrantedLease(link, 0), Links.Devices(3), default);
        await adopt.RunAsync(new GrantedLease(link, 0), Links.Devices(2), default);

        Assert.Equal(3, await house.AskAsync<long>("select count(*) from smart_lock where bolt = 1 and site_id is not null"));
        Assert.Equal(
            9,
            await house.AskAsync<long>("select count(*) from public_id p join smart_lock l on l.lock_id = p.row_id where p.kind in (1, 20, 40)")
        );
        Assert.Equal(
            6,
            await house.AskAsync<long>(
                "select count(*) from public_id p join access_grant g on g.grant_id = p.row_id where g.role = $1 and p.kind in (2, 30)",
                (short)GrantRole.Owner
            )
        );
        Assert.Equal(1, await house.AskAsync<long>("select count(*) from public_id p join device d on d.device_id = p.row_id where p.kind = 4"));
        Assert.Equal(1, await house.AskAsync<long>("select count(*) from device where gone_at is not null and not is_online"));
        Assert.Equal(
            "4 3",
            await house.AskAsync<string>(
                "select count(*) filter (where on_is) || ' ' || count(*) filter (where not on_is) from "
                    + $"(select object_id is not null as on_is from audit_event where kind in ({(int)Domain.Audit.AuditKind.DeviceFound}, {(int)Domain.Audit.AuditKind.LockCreated})) as told"
            )
        );
        Assert.All(await house.VerifyAsync(), report => Assert.True(report.IsSound));
    }

    [Fact]
    public async Task The_round_trips_of_an_adoption_do_not_grow_with_the_devices()
    {
        await using var house = await House.OpenAsync();
        var adopt = house.Get<AdoptDevices>();

        var few = await RoundTripsAsync(async () => await adopt.RunAsync(new GrantedLease(await house.AddLinkAsync(), 0), Links.Devices(1), default));
        var many = await RoundTripsAsync(async () =>
            await adopt.RunAsync(new GrantedLease(await house.AddLinkAsync(), 0), Links.Devices(Many), default)
        );

        // The first also fetches what the node then knows.
        Assert.InRange(many, 5, few);
        Assert.Equal(Many + 1, await house.AskAsync<long>("select count(*) from smart_lock"));
    }

    [Fact]
    public async Task Devices_are_adopted_while_they_report_and_neither_waits_for_the_other_for_ever()
    {
        await using var house = await House.OpenAsync();
        var link = await house.AddLinkAsync();
        var adopt = house.Get<AdoptDevices>();
        await adopt.RunAsync(new GrantedLease(link, 0), Links.Devices(Many), default);

        using var over = new CancellationTokenSource();
        var reporters = Enumerable.Range(0, 8).Select(from => ReportAsync(house, link, from, over.Token)).ToList();
        for (var round = 0; round < 10; round++)
        {
            await adopt.RunAsync(new GrantedLease(link, 0), Links.Devices(Many), default);
        }

        await over.CancelAsync();
        Assert.True((await Task.WhenAll(reporters)).Sum() > 20);
        Assert.All(await house.VerifyAsync(), report => Assert.True(report.IsSound));
    }

    /// <summary>A deadlock would be an exception of the database, here or there.</summary>
    private static async Task<int> ReportAsync(House house, LinkKey link, int from, CancellationToken over)
    {
        var told = 0;
        for (var number = from; !over.IsCancellationRequested; number += 8)
        {
            var report = new DeviceReport.BoltMoved(Links.AddressOf((number % Many) + 1), BoltState.Unlocked, MotionCause.Manual);
            await house.Get<RecordReport>().RunAsync(new HeardReport(link, report, Epoch: 0));
            told++;
        }

        return told;
    }

    /// <summary>As Npgsql traces them, of this flow alone.</summary>
    private static async Task<int> RoundTripsAsync(Func<Task> act)
    {
        var count = 0;
        using var flow = new Activity("counted").Start();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = started => count += started.TraceId == flow.TraceId ? 1 : 0,
        };
        ActivitySource.AddActivityListener(listener);
        await act();
        return count;
    }
}
