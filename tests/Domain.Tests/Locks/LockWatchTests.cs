using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;

namespace Latchwork.Domain.Tests.Locks;

public sealed class LockWatchTests
{
    private const string Address = "door";
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);

    private readonly List<WatchNews> told = [];
    private DateTimeOffset now = Start;
    private LockWatch watch = LockWatch.New;
    private DateTimeOffset? dueAt;
    private LockSight sight = new(
        DoorState.Closed,
        Start.AddHours(-1),
        new BoltSight(BoltState.Locked, Start.AddHours(-1), Start.AddDays(-1)),
        FiveMinutes
    );

    /// <summary>RL-2: device-reported wrong-code bursts (≥ 5 in 60 s) raise an event.</summary>
    [Fact]
    public void Five_wrong_codes_in_a_minute_are_a_burst_that_is_told_once()
    {
        Wrong(times: 4, apart: 10);
        Assert.Empty(told);
        Wrong(times: 20, apart: 10);
        Assert.Equal([WatchNews.WrongCodeBurst], told);

        now += TimeSpan.FromSeconds(61);
        Wrong(times: 4, apart: 1);
        Assert.Single(told);
        Wrong();
        Assert.Equal([WatchNews.WrongCodeBurst, WatchNews.WrongCodeBurst], told);
    }

    [Fact]
    public void Wrong_codes_that_come_slowly_are_no_burst()
    {
        Wrong(times: 50, apart: 16);
        Assert.Empty(told);
    }

    [Fact]
    public void Wrong_codes_count_at_the_time_of_the_lock_in_whatever_order_they_come()
    {
        // Kept while the gateway was away: half an hour apart each, and told at once.
        for (var n = 0; n < 10; n++)
        {
            Hear(new DeviceReport.CredentialRefused(Address, CredentialKind.Passcode) { WasKept = true, DeviceAt = Start.AddMinutes(-30 * n) });
        }

        Assert.Empty(told);
        foreach (var second in new[] { -100, -60, -90, -70, -80 })
        {
            Hear(
                new DeviceReport.CredentialRefused(Address, CredentialKind.Passcode)
                {
                    WasKept = true,
                    DeviceAt = Start.AddHours(1).AddSeconds(second),
                },
                at: Start.AddHours(1)
            );
        }

        Assert.Equal([WatchNews.WrongCodeBurst], told);
    }

    [Fact]
    public void Wrong_codes_that_were_kept_without_their_time_count_nothing()
    {
        for (var n = 0; n < 10; n++)
        {
            Hear(new DeviceReport.CredentialRefused(Address, CredentialKind.Passcode) { WasKept = true });
        }

        Assert.Empty(told);
    }

    [Fact]
    public void A_bolt_that_is_stuck_is_told_once_and_once_that_it_moves_again()
    {
        Hear(new DeviceReport.Jammed(Address));
        Hear(new DeviceReport.Jammed(Address));
        Hear(new DeviceReport.BoltRead(Address, BoltState.Jammed, DoorState.Unknown));
        Hear(new DeviceReport.BoltMoved(Address, BoltState.Locked, MotionCause.Manual));
        Hear(new DeviceReport.BoltMoved(Address, BoltState.Unlocked, MotionCause.Manual));

        Assert.Equal([WatchNews.Jammed, WatchNews.Unjammed], told);
    }

    [Theory]
    [InlineData(60, 0)]
    [InlineData(61, 1)]
    [InlineData(-61, 1)]
    public void A_clock_is_told_when_it_is_off_by_more_than_a_minute(int seconds, int times)
    {
        Drifted(seconds);
        Assert.Equal(times, told.Count);
    }

    [Fact]
    public void A_clock_that_is_off_is_told_once_until_it_is_right_again()
    {
        Drifted(100);
        Drifted(200);
        // Not right yet, and not told anew.
        Drifted(50);
        Drifted(100);
        Assert.Single(told);
        Drifted(30);
        Drifted(100);
        Assert.Equal(2, told.Count);
    }

    [Fact]
    public void A_door_that_is_held_open_is_told_after_its_time_and_again_when_it_closes()
    {
        Door(DoorState.Open);
        Assert.Equal(now + FiveMinutes, dueAt);
        LookAfter(FiveMinutes - TimeSpan.FromSeconds(1));
        Assert.Empty(told);
        LookAfter(TimeSpan.FromSeconds(1));
        Assert.Equal((DoorAjar, null), (Assert.Single(told), dueAt));
        LookAfter(TimeSpan.FromHours(1));
        Door(DoorState.Closed);
        Assert.Equal([DoorAjar, WatchNews.DoorClosedAgain], told);
    }

    [Fact]
    public void A_door_that_closes_in_its_time_is_not_told()
    {
        Door(DoorState.Open);
        now += TimeSpan.FromMinutes(4);
        Door(DoorState.Closed);
        LookAfter(TimeSpan.FromHours(1));
        Assert.Empty(told);
        Assert.Null(dueAt);
    }

    [Fact]
    public void A_door_without_a_time_may_stand_open_for_ever()
    {
        sight = sight with { AjarAfter = TimeSpan.Zero };
        Door(DoorState.Open);
        Assert.Null(dueAt);
        LookAfter(TimeSpan.FromDays(30));
        Assert.Empty(told);
    }

    /// <summary>A gateway that was away tells all at once what it kept.</summary>
    [Fact]
    public void A_door_that_stood_open_once_and_was_closed_is_not_told_when_both_come_late()
    {
        Hear(new DeviceReport.DoorMoved(Address, DoorState.Open) { WasKept = true, DeviceAt = now.AddHours(-3) });
        Assert.Equal(now + DoorWatch.Settles, dueAt);
        Hear(new DeviceReport.DoorMoved(Address, DoorState.Closed) { WasKept = true, DeviceAt = now.AddHours(-2) });
        LookAfter(TimeSpan.FromMinutes(1));
        Assert.Empty(told);
    }

    [Fact]
    public void What_is_told_of_a_door_in_the_wrong_order_does_not_open_it()
    {
        Hear(new DeviceReport.DoorMoved(Address, DoorState.Closed) { DeviceAt = now.AddSeconds(-1) });
        Hear(new DeviceReport.DoorMoved(Address, DoorState.Open) { DeviceAt = now.AddSeconds(-20) });
        Assert.Null(watch.Door.OpenedAt);
        LookAfter(TimeSpan.FromHours(1));
        Assert.Empty(told);
    }

    [Fact]
    public void A_door_that_opens_with_its_bolt_thrown_and_nobody_who_opened_it_was_forced()
    {
        TellsByHand();
        Door(DoorState.Open);
        LookAfter(DoorWatch.Settles);
        Assert.Equal([WatchNews.DoorForced], told);
        Door(DoorState.Closed);
        Assert.Equal([WatchNews.DoorForced, WatchNews.DoorClosedAgain], told);
    }

    [Fact]
    public void Whoever_breaks_in_and_closes_the_door_behind_them_is_told_too()
    {
        TellsByHand();
        Door(DoorState.Open);
        now += TimeSpan.FromSeconds(1);
        Door(DoorState.Closed);
        LookAfter(DoorWatch.Settles);
        Assert.Equal([WatchNews.DoorForced], told);
    }

    [Theory]
    [InlineData("nothing is known of the thumb turn")]
    [InlineData("the bolt is not known")]
    [InlineData("the bolt is aside")]
    [InlineData("the bolt was heard of before the link was lost")]
    [InlineData("the lock is lost")]
    [InlineData("the door was not known to be closed")]
    [InlineData("the sensor has just closed")]
    [InlineData("it was kept")]
    [InlineData("it comes late")]
    [InlineData("the bolt is told to have moved a moment later")]
    [InlineData("the server had opened it")]
    public void A_door_is_not_called_forced_where(string reason)
    {
        if (reason != "nothing is known of the thumb turn")
        {
            TellsByHand();
        }

        var bolt = sight.Bolt;
        sight = reason switch
        {
            "the bolt is not known" => sight with { Bolt = bolt with { Bolt = BoltState.Unknown } },
            "the bolt is aside" => sight with { Bolt = bolt with { Bolt = BoltState.Unlocked } },
            "the bolt was heard of before the link was lost" => sight with { Bolt = bolt with { ReachedSince = bolt.BoltAt!.Value.AddMinutes(1) } },
            "the lock is lost" => sight with { Bolt = bolt with { ReachedSince = null } },
            "the door was not known to be closed" => sight with { Door = DoorState.Unknown },
            "the sensor has just closed" => sight with { DoorAt = now.AddSeconds(-1) },
            _ => sight,
        };
        var opened = new DeviceReport.DoorMoved(Address, DoorState.Open);
        Hear(
            reason switch
            {
                "it was kept" => opened with { WasKept = true },
                "it comes late" => opened with { DeviceAt = now.AddMinutes(-2) },
                _ => opened,
            }
        );
        if (reason == "the bolt is told to have moved a moment later")
        {
            Hear(new DeviceReport.BoltMoved(Address, BoltState.Unlocked, MotionCause.Credential));
            Hear(new DeviceReport.BoltMoved(Address, BoltState.Locked, MotionCause.Automatic));
        }

        LookAfter(DoorWatch.Settles, isOpening: reason == "the server had opened it");
        Assert.Empty(told);
    }

    [Fact]
    public void Whether_it_was_forced_waits_for_the_end_of_what_may_open_it()
    {
        TellsByHand();
        Door(DoorState.Open);
        LookAfter(DoorWatch.Settles, isOpening: true);
        Assert.Equal(now + DoorWatch.Settles, dueAt);
        LookAfter(DoorWatch.Settles);
        Assert.Equal([WatchNews.DoorForced], told);
    }

    [Fact]
    public void A_door_that_is_found_closed_is_not_open_any_more()
    {
        Door(DoorState.Open);
        LookAfter(FiveMinutes);
        Hear(new DeviceReport.BoltRead(Address, BoltState.Locked, DoorState.Closed));
        Assert.Equal([DoorAjar, WatchNews.DoorClosedAgain], told);
    }

    private const WatchNews DoorAjar = WatchNews.DoorAjar;

    private void TellsByHand()
    {
        Hear(new DeviceReport.BoltMoved(Address, BoltState.Unlocked, MotionCause.Manual), at: now.AddHours(-2));
        now = Start;
    }

    private void Wrong(int times = 1, int apart = 0)
    {
        for (var n = 0; n < times; n++)
        {
            now += TimeSpan.FromSeconds(apart);
            Hear(new DeviceReport.CredentialRefused(Address, CredentialKind.Passcode));
        }
    }

    private void Drifted(int seconds) => Hear(new DeviceReport.ClockDrifted(Address, TimeSpan.FromSeconds(seconds)));

    private void Door(DoorState to)
    {
        Hear(new DeviceReport.DoorMoved(Address, to));
        sight = sight with { Door = to, DoorAt = now };
    }

    private void Hear(DeviceReport report, DateTimeOffset? at = null)
    {
        now = at ?? now;
        var step = watch.Hear(report, sight, dueAt, now);
        (watch, dueAt) = (step.Watch, step.DueAt);
        told.AddRange(step.News);
    }

    private void LookAfter(TimeSpan time, bool isOpening = false)
    {
        now += time;
        var step = watch.Door.Look(new AjarSight(sight.AjarAfter, sight.Bolt.Bolt, DoorState.Unknown, isOpening), now);
        (watch, dueAt) = (watch with { Door = step.Watch }, step.DueAt);
        if (step.News is { } news)
        {
            told.Add(LockWatch.Of(news));
        }
    }
}
