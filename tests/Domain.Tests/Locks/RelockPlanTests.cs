using Latchwork.Domain.Devices;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using static Latchwork.Domain.Tests.Grants.Given;

namespace Latchwork.Domain.Tests.Locks;

public sealed class RelockPlanTests
{
    private static readonly TimeSpan After = TimeSpan.FromSeconds(10);
    private static readonly DateTimeOffset Opened = At("2026-06-10T12:00:00Z");
    private static readonly RelockRules Plain = new(After, null, LocksByItself: false);

    private static readonly DoorSight Open = new(BoltState.Unlocked)
    {
        IsReached = true,
        CanRead = true,
        MayLock = true,
        MayOpen = true,
    };

    private static RelockState State => new RelockState { SettledAt = Opened }.Opened(Opened);

    [Theory]
    [InlineData(9, null)]
    [InlineData(10, RelockWish.Lock)]
    public void A_door_is_locked_when_its_time_is_over_and_not_before(int seconds, RelockWish? wish)
    {
        var step = Plain.Look(State, Open, Opened.AddSeconds(seconds));

        Assert.Equal(wish, step.Wish);
        Assert.Equal(wish is null ? Opened + After : Opened.AddSeconds(seconds) + RelockPlan.LookEvery, step.DueAt);
    }

    [Fact]
    public void A_lock_that_locks_itself_has_a_moment_more_to_tell_of_it()
    {
        var own = Plain with { LocksByItself = true };

        Assert.Null(own.Look(State, Open, Opened + After).Wish);
        Assert.Equal(RelockWish.Lock, own.Look(State, Open, Opened + After + RelockRules.Grace).Wish);
    }

    [Theory]
    [InlineData(null, 3)]
    [InlineData(10, 3)]
    [InlineData(10, 60)]
    public void The_time_that_was_asked_for_with_an_opening_holds_instead_of_the_locks_own(int? own, int asked)
    {
        var rules = Plain with { After = own is { } seconds ? TimeSpan.FromSeconds(seconds) : null };
        var state = State.Opened(Opened, TimeSpan.FromSeconds(asked));
        var before = rules.Look(state, Open, Opened.AddSeconds(asked - 1));

        Assert.Equal((null, Opened.AddSeconds(asked)), Told(before));
        Assert.Equal(RelockWish.Lock, rules.Look(before.State, Open, Opened.AddSeconds(asked)).Wish);
    }

    [Fact]
    public void The_time_that_was_asked_for_is_of_that_one_opening()
    {
        var again = State.Opened(Opened, TimeSpan.FromSeconds(60)).Opened(Opened);

        Assert.Equal(RelockWish.Lock, Plain.Look(again, Open, Opened + After).Wish);
        Assert.Equal((null, null), Told((Plain with { After = null }).Look(again, Open, Opened + After)));
    }

    [Fact]
    public void A_lock_that_locks_itself_is_watched_by_the_time_that_was_asked_for()
    {
        var own = Plain with { LocksByItself = true };
        var (asked, state) = (TimeSpan.FromSeconds(60), State.Opened(Opened, TimeSpan.FromSeconds(60)));

        Assert.Equal(asked, own.OwnTime(Opened, asked));
        Assert.Equal(asked, (own with { After = null }).OwnTime(Opened, asked));
        Assert.Equal((null, Opened + asked + RelockRules.Grace), Told(own.Look(state, Open, Opened + asked)));
        Assert.Equal(RelockWish.Lock, own.Look(state, Open, Opened + asked + RelockRules.Grace).Wish);
    }

    /// <summary>Hours that hold a door open win over the time that was asked for, unless they end before it.</summary>
    [Theory]
    [InlineData("2026-06-10T07:59:00Z", "2026-06-10T07:59:30Z")]
    [InlineData("2026-06-10T07:59:50Z", "2026-06-10T18:00:00Z")]
    [InlineData("2026-06-10T12:00:00Z", "2026-06-10T18:00:00Z")]
    [InlineData("2026-06-10T17:59:50Z", "2026-06-10T18:00:20Z")]
    public void Open_hours_win_over_the_time_that_was_asked_for(string opened, string locked)
    {
        var asked = TimeSpan.FromSeconds(30);
        var shop = new RelockRules(null, new OpenSchedule(Hours("UTC 1234567@08:00-18:00"), OpensByItself: true), LocksByItself: true);
        var state = new RelockState { SettledAt = At(opened) }.Opened(At(opened), asked);
        var isOwn = At(opened) + asked == At(locked);
        var due = At(locked) + (isOwn ? RelockRules.Grace : TimeSpan.Zero);

        Assert.Equal(isOwn ? asked : null, shop.OwnTime(At(opened), asked));
        Assert.Equal(RelockWish.Lock, shop.Look(state, Open, due).Wish);
        Assert.Null(shop.Look(state, Open, due.AddSeconds(-1)).Wish);
    }

    [Fact]
    public void A_door_that_is_locked_by_then_leaves_nothing_to_remember() =>
        Assert.Equal((null, null), Told(Plain.Look(State, Open with { Bolt = BoltState.Locked }, Opened + After)));

