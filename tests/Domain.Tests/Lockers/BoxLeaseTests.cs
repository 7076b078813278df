using Latchwork.Domain.Lockers;

namespace Latchwork.Domain.Tests.Lockers;

public sealed class BoxLeaseTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-1, AccessErrorCode.NotYet)]
    [InlineData(0, null)]
    [InlineData(3599, null)]
    [InlineData(3600, AccessErrorCode.Ended)]
    public void A_lease_includes_its_start_and_excludes_its_end(int second, AccessErrorCode? refusal) =>
        Assert.Equal(refusal, Show(Of(BoxLeaseKind.Rental), second).Refusal?.Code);

    [Fact]
    public void One_opening_opens_once()
    {
        var asked = Show(Of(BoxLeaseKind.OneOpening), 10);
        Assert.Equal([BoxLeaseWish.Open], asked.Wishes);
        Assert.Equal(AccessErrorCode.Ended, Show(asked.Lease, 11).Refusal?.Code);

        var opened = asked.Lease.Take(new BoxLeaseEvent.Opened(), Noon.AddSeconds(12));
        Assert.Equal((BoxLeaseStage.Ended, BoxLeaseEnd.Opened), (opened.Lease.Stage, opened.Lease.Because));
        Assert.Equal(AccessErrorCode.Ended, Show(opened.Lease, 13).Refusal?.Code);
    }

    [Fact]
    public void An_opening_that_certainly_did_not_happen_is_given_back()
    {
        var shut = Show(Of(BoxLeaseKind.OneOpening), 10).Lease.Take(new BoxLeaseEvent.StayedShut(), Noon.AddSeconds(11));
        Assert.Null(Show(shut.Lease, 12).Refusal);
    }

    [Fact]
    public void An_opening_whose_end_nobody_tells_counts_as_one()
    {
        var asked = Show(Of(BoxLeaseKind.OneOpening), 10).Lease;
        Assert.Equal(Noon.AddSeconds(70), asked.DueAfter(Noon.AddSeconds(10)));
        var later = asked.Take(new BoxLeaseEvent.Looked(), Noon.AddSeconds(70));
        Assert.Equal(BoxLeaseEnd.Opened, later.Lease.Because);
        Assert.Equal([BoxLeaseWish.TellEnded], later.Wishes);
    }

    [Fact]
    public void One_in_use_before_its_time_is_looked_at_when_that_begins_and_has_begun_then()
    {
        var (early, noon) = (Noon.AddHours(-1), Noon);
        var checkedIn = Of(BoxLeaseKind.Rental).Take(new BoxLeaseEvent.CheckedIn(), early).Lease;
        Assert.Equal((BoxLeaseStage.InUse, noon), (checkedIn.Stage, checkedIn.DueAfter(early)));
        Assert.False(checkedIn.HasBegunSince(Of(BoxLeaseKind.Rental), early));

        var looked = checkedIn.Take(new BoxLeaseEvent.Looked(), noon).Lease;
        Assert.Equal(noon.AddHours(1), looked.DueAfter(noon));
        Assert.True(looked.HasBegunSince(checkedIn, noon));
    }

    [Theory]
    [InlineData(BoxContent.Full, BoxLeaseStage.Overdue)]
    [InlineData(BoxContent.Unknown, BoxLeaseStage.Overdue)]
    [InlineData(BoxContent.Empty, BoxLeaseStage.Ended)]
    public void A_box_that_was_not_emptied_is_overdue_at_its_end(BoxContent inside, BoxLeaseStage stage) =>
        Assert.Equal(stage, (Of(BoxLeaseKind.Rental) with { Inside = inside }).Take(new BoxLeaseEvent.Looked(), Noon.AddHours(1)).Lease.Stage);

    [Fact]
    public void An_overdue_box_that_is_emptied_is_free()
    {
        var overdue = Of(BoxLeaseKind.Rental).Take(new BoxLeaseEvent.Looked(), Noon.AddHours(1)).Lease;
        var emptied = overdue.Take(new BoxLeaseEvent.Closed(BoxContent.Empty), Noon.AddHours(2)).Lease;
        Assert.Equal((BoxLeaseStage.Ended, BoxLeaseEnd.Emptied), (emptied.Stage, emptied.Because));
    }

    [Fact]
    public void A_deposit_opens_until_something_is_in_the_box()
    {
        var empty = Of(BoxLeaseKind.Deposit) with { Inside = BoxContent.Empty };
        var opened = Show(empty, 10).Lease.Take(new BoxLeaseEvent.Opened(), Noon.AddSeconds(11)).Lease;
        var again = Show(opened.Take(new BoxLeaseEvent.Closed(BoxContent.Empty), Noon.AddSeconds(20)).Lease, 30);
        Assert.Null(again.Refusal);

        var full = again
            .Lease.Take(new BoxLeaseEvent.Opened(), Noon.AddSeconds(31))
            .Lease.Take(new BoxLeaseEvent.Closed(BoxContent.Full), Noon.AddSeconds(40))
            .Lease;
        Assert.True(full is { IsSpent: true, Stage: BoxLeaseStage.InUse });
        Assert.NotNull(Show(full, 50).Refusal);
    }

    /// <summary>The end of a command may be heard after the door: what is in the box stays in it.</summary>
    [Fact]
    public void A_deposit_stays_spent_whatever_is_heard_of_its_opening_later()
    {
        var asked = Show(Of(BoxLeaseKind.Deposit) with { Inside = BoxContent.Empty }, 10).Lease;
        var full = asked.Take(new BoxLeaseEvent.Closed(BoxContent.Full), Noon.AddSeconds(20)).Lease;

        Assert.True(full.Take(new BoxLeaseEvent.Opened(), Noon.AddSeconds(21)).Lease.IsSpent);
    }

    [Fact]
    public void A_deposit_that_nothing_senses_opens_once()
    {
        var opened = Show(Of(BoxLeaseKind.Deposit), 10).Lease.Take(new BoxLeaseEvent.Opened(), Noon.AddSeconds(11)).Lease;
        Assert.Equal(AccessErrorCode.Ended, Show(opened, 12).Refusal?.Code);
    }

    [Fact]
    public void A_pick_up_ends_when_the_box_is_empty()
    {
        var full = Of(BoxLeaseKind.PickUp) with { Inside = BoxContent.Full };
        var opened = Show(full, 10).Lease.Take(new BoxLeaseEvent.Opened(), Noon.AddSeconds(11)).Lease;
        Assert.Null(Show(opened.Take(new BoxLeaseEvent.Closed(BoxContent.Full), Noon.AddSeconds(20)).Lease, 30).Refusal);
        Assert.Equal(BoxLeaseEnd.Emptied, opened.Take(new BoxLeaseEvent.Closed(BoxContent.Empty), Noon.AddSeconds(20)).Lease.Because);
    }

    [Fact]
    public void More_time_makes_an_overdue_lease_one_in_use_again()
    {
        var overdue = Of(BoxLeaseKind.Rental).Take(new BoxLeaseEvent.Looked(), Noon.AddHours(1)).Lease;
        var moved = overdue.Take(new BoxLeaseEvent.Moved(Noon, Noon.AddHours(3)), Noon.AddHours(2)).Lease;
        Assert.Equal(BoxLeaseStage.InUse, moved.Stage);
        Assert.Null(moved.RefuseOpening(Noon.AddHours(2)));
    }

    [Theory]
    [InlineData(false, new[] { BoxLeaseStage.Reserved }, BoxStatus.Free)]
    [InlineData(false, new[] { BoxLeaseStage.Reserved, BoxLeaseStage.InUse }, BoxStatus.InUse)]
    [InlineData(false, new[] { BoxLeaseStage.Overdue, BoxLeaseStage.Reserved }, BoxStatus.Overdue)]
    [InlineData(true, new[] { BoxLeaseStage.InUse }, BoxStatus.Broken)]
    public void The_status_of_a_box_follows_from_its_leases(bool isBroken, BoxLeaseStage[] stages, BoxStatus status) =>
        Assert.Equal(status, BoxStatuses.Of(isBroken, stages));

    [Theory]
    [InlineData("00-00", true)]
    [InlineData("07-41", true)]
    [InlineData("7-41", false)]
    [InlineData("07-4１", false)]
    [InlineData("07 41", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_number_is_CC_BB(string? text, bool isOne)
    {
        var parsed = BoxNumber.Parse(text);
        Assert.Equal(isOne, parsed.Error is null);
        Assert.Equal(isOne ? text : null, parsed.Error is null ? parsed.Value.ToString() : null);
    }

    [Theory]
    [InlineData("off", null, "off")]
    [InlineData("green", "#00FF00", "green")]
    [InlineData("#00ff00", "#00FF00", "green")]
    [InlineData("#12ABef", "#12ABEF", "#12ABEF")]
    public void A_colour_has_a_name_or_six_digits(string text, string? hex, string shown)
    {
        var colour = LedColour.Parse(text).Value;
        Assert.Equal((hex, shown), (colour.Hex, colour.ToString()));
    }

    [Theory]
    [InlineData("Red")]
    [InlineData("#12345")]
    [InlineData("#12345G")]
    [InlineData("")]
    [InlineData(null)]
    public void Any_other_text_is_no_colour(string? text) => Assert.Equal(AccessErrorCode.Invalid, LedColour.Parse(text).Error?.Code);

    private static BoxLease Of(BoxLeaseKind kind) => new(kind, Noon, Noon.AddHours(1));

    private static BoxLeaseStep Show(BoxLease lease, int second) => lease.Take(new BoxLeaseEvent.Shown(), Noon.AddSeconds(second));
}
