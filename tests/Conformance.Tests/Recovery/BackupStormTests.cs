using Latchwork.Domain;
using Latchwork.Testing.Recovery;

namespace Latchwork.Conformance.Tests.Recovery;

/// <summary>FS-6, by the commands that an operator uses and with a server that is killed.</summary>
public sealed class BackupStormTests(ITestOutputHelper output)
{
    [Fact]
    public async Task What_was_acknowledged_before_a_backup_is_in_it_and_what_ended_since_stays_ended()
    {
        var report = await BackupStorm.RunAsync(backups: 4, new Seed(3));

        output.WriteLine(report.ToString());
        Assert.Empty(report.Faults);
        Assert.True(report is { Kills: > 0, Stops: > 0, Acknowledged: > 100 }, report.ToString());
    }
}
