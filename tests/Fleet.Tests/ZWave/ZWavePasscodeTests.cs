using Latchwork.Domain.Credentials;
using Latchwork.Drivers.ZWaveJs;
using Latchwork.Operations.Credentials;
using Latchwork.Testing.ZWave;
using Microsoft.Extensions.Logging.Abstractions;

namespace Latchwork.Fleet.Tests.ZWave;

/// <summary>
/// A PIN set through the core, on the real Z-Wave JS server and its simulated radio: lock 2 is the older kind (User Code, unsupervised), lock 3
/// the newer (User Credential, supervised).
/// </summary>
[Collection(ZWaveRadio.Name)]
public sealed class ZWavePasscodeTests(ZWaveFixture radio)
{
    private const string Pin = "482916";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_pin_reaches_read_back_and_a_keypad_entry_raises_it_to_used_at_the_door(int node)
    {
        await using var house = await BuildAsync(node);
        var pin = await house.SetAsync(await house.LockAsync($"{node}"), Pin);
        await house.UntilReadBackAsync(pin, Patience);
        await radio.ActAsync("keypad", new { node, code = Pin });
        await house.UntilAsync(pin, view => view.Evidence == EvidenceRung.UsedAtDoor, Patience);

        await house.RevokeAsync(pin);
        await house.UntilGoneAsync(pin, Patience);
        Assert.Equal(0, await CodesAsync(node));
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    public async Task With_a_deaf_radio_or_lost_acknowledgements_it_stays_visibly_unproven_and_converges_after_recovery(int node, bool isDeaf)
    {
        await using var house = await BuildAsync(node);
        var door = await house.LockAsync($"{node}");
        await FaultAsync(node, isDeaf ? new { deaf = true } : new { ackLost = true, silent = true });
        var pin = await house.SetAsync(door, Pin);
        await house.UntilAsync(
            pin,
            view =>
            {
                AssertUnproven(view);
                return view.Trouble != Trouble.None;
            },
            Patience
        );
        await FaultAsync(node, isDeaf ? new { deaf = false } : new { ackLost = false, silent = false });
        await house.UntilReadBackAsync(pin, Patience);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_lock_that_forgets_is_never_shown_better_than_the_evidence(int node)
    {
        await using var house = await BuildAsync(node);
        var door = await house.LockAsync($"{node}");
        await FaultAsync(node, new { forgetAfterMs = 0 });
        var pin = await house.SetAsync(door, Pin);
        await house.UntilAsync(
            pin,
            view =>
            {
                AssertUnproven(view);
                return view.Trouble is Trouble.Refused or Trouble.Forgotten;
            },
            Patience
        );
        await FaultAsync(node, new { forgetAfterMs = (int?)null });
        await house.UntilReadBackAsync(pin, Patience);
    }

    private static void AssertUnproven(CredentialView view)
    {
        Assert.True(view.Evidence < EvidenceRung.Occupied, $"{view.Evidence} without proof");
        Assert.NotEqual(Readiness.Ready, view.Verdict.Readiness);
    }

    private async Task<House> BuildAsync(int node)
    {
        Assert.SkipWhen(radio.Missing is not null, radio.Missing ?? "");
        await radio.ActAsync("restore", new { });
        await radio.ActAsync("reset", new { node });
        var options = new ZWaveJsOptions { RetryFrom = TimeSpan.FromMilliseconds(50), RetryUpTo = TimeSpan.FromMilliseconds(400) };
        return await House.BuildAsync("zwave-js", radio.Server, clock => new ZWaveJsDriver(options, clock, NullLogger<ZWaveJsDriver>.Instance));
    }

    private Task FaultAsync(int node, object set) => radio.ActAsync("fault", new { node, set });

    private async Task<int> CodesAsync(int node) => (await radio.LookAsync(node)).GetProperty("codes").GetArrayLength();
}
