using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Explanations;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Events;
using Latchwork.Operations.Explanations;
using Latchwork.Operations.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Locks.Settings;
using Latchwork.Operations.Tests.Grants;
using Latchwork.Operations.Tests.Reservations;
using Latchwork.Operations.Tests.Secrets;
using Xunit;

namespace Latchwork.Operations.Tests.Explanations;

/// <summary>Why a door did not open, as it stood then, whatever was changed since.</summary>
public sealed class ExplainEventTests : IAsyncLifetime
{
    private readonly SettableClock clock = new();
    private House house = null!;
    private Caller desk = null!;
    private Caller guest = null!;
    private LockId door;
    private WireId number;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        house = await House.OpenAsync(clock);
        door = await house.AddLockAsync();
        number = await house.NumberAsync(door);
        desk = await house.DeskAsync();
        guest = await house.PersonAsync("guest");
    }

    public ValueTask DisposeAsync() => house.DisposeAsync();

    [Fact]
    public async Task A_grant_is_told_as_it_stood_though_it_was_changed_since()
    {
        var tomorrow = clock.GetUtcNow().AddDays(1);
        var grant = await house.GivenAsync(desk, number, "guest", request => request with { Window = new TimeWindow(tomorrow, null) });
        await TryAsync();
        await LaterAsync();
        await house.ChangeAsync(desk, grant, new GrantEdit { Window = TimeWindow.Always });
        await house.Get<FreezeGrant>().RunAsync(desk, grant, frozen: true, Cancel);

        var explained = await NewestAsync();
        Assert.Equal((Opened.No, ExplainedBy.GrantNotYet), (explained.Is.Opened, explained.Is.Verdict));
        var window = Assert.Single(explained.Is.Facts, fact => fact.Code == FactCode.GrantWindow);
        Assert.Equal((tomorrow, (DateTimeOffset?)null, "Europe/London"), (window.From!.Value, window.Until, window.Zone));
        Assert.DoesNotContain(explained.Is.Facts, fact => fact.Code is FactCode.GrantFrozen or FactCode.ChangedSince);
        Assert.Equal(36, explained.Ids[window.Grant!.Value].Length);
    }

    [Fact]
    public async Task A_lock_that_was_frozen_then_is_said_to_have_been()
    {
        await house.GivenAsync(desk, number, "guest");
        await FreezeAsync(true);
        await TryAsync();
        await LaterAsync();
        await FreezeAsync(false);

        Assert.Equal(ExplainedBy.LockFrozen, (await NewestAsync()).Is.Verdict);
    }

    [Fact]
    public async Task A_grant_that_was_given_later_is_none_then()
    {
        await TryAsync();
        await LaterAsync();
        await house.GivenAsync(desk, number, "guest");
        var explained = await NewestAsync();

        Assert.Equal(ExplainedBy.NoRight, explained.Is.Verdict);
        Assert.Contains(explained.Is.Facts, fact => fact.Code == FactCode.NoGrantThen);
    }

    /// <summary>Of usage hours the list tells only how many there are.</summary>
    [Fact]
    public async Task What_the_list_does_not_tell_is_said_to_be_unknown_and_since_when()
    {
        await house.GivenAsync(desk, number, "guest");
        var night = WeeklyHours.Create("Europe/London", [new LocalWindow(WeekDays.All, Minute(-120), Minute(-60))]).Value;
        await HoursAsync(night);
        await TryAsync();
        Assert.Equal(ExplainedBy.OutsideUsageHours, (await NewestAsync()).Is.Verdict);
        await LaterAsync();
        await HoursAsync(null);

        var explained = await NewestAsync();
        Assert.Equal(ExplainedBy.OutsideHours, explained.Is.Verdict);
        Assert.Contains(explained.Is.Facts, fact => fact is { Code: FactCode.ChangedSince, What: ExplainedThing.Lock });
    }

    [Fact]
    public async Task An_offline_link_is_told_with_since_when()
    {
        await house.GivenAsync(desk, number, "guest");
        await house.DoAsync("update link set is_online = false");
        await TryAsync();

        Assert.Equal(ExplainedBy.LinkOffline, (await NewestAsync()).Is.Verdict);
    }

    [Fact]
    public async Task No_numberof_another_tenant_is_one()
    {
        await TryAsync();
        var (other, newest) = (await house.AddTenantAsync("other"), await NewestAsync());

        Assert.Equal(AccessErrorCode.NotFound, (await ExplainAsync(other, newest.Number)).Error?.Code);
        Assert.Equal(AccessErrorCode.NotFound, (await ExplainAsync(house.Tenant, null)).Error?.Code);
    }

    private async Task TryAsync()
    {
        guest = await house.LogInAsync("guest@example.com");
        await house.Get<RemoteUnlock>().RunAsync(guest, number, TimeSpan.FromSeconds(1), Cancel);
    }

    private Task LaterAsync()
    {
        clock.Advance(TimeSpan.FromMinutes(1));
        return Task.CompletedTask;
    }

    private Task FreezeAsync(bool frozen) => house.Get<FreezeLock>().RunAsync(house.FrontDesk(), number, frozen, Cancel);

    private async Task HoursAsync(WeeklyHours? hours)
    {
        var wanted = hours is null ? [] : new[] { new WantedWeeklyHours(hours.Zone, hours.Windows, []) };
        var changed = await house.Get<ChangeLock>().RunAsync(house.FrontDesk(), number, new LockEdit { UsageHours = wanted }, Cancel);
        Assert.Null(changed.Error);
    }

    private int Minute(int from) => (int)(clock.GetUtcNow().AddMinutes(from).TimeOfDay.TotalMinutes % 1440);

    private async Task<ExplainedEvent> NewestAsync()
    {
        var by = house.FrontDesk();
        var filter = new FeedFilter { Kinds = [AuditKind.Unlock] };
        var newest = (await house.Get<EventFeed>().BeforeAsync(by, house.Tenant, filter, FeedPlace.End, 1, Cancel)).Value.Events;
        return (await ExplainAsync(house.Tenant, newest[0].Number)).Value;
    }

    private Task<Outcome<ExplainedEvent>> ExplainAsync(TenantId tenant, long? number) =>
        house.Get<ExplainEvent>().RunAsync(Caller.Server(tenant), tenant, number, Cancel);
}
