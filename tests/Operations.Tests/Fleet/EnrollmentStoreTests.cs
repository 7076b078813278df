using Latchwork.Domain;
using Latchwork.Operations.Fleet;
using Xunit;

namespace Latchwork.Operations.Tests.Fleet;

public sealed class EnrollmentStoreTests
{
    [Fact]
    public async Task What_is_due_on_links_of_others_takes_no_place_among_what_is_looked_at()
    {
        await using var house = await House.OpenAsync();
        var (theirs, ours) = (await house.AddLinkAsync(), await house.AddLinkAsync());
        var now = house.Clock.Now();
        await house.AddDueAsync(await house.AddDoorAsync(theirs), 600, now - TimeSpan.FromHours(1));
        var door = await house.AddDoorAsync(ours);
        await house.AddDueAsync(door, 1, now);

        var due = await house.Get<EnrollmentStore>().LoadAsync(new DueQuery([ours], [], []), now, default);

        Assert.Equal(door, Assert.Single(due).Row.Lock);
    }

    [Fact]
    public async Task A_slot_that_is_taken_costs_only_the_step_that_wants_it()
    {
        await using var house = await House.OpenAsync();
        var link = await house.AddLinkAsync();
        await house.DoAsync("insert into link_lease (tenant_id, link_id, epoch) values ($1, $2, 1)", link.Tenant.Value, link.Link.Value);
        var now = house.Clock.Now();
        await house.AddDueAsync(await house.AddDoorAsync(link, epoch: 1), 3, now);
        var store = house.Get<EnrollmentStore>();
        var due = await store.LoadAsync(new DueQuery([link], [], []), now, default);

        var saved = await store.SaveAsync(house.Tenant, [Step(due[0], 1), Step(due[1], 1), Step(due[2], 2)], now, default);

        Assert.Equal([due[0].Row.Id, due[2].Row.Id], saved);
    }

    private static PlanStep Step(DueEnrollment due, int slot) =>
        new(due, StoredPlan.None with { State = due.Row.State with { Slot = slot } }, null, IsGone: false, [], null, Epoch: 1);
}
