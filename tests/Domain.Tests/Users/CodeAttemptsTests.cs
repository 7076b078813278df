using Latchwork.Domain.Users;
using static Latchwork.Domain.Tests.Grants.Given;

namespace Latchwork.Domain.Tests.Users;

public sealed class CodeAttemptsTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromMicroseconds(1);

    [Fact]
    public void RL_2_The_fifth_wrong_code_blocks_for_a_quarter_of_an_hour()
    {
        var attempts = After(4, Now);
        Assert.False(attempts.IsBlocked(Now));

        attempts = attempts.AfterWrong(Now, CodeAttempts.MostOfLock);

        Assert.True(attempts.IsBlocked(Now));
        Assert.True(attempts.IsBlocked(Now + CodeAttempts.Window - Moment));
        Assert.False(attempts.IsBlocked(Now + CodeAttempts.Window));
    }

    [Fact]
    public void Wrong_codes_of_the_quarter_of_an_hour_before_count_no_more()
    {
        var later = Now + CodeAttempts.Window;
        Assert.Equal(1, After(4, Now).AfterWrong(later, CodeAttempts.MostOfLock).Failures);
        Assert.Equal(5, After(4, Now).AfterWrong(later - Moment, CodeAttempts.MostOfLock).Failures);
    }

    [Fact]
    public void After_a_block_the_count_begins_anew()
    {
        var blocked = After(5, Now);
        var free = Now + CodeAttempts.Window;
        Assert.Equal(new CodeAttempts(1, free, null), blocked.AfterWrong(free, CodeAttempts.MostOfLock));
    }

    private static CodeAttempts After(int wrong, DateTimeOffset at) =>
        Enumerable.Range(0, wrong).Aggregate(default(CodeAttempts), (so, _) => so.AfterWrong(at, CodeAttempts.MostOfLock));
}
