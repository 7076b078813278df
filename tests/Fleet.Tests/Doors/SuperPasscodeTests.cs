using Latchwork.Domain;
using Latchwork.Drivers.Simulator;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Locks.Settings;
using Latchwork.Testing;

namespace Latchwork.Fleet.Tests.Doors;

public sealed class SuperPasscodeTests
{
    private const string First = "731904";
    private const string Second = "850273";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(9);

    /// <summary>4.2: the same code already exists on this lock, including the super passcode.</summary>
    [Fact]
    public async Task It_opens_the_lock_is_refused_as_a_guests_code_and_stands_in_no_list()
    {
        await using var at = await Street.BuildAsync();
        Assert.Null(await SetAsync(at, First, Patience));

        Assert.Equal([First], at.Doors.Codes(Street.Door).Values);
        Assert.Equal(AccessErrorCode.Taken, (await at.House.TrySetAsync(at.Number, First)).Error?.Code);
        var listed = await at.House.First.Get<PasscodeQueries>().OnLockAsync(at.House.Desk, at.Number, new(new(1, 20)), CancellationToken.None);
        Assert.Equal((0, 0), (listed.Value.Items.Count, listed.Value.Total));
    }

    [Fact]
    public async Task There_is_one_a_lock_and_a_new_one_takes_its_place()
    {
        await using var at = await Street.BuildAsync();
        Assert.Null(await SetAsync(at, First, Patience));

        Assert.Null(await SetAsync(at, Second, null));

        await Poll.UntilAsync(() => at.Doors.Codes(Street.Door).Values.SequenceEqual([Second]));
    }

    [Fact]
    public async Task One_that_the_lock_did_not_take_is_not_shown()
    {
        await using var at = await Street.BuildAsync();
        at.Doors.Break(Street.Door, new DeviceFaults { Offline = true });

        Assert.Equal(AccessErrorCode.DeviceOffline, await SetAsync(at, First, Patience));

        Assert.Equal(
            "1",
            await at.House.AskAsync($"select count(*) from smart_lock where device_address = '{Street.Door}' and super_passcode_sealed is null")
        );
    }

    private static async Task<AccessErrorCode?> SetAsync(Street at, string digits, TimeSpan? wait) =>
        (await at.House.First.Get<SetSuperPasscode>().RunAsync(at.House.Desk, at.Number, at.House.Canary(digits), wait, CancellationToken.None))
            .Error
            ?.Code;
}
