using Latchwork.Domain;
using Latchwork.Domain.Devices;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Links;
using Latchwork.Operations.Tests.Fleet;
using Xunit;

namespace Latchwork.Operations.Tests.Links;

public sealed class LinkQueuesTests
{
    private static readonly NodeId Holder = NodeId.New(DateTimeOffset.UnixEpoch);

    [Fact]
    public async Task What_waits_in_front_of_a_link_is_told_and_nobody_guesses_when_it_is_done_while_no_node_works_on_it()
    {
        await using var house = await House.OpenAsync();
        var link = await AddLinkAsync(house);
        var door = await house.AddDoorAsync(link);
        await house.AddDueAsync(door, 3, house.Clock.Now());
        await house.AddDueAsync(door, 2, house.Clock.Now());
        await house.DoAsync("update enrollment set deliver_from = now() + interval '1 day' where ctid in (select ctid from enrollment limit 2)");

        var queue = await QueueAsync(house);

        Assert.False(queue.IsHeld);
        Assert.Equal((0, 3, 2), (queue.Commands, queue.Credentials, queue.LaterCredentials));
        Assert.Null(queue.EmptyIn);
    }

    [Fact]
    public async Task The_holder_of_a_link_tells_how_long_its_queue_is_and_credentials_that_wait_outside_of_it_are_added()
    {
        await using var house = await House.OpenAsync();
        var link = await AddLinkAsync(house);
        await house.AddDueAsync(await house.AddDoorAsync(link), 5, house.Clock.Now());
        var lease = await HeldAsync(house, link);
        var depth = new QueueDepth(Waiting: 2, UnderWay: 1) { EmptyIn = TimeSpan.FromSeconds(9), EditTakes = TimeSpan.FromSeconds(4) };
        Assert.Single(await house.Get<LinkLeases>().RenewAsync(Holder, [new LeaseNews(lease, depth)], default));

        var queue = await QueueAsync(house);

        Assert.True(queue.IsHeld);
        Assert.Equal(1, queue.UnderWay);
        // Two of the five are in the queue.
        Assert.Equal(TimeSpan.FromSeconds(9 + (3 * 4)), queue.EmptyIn);
    }

    [Fact]
    public async Task A_link_that_is_offline_has_a_holder_and_no_estimate()
    {
        await using var house = await House.OpenAsync();
        var link = await AddLinkAsync(house);
        await house.AddDueAsync(await house.AddDoorAsync(link), 1, house.Clock.Now());
        var lease = await HeldAsync(house, link);
        await house.Get<LinkLeases>().RenewAsync(Holder, [new LeaseNews(lease, new QueueDepth(1, 0))], default);

        Assert.Null((await QueueAsync(house)).EmptyIn);
    }

    [Fact]
    public async Task What_a_former_holder_told_counts_no_more()
    {
        await using var house = await House.OpenAsync();
        var link = await AddLinkAsync(house);
        var lease = await HeldAsync(house, link);
        var empty = new QueueDepth(0, 0) { EmptyIn = TimeSpan.Zero, EditTakes = TimeSpan.FromSeconds(1) };
        await house.Get<LinkLeases>().RenewAsync(Holder, [new LeaseNews(lease, empty)], default);
        Assert.Equal(TimeSpan.Zero, (await QueueAsync(house)).EmptyIn);

        await house.Get<LinkLeases>().GiveUpAsync(Holder, [lease], default);

        var queue = await QueueAsync(house);
        Assert.False(queue.IsHeld);
        Assert.Null(queue.EmptyIn);
    }

    private static async Task<LinkKey> AddLinkAsync(House house)
    {
        var link = await house.AddLinkAsync();
        await house.DoAsync(
            "insert into public_id (kind, wire_id, tenant_id, row_id) values ($1, $2::text, $3, $4)",
            (short)WireIdKind.LinkUuid,
            link.Link.Value.ToString(),
            link.Tenant.Value,
            link.Link.Value
        );
        return link;
    }

    private static async Task<GrantedLease> HeldAsync(House house, LinkKey link)
    {
        await house.Get<LinkLeases>().BeatAsync(Holder, "here", "1.0.0", house.Clock.Now(), default);
        await house.DoAsync("insert into link_lease (tenant_id, link_id) values ($1, $2) on conflict do nothing", link.Tenant.Value, link.Link.Value);
        return Assert.Single(await house.Get<LinkLeases>().TakeAsync(Holder, [link.Link], default));
    }

    private static async Task<SeenQueue> QueueAsync(House house)
    {
        var page = PageRequest.ByPlace([], 10, counts: true);
        return Assert.Single((await house.Get<LinkQueues>().ListAsync(Caller.Server(house.Tenant), house.Tenant, page, default)).Value.Items);
    }
}
