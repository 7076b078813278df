using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Testing;
using Xunit;

namespace Latchwork.Operations.Tests.Credentials;

public sealed class PushPasscodeTests
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task What_somebody_changed_meanwhile_is_not_undone()
    {
        await using var house = await House.OpenAsync();
        var by = Caller.Server(house.Tenant);
        var pin = await house.AddPasscodeAsync(await house.AddKeypadAsync(), "482916");

        var pushing = PushAsync(house, by, pin, new PasscodeChanges { Digits = Digits("730158") });
        await Poll.UntilAsync(async () => await house.AskAsync<int>("select revision from credential") == 2);
        var later = new PasscodeChanges { Digits = Digits("915603") };
        Assert.Null((await house.Get<ChangePasscode>().RunAsync(by, pin, null, later, CancellationToken.None)).Error);

        Assert.NotNull((await pushing).Error);
        Assert.Equal("915603", (await house.Get<RevealPasscode>().RunAsync(by, pin, CancellationToken.None)).Value.Reveal());
    }

    [Fact]
    public async Task A_window_that_ended_meanwhile_is_desired_again()
    {
        await using var house = await House.OpenAsync();
        var by = Caller.Server(house.Tenant);
        var end = house.Clock.Now() + TimeSpan.FromSeconds(1);
        var pin = await house.AddPasscodeAsync(await house.AddKeypadAsync(), "482916", end);

        var longer = new PasscodeChanges { Window = new TimeWindow(null, end + TimeSpan.FromHours(1)) };
        Assert.Equal(AccessErrorCode.NotSentInTime, (await PushAsync(house, by, pin, longer)).Error?.Code);

        Assert.True(await house.AskAsync<bool>("select ends_at = $1 from credential", end));
    }

    private static Task<Outcome<ChangedCredential>> PushAsync(House house, Caller by, WireId pin, PasscodeChanges changes) =>
        house.Get<PushPasscode>().ChangeAsync(by, pin, null, changes, Wait, CancellationToken.None);

    private static PinDigits Digits(string digits) => PinDigits.Parse(digits).Value;
}
