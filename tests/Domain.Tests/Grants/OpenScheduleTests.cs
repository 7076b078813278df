using Latchwork.Domain.Grants;
using static Latchwork.Domain.Tests.Grants.Given;

namespace Latchwork.Domain.Tests.Grants;

public sealed class OpenScheduleTests
{
    private static readonly TimeSpan Relock = TimeSpan.FromSeconds(5);
    private static readonly WeeklyHours Shop = Hours("UTC 12345@08:00-18:00");

    [Theory]
    [InlineData(true, "2026-06-10T08:00:00Z", AccessAct.Unlock)]
    [InlineData(false, "2026-06-10T08:00:00Z", null)]
    [InlineData(true, "2026-06-10T18:00:00Z", AccessAct.Lock)]
    [InlineData(false, "2026-06-10T18:00:00Z", AccessAct.Lock)]
    public void The_door_opens_by_itself_where_asked_and_always_locks_at_the_end(bool byItself, string at, AccessAct? act)
    {
        Assert.Equal(act, new OpenSchedule(Shop, byItself).ActAt(At(at)));
    }

    [Theory]
    [InlineData(true, "2026-06-10T07:00:00Z", "2026-06-10T07:00:05Z")]
    [InlineData(true, "2026-06-10T07:59:58Z", "2026-06-10T18:00:00Z")]
    [InlineData(false, "2026-06-10T07:59:58Z", "2026-06-10T08:00:03Z")]
    [InlineData(false, "2026-06-10T08:00:00Z", "2026-06-10T18:00:00Z")]
    [InlineData(false, "2026-06-10T17:59:58Z", "2026-06-10T18:00:03Z")]
    [InlineData(false, "2026-06-10T18:00:00Z", "2026-06-10T18:00:05Z")]
    public void A_door_opened_inside_the_hours_stays_open_to_their_end(bool byItself, string openedAt, string relocksAt)
    {
        Assert.Equal(At(relocksAt), new OpenSchedule(Shop, byItself).RelockAt(At(openedAt), Relock));
    }

    [Fact]
    public void A_door_that_is_always_open_never_relocks()
    {
        Assert.Null(new OpenSchedule(Hours("UTC 1234567@00:00-24:00"), false).RelockAt(Now, Relock));
    }
}
