using Latchwork.Domain.Devices;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;

namespace Latchwork.Fleet.Tests.Devices;

public sealed class DeviceWatchTests
{
    private const string Door = "door";

    private readonly DeviceWatch watch = new(pingsLost: true);
    private Moment now = new(TimeSpan.TicksPerHour);

    [Fact]
    public void A_bolt_in_doubt_is_asked_at_once_and_not_twice_at_a_time()
    {
        Find();
        watch.Doubt(Door, now);
        watch.Doubt(Door, now);

        var question = Assert.Single(watch.Ask(now));
        watch.Doubt(Door, now);

        Assert.IsType<DeviceAct.ReadState>(question.Act);
        Assert.Empty(watch.Ask(now));
    }

    [Fact]
    public void A_question_that_is_answered_is_not_asked_again()
    {
        Find();
        watch.Doubt(Door, now);
        watch.Answered(Assert.Single(watch.Ask(now)), isAnswered: true, now);

        Assert.Empty(watch.Ask(now + TimeSpan.FromDays(1)));
    }

    /// <summary>devices.md 1f: a lost lock on a shared radio delays its neighbours at every try.</summary>
    [Fact]
    public void A_lost_device_is_pinged_with_pauses_that_widen_up_to_half_an_hour()
    {
        Find();
        watch.WentOffline(Door, now);
        watch.Doubt(Door, now);

        var pauses = new List<double>();
        for (var ping = 0; ping < 8; ping++)
        {
            var from = now;
            var question = WaitForQuestion();
            Assert.IsType<DeviceAct.Ping>(question.Act);
            pauses.Add((now - from).TotalMinutes);
            watch.Answered(question, isAnswered: false, now);
        }

        Assert.Equal([1, 2, 4, 8, 16, 30, 30, 30], pauses);
    }

    [Fact]
    public void A_device_that_answers_a_ping_or_tells_that_it_is_back_is_asked_where_its_bolt_is()
    {
        Find();
        watch.WentOffline(Door, now);
        watch.Answered(WaitForQuestion(), isAnswered: true, now);
        var first = Assert.Single(watch.Ask(now));
        watch.Answered(first, isAnswered: true, now);
        watch.WentOffline(Door, now);
        watch.CameOnline(Door, now);
        var second = Assert.Single(watch.Ask(now));

        Assert.All([first, second], question => Assert.IsType<DeviceAct.ReadState>(question.Act));
    }

    [Fact]
    public void A_device_that_is_lost_while_it_is_asked_is_not_asked_until_it_is_back()
    {
        Find();
        watch.Doubt(Door, now);
        var question = Assert.Single(watch.Ask(now));
        watch.WentOffline(Door, now);
        watch.Answered(question, isAnswered: false, now);

        Assert.Empty(watch.Ask(now + TimeSpan.FromSeconds(59)));
        Assert.IsType<DeviceAct.Ping>(WaitForQuestion().Act);
    }

    [Fact]
    public void Lost_devices_of_a_family_that_notices_by_itself_are_not_pinged()
    {
        var patient = new DeviceWatch(pingsLost: false);
        patient.Found([Device()], now);
        patient.WentOffline(Door, now);

        Assert.Empty(patient.Ask(now + TimeSpan.FromDays(1)));
    }

    [Fact]
    public void A_doubt_from_before_the_devices_are_known_waits_for_them_and_one_about_what_cannot_tell_is_dropped()
    {
        watch.Doubt(Door, now);
        watch.Doubt("reader", now);
        Assert.Empty(watch.Ask(now));

        watch.Found([Device(), Device() with { Address = "reader", Capabilities = Capabilities.None }], now);

        Assert.Equal(Door, Assert.Single(watch.Ask(now)).Address);
    }

    [Fact]
    public void A_device_that_is_found_lost_is_pinged_and_one_whose_bolt_nobody_knows_is_asked()
    {
        watch.Found([Device() with { IsOnline = false }, Device() with { Address = "other", Bolt = BoltState.Unknown }], now);

        Assert.Equal("other", Assert.Single(watch.Ask(now)).Address);
        Assert.Equal(new DeviceQuestion(Door, new DeviceAct.Ping()), Assert.Single(watch.Ask(now + DeviceWatch.FirstPingPause)));
    }

    private void Find() => watch.Found([Device()], now);

    private DeviceQuestion WaitForQuestion()
    {
        IReadOnlyList<DeviceQuestion> asked = [];
        for (var minute = 0; minute < 60 && asked.Count == 0; minute++)
        {
            now += TimeSpan.FromMinutes(1);
            asked = watch.Ask(now);
        }

        return Assert.Single(asked);
    }

    private static DiscoveredDevice Device() =>
        new(Door, DeviceKind.Lock, "Door", "L", null, Capabilities.Unlock | Capabilities.ReadState, null, IsOnline: true, BoltState.Locked);
}
