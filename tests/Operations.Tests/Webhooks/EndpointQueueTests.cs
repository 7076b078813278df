using Latchwork.Operations.Webhooks;
using Xunit;

namespace Latchwork.Operations.Tests.Webhooks;

/// <summary>What a node sends of what it has claimed for one endpoint.</summary>
public sealed class EndpointQueueTests
{
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(1);

    private readonly EndpointQueue queue = new(most: 32);

    [Fact]
    public void An_endpoint_that_was_never_asked_gets_one_delivery_and_one_sender()
    {
        Assert.Equal((1, 1, 1), queue.Wants(isFailing: false, isOneLane: false, free: 8));
        Assert.Equal(1, queue.Add(Lane(1), width: 1));
        Assert.Equal(default, queue.Wants(isFailing: false, isOneLane: false, free: 8));
    }

    [Fact]
    public void As_it_answers_well_more_are_claimed_ahead_for_more_senders()
    {
        Answer(3);

        var (room, width, more) = queue.Wants(isFailing: false, isOneLane: false, free: 100);

        Assert.Equal((8, 8), (width, more));
        Assert.Equal(8 * 16, room);
    }

    [Fact]
    public void Who_answers_slowly_has_nothing_claimed_ahead_and_who_failed_has_one()
    {
        Answer(3, TimeSpan.FromSeconds(5));

        Assert.Equal((8, 8, 8), queue.Wants(isFailing: false, isOneLane: false, free: 100));
        Assert.Equal((1, 1, 1), queue.Wants(isFailing: true, isOneLane: false, free: 100));
    }

    [Fact]
    public void Deliveries_of_a_lane_go_one_after_another_and_other_lanes_beside_them()
    {
        queue.Add([.. Lane(1, 2), .. Lane(3)], width: 2);

        var first = queue.Take()!.Value;
        var beside = queue.Take()!.Value;
        Assert.Equal((1, 3), (first.Delivery.Claimed.Sequence, beside.Delivery.Claimed.Sequence));
        queue.GoOn(first.Lane, Quick);
        Assert.Equal(2, queue.Take()!.Value.Delivery.Claimed.Sequence);
    }

    [Fact]
    public void What_comes_of_a_lane_that_is_under_way_goes_behind_it()
    {
        queue.Add(Lane(1), width: 1);
        var first = queue.Take()!.Value;
        queue.Add(Lane(1, 2).Skip(1), width: 2);
        Assert.Null(queue.Take());

        queue.GoOn(first.Lane, Quick);
        Assert.Equal(2, queue.Take()!.Value.Delivery.Claimed.Sequence);
    }

    /// <summary>Until then a delivery is claimed, and keeps the lane.</summary>
    [Fact]
    public void A_claim_is_told_of_until_all_of_it_is_written()
    {
        var two = Lane(1, 2);
        queue.Add(two, width: 1);

        queue.Written([two[0].Claimed]);
        Assert.Equal([two[1].Claimed.Claim], queue.Claims);
        queue.Written([two[1].Claimed]);
        Assert.Empty(queue.Claims);
    }

    /// <summary>Also of lanes in which another sender is at this moment.</summary>
    [Fact]
    public void A_failure_gives_back_whatever_was_not_begun()
    {
        queue.Add([.. Lane(1, 2), .. Lane(3, 4), .. Lane(5)], width: 2);
        var failed = queue.Take()!.Value;
        var beside = queue.Take()!.Value;

        Assert.Equal([2, 5], queue.Halt(failed.Lane).Select(one => one.Claimed.Sequence));
        Assert.Equal(default, queue.Wants(isFailing: false, isOneLane: false, free: 8));
        Assert.Equal([4], queue.GoOn(beside.Lane, Quick).Select(one => one.Claimed.Sequence));
        Assert.True(queue.IsDry);
        Assert.Null(queue.Take());
        Assert.Null(queue.Take());
        queue.Resume();
        Assert.Equal((1, 1), (queue.Wants(isFailing: false, isOneLane: true, free: 8).Width, queue.Add(Lane(6), width: 1)));
    }

    /// <summary>A sender that found nothing has left before more came: somebody must begin at that.</summary>
    [Fact]
    public void What_comes_after_the_last_sender_left_has_a_sender_again()
    {
        queue.Add(Lane(1), width: 1);
        queue.GoOn(queue.Take()!.Value.Lane, Quick);
        var (_, width, _) = queue.Wants(isFailing: false, isOneLane: true, free: 8);
        Assert.Null(queue.Take());

        Assert.Equal(1, queue.Add(Lane(2), width));
    }

    private void Answer(int times, TimeSpan? took = null)
    {
        queue.Add(Lane([.. Enumerable.Range(1, times)]), width: 1);
        while (queue.Take() is var (lane, _))
        {
            queue.GoOn(lane, took ?? Quick);
        }
    }

    private static List<LoadedDelivery> Lane(params int[] sequences) =>
        [
            .. sequences.Select(sequence => new LoadedDelivery(
                new ClaimedDelivery(default, default, default, default, sequence, new DeliveryLane(default, (short)sequences[0]), default),
                $"{sequence}",
                Format: 99,
                Endpoint: null,
                Content: null
            )),
        ];
}
