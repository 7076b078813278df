using Latchwork.Domain.Locks;

namespace Latchwork.Domain.Tests.Locks;

public sealed class LockAbilitiesTests
{
    [Theory]
    [InlineData(Capabilities.Unlock | Capabilities.Lock, true, true, true)]
    [InlineData(Capabilities.Lock, true, true, false)]
    [InlineData(Capabilities.Unlock, true, false, false)]
    [InlineData(Capabilities.Unlock | Capabilities.Lock, false, false, false)]
    public void Times_are_set_where_the_server_or_the_lock_can_keep_them(Capabilities can, bool isConnected, bool relock, bool hours)
    {
        var abilities = LockAbilities.Of(can, isConnected, places: null);

        Assert.Equal((relock, hours), (abilities.HasRelockTime, abilities.HasOpenHours));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(0, true)]
    [InlineData(10, false)]
    [InlineData(24, false)]
    [InlineData(25, true)]
    [InlineData(200, true)]
    public void Many_people_at_once_are_for_locks_that_hold_as_many_or_keep_nobody(int? places, bool takes) =>
        Assert.Equal(takes, LockAbilities.Of(Capabilities.None, isConnected: true, places).TakesManyPeople);
}