    [Theory]
    [InlineData(false, RelockWish.Tell)]
    [InlineData(true, null)]
    public void A_door_of_a_deleted_lock_that_cannot_be_locked_is_told_of_unless_it_was_and_forgotten(bool isTold, RelockWish? wish)
    {
        var given = State with { Aim = BoltAim.Locked, Attempts = RelockPlan.MostAttempts, IsTold = isTold };

        Assert.Equal((wish, null), Told(Plain.Look(given, Open with { IsLast = true }, Opened + After)));
        Assert.NotNull(Plain.Look(given, Open, Opened + After).DueAt);
    }

    /// <summary>DV-7.</summary>
    [Fact]
    public void After_a_motion_of_unknown_end_the_bolt_is_read_and_the_next_motion_is_a_new_decision()
    {
        var asked = Plain.Look(State, Open, Opened + After);
        var doubt = Plain.Look(asked.State, Open with { Bolt = BoltState.Unknown, Ended = CommandState.Unknown }, Opened.AddSeconds(20));
        var question = Plain.Look(doubt.State, Open with { Bolt = BoltState.Unknown }, doubt.DueAt!.Value);
        var again = Plain.Look(question.State, Open, question.DueAt!.Value);

        Assert.Null(doubt.Wish);
        Assert.Equal(RelockWish.Read, question.Wish);
        Assert.Equal(RelockWish.Lock, again.Wish);
    }

    [Fact]
    public void A_lock_that_cannot_be_read_is_not_moved_again_and_the_door_is_told_of()
    {
        var blind = Open with { Bolt = BoltState.Unknown, CanRead = false };
        var step = Plain.Look(State, Open, Opened + After);
        step = Plain.Look(step.State, blind with { Ended = CommandState.Unknown }, Opened.AddSeconds(20));
        var wishes = new List<RelockWish?>();
        for (var look = 0; look < 20; look++)
        {
            step = Plain.Look(step.State, blind, step.DueAt!.Value);
            wishes.Add(step.Wish);
        }

        Assert.Equal([RelockWish.Tell], wishes.OfType<RelockWish>());
    }

    [Fact]
    public void Pauses_widen_and_after_the_last_try_it_is_told_once()
    {
        var away = Open with { IsReached = false };
        var step = new RelockStep(State, Opened + After);
        var pauses = new List<double>();
        var told = 0;
        for (var look = 0; look < 8; look++)
        {
            var now = step.DueAt!.Value;
            step = Plain.Look(step.State, away, now);
            pauses.Add((step.DueAt!.Value - now).TotalSeconds);
            told += step.Wish == RelockWish.Tell ? 1 : 0;
        }

        Assert.Equal([2, 4, 8, 16, 60, 60, 60, 60], pauses);
        Assert.Equal(1, told);
        Assert.Equal(RelockWish.Lock, Plain.Look(step.State.Heard(), Open, step.DueAt!.Value).Wish);
    }

    [Theory]
    [InlineData("2026-06-10T07:59:59Z", null)]
    [InlineData("2026-06-10T08:00:00Z", RelockWish.Unlock)]
    [InlineData("2026-06-10T17:59:59Z", RelockWish.Unlock)]
    [InlineData("2026-06-10T18:00:00Z", null)]
    [InlineData("2026-06-11T09:00:00Z", RelockWish.Unlock)]
    public void A_door_that_nobody_looked_after_is_opened_while_its_hours_last_and_not_after(string now, RelockWish? wish)
    {
        var shop = new RelockRules(null, new OpenSchedule(Hours("UTC 1234567@08:00-18:00"), OpensByItself: true), false);
        var since = new RelockState { SettledAt = At("2026-06-10T07:00:00Z") };

        Assert.Equal(wish, shop.Look(since, Open with { Bolt = BoltState.Locked }, At(now)).Wish);
    }

    /// <summary>AZ-6: half past one happens twice, and the hours end with the later one.</summary>
    [Theory]
    [InlineData("2026-10-25T00:29:00Z", null)]
    [InlineData("2026-10-25T00:30:00Z", null)]
    [InlineData("2026-10-25T01:30:00Z", RelockWish.Lock)]
    public void Hours_that_end_in_a_doubled_hour_end_with_its_second_turn(string now, RelockWish? wish)
    {
        var bar = new RelockRules(null, new OpenSchedule(Hours("Europe/London 6@20:00-01:30"), OpensByItself: true), false);

        Assert.Equal(wish, bar.Look(new RelockState { SettledAt = At("2026-10-24T21:00:00Z") }, Open, At(now)).Wish);
    }

    [Fact]
    public void A_lock_is_told_its_own_time_only_where_the_hours_have_no_say()
    {
        var own = new RelockRules(After, new OpenSchedule(Hours("UTC 1234567@08:00-18:00"), OpensByItself: false), LocksByItself: true);

        Assert.Equal(After, own.OwnTime(At("2026-06-10T07:00:00Z")));
        Assert.Null(own.OwnTime(At("2026-06-10T12:00:00Z")));
        Assert.Null((own with { LocksByItself = false }).OwnTime(At("2026-06-10T07:00:00Z")));
    }

    private static (RelockWish?, DateTimeOffset?) Told(RelockStep step) => (step.Wish, step.DueAt);
}
