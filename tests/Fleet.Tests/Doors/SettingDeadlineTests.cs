using Latchwork.Domain.Locks;
using Latchwork.Drivers.Simulator;
using Latchwork.Operations.Locks.Settings;

namespace Latchwork.Fleet.Tests.Doors;

public sealed class SettingDeadlineTests
{
    /// <summary>13.7: one number of the wire may be two settings.</summary>
    [Fact]
    public async Task Several_settings_have_one_deadline_together()
    {
        await using var at = await Street.BuildAsync();
        at.Doors.Break(Street.Door, new DeviceFaults { Travel = TimeSpan.FromMilliseconds(600) });
        (LockSetting, int)[] six = [.. Enumerable.Range(0, 6).Select(step => (LockSetting.Sound, step % 2))];

        var changed = await at
            .House.First.Get<ChangeLockSetting>()
            .RunAsync(at.House.Desk, at.Number, six, Carriage.Link, TimeSpan.FromSeconds(1), CancellationToken.None);

        Assert.NotNull(changed.Error);
    }
}
