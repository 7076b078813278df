using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Tests.Secrets;
using Latchwork.Testing;
using Xunit;

namespace Latchwork.Operations.Tests.Credentials;

public sealed class PushPasscodeTests
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task What_somebody_changed_meanwhile_is_not_undone()
    {
        var clock = new SettableClock();
        await using var house = await House.OpenAsync(clock);
        var by = Caller.Server(house.Tenant);
        var pin = await house.AddPasscodeAsync(await house.AddKeypadAsync(), "482916");

        var pushing = PushAsync(house, by, pin, new PasscodeChanges { Digits = Digits("730158") });
        await UntilChangedAsync(house);
        var later = new PasscodeChanges { Digits = Digits("915603") };
        Assert.Null((await house.Get<ChangePasscode>().RunAsync(by, pin, null, later, CancellationToken.None)).Error);

        await WaitIsOverAsync(clock, pushing);
        Assert.NotNull((await pushing).Error);
        Assert.Equal("915603", (await house.Get<RevealPasscode>().RunAsync(by, pin, CancellationToken.None)).Value.Digits.Reveal());
    }

    [Fact]
    public async Task A_window_that_ended_meanwhile_is_desired_again()
    {
        var clock = new SettableClock();
        await using var house = await House.OpenAsync(clock);
        var by = Caller.Server(house.Tenant);
        var end = clock.Now() + TimeSpan.FromHours(1);
        var pin = await house.AddPasscodeAsync(await house.AddKeypadAsync(), "482916", end);

        var longer = new PasscodeChanges { Window = new TimeWindow(null, end + TimeSpan.FromHours(1)) };
        var pushing = PushAsync(house, by, pin, longer);
        await UntilChangedAsync(house);
        clock.Advance(TimeSpan.FromHours(1));

        await WaitIsOverAsync(clock, pushing);
        Assert.Equal(AccessErrorCode.NotSentInTime, (await pushing).Error?.Code);
        Assert.True(await house.AskAsync<bool>("select ends_at = $1 from credential", end));
    }

    private static Task<Outcome<ChangedCredential>> PushAsync(House house, Caller by, WireId pin, PasscodeChanges changes) =>
        house.Get<PushPasscode>().ChangeAsync(by, pin, null, changes, Wait, CancellationToken.None);

    private static Task UntilChangedAsync(House house) =>
        Poll.UntilAsync(async () => await house.AskAsync<int>("select revision from credential") == 2);

    /// <summary>Whenever the wait began: it may do so some time after the change is seen.</summary>
    private static Task WaitIsOverAsync(SettableClock clock, Task pushing) =>
        Poll.UntilAsync(() =>
        {
            clock.Advance(Wait);
            return pushing.IsCompleted;
        });

    private static PinDigits Digits(string digits) => PinDigits.Parse(digits).Value;
}
