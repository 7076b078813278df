using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;

namespace Latchwork.Drivers.Tests.Contract;

public abstract partial class LockDriverContract
{
    private const string GuestCode = "482916";
    private const string OtherCode = "730158";

    [Fact]
    public async Task A_passcode_that_was_set_is_in_the_lock_and_proven_no_further_than_the_lock_can()
    {
        var memory = await MemoryAsync();

        var answer = await DoAsync(new DeviceAct.SetPasscode(1, Pin(GuestCode)));

        AssertDone(answer);
        Assert.InRange(answer.Evidence, EvidenceRung.Acknowledged, memory.BestProof);
        Assert.True(memory.BestProof <= Bench.Driver.Traits.BestPinProof);
        Assert.Equal(GuestCode, (await Bench.LookAsync()).Passcodes[1]);
    }

    [Fact]
    public async Task Leading_zeros_are_part_of_a_passcode()
    {
        await MemoryAsync();

        AssertDone(await DoAsync(new DeviceAct.SetPasscode(1, Pin("004710"))));

        Assert.Equal("004710", (await Bench.LookAsync()).Passcodes[1]);
    }

    [Fact]
    public async Task A_passcode_is_put_over_the_one_before()
    {
        await MemoryAsync();
        AssertDone(await DoAsync(new DeviceAct.SetPasscode(1, Pin(GuestCode))));

        AssertDone(await DoAsync(new DeviceAct.SetPasscode(1, Pin(OtherCode))));

        Assert.Equal(OtherCode, (await Bench.LookAsync()).Passcodes[1]);
    }

    [Fact]
    public async Task A_slot_reads_back_as_what_it_was_set_to()
    {
        var memory = await MemoryAsync();
        SkipWhere(memory.BestProof < EvidenceRung.ReadBack ? "The lock never shows its codes." : null);
        AssertDone(await DoAsync(new DeviceAct.SetPasscode(1, Pin(GuestCode))));

        var read = await ReadAsync(1);

        Assert.Equal(EvidenceRung.ReadBack, read.Evidence);
        Assert.Equal(Pin(GuestCode), Assert.IsType<SlotContent.Passcode>(Content(read)).Digits);
    }

    [Fact]
    public async Task A_slot_that_shows_no_digits_is_hidden_and_proves_only_that_it_is_in_use()
    {
        await MemoryAsync();
        await BreakAsync(BenchFault.MaskedReads);
        var set = await DoAsync(new DeviceAct.SetPasscode(1, Pin(GuestCode)));

        var read = await ReadAsync(1);

        Assert.True(set.Evidence <= EvidenceRung.Occupied);
        Assert.IsType<SlotContent.Hidden>(Content(read));
        Assert.Equal(EvidenceRung.Occupied, read.Evidence);
    }

    [Fact]
    public async Task A_lock_that_says_yes_and_forgets_never_counts_as_read_back()
    {
        await MemoryAsync();
        await BreakAsync(BenchFault.Forgets);

        var set = await DoAsync(new DeviceAct.SetPasscode(1, Pin(GuestCode)));
        var read = await ReadAsync(1);

        Assert.True(set.Evidence < EvidenceRung.ReadBack);
        Assert.IsType<SlotContent.Empty>(Content(read));
        Assert.Equal(EvidenceRung.None, read.Evidence);
    }

    [Fact]
    public async Task A_passcode_that_nobody_answered_was_sent_and_no_more()
    {
        await MemoryAsync();
        await BreakAsync(BenchFault.AckLost);

        var answer = await DoAsync(new DeviceAct.SetPasscode(1, Pin(GuestCode)));

        AssertUnknown(answer);
        Assert.Equal(EvidenceRung.Sent, answer.Evidence);
    }

    [Fact]
    public async Task A_passcode_that_another_slot_holds_is_taken()
    {
        await MemoryAsync();
        AssertDone(await DoAsync(new DeviceAct.SetPasscode(1, Pin(GuestCode))));

        AssertFailed(AccessErrorCode.Taken, await DoAsync(new DeviceAct.SetPasscode(2, Pin(GuestCode))));

        Assert.Equal([1], (await Bench.LookAsync()).Passcodes.Keys);
    }

    [Fact]
    public async Task A_slot_beyond_the_memory_is_refused_before_anything_changes()
    {
        var memory = await MemoryAsync();

        AssertFailed(AccessErrorCode.Invalid, await DoAsync(new DeviceAct.SetPasscode(memory.Slots + 1, Pin(GuestCode))));
        AssertFailed(AccessErrorCode.Invalid, await DoAsync(new DeviceAct.SetPasscode(0, Pin(GuestCode))));

        Assert.Empty((await Bench.LookAsync()).Passcodes);
    }

    [Fact]
    public async Task A_cleared_slot_is_empty_and_clearing_it_again_is_done_too()
    {
        await MemoryAsync();
        AssertDone(await DoAsync(new DeviceAct.SetPasscode(1, Pin(GuestCode))));

        AssertDone(await DoAsync(new DeviceAct.ClearSlot(CredentialKind.Passcode, 1)));
        Assert.Empty((await Bench.LookAsync()).Passcodes);
        AssertDone(await DoAsync(new DeviceAct.ClearSlot(CredentialKind.Passcode, 1)));
        Assert.IsType<SlotContent.Empty>(Content(await ReadAsync(1)));
    }

    private async Task<DeviceAnswer> ReadAsync(int slot)
    {
        var answer = await DoAsync(new DeviceAct.ReadSlot(CredentialKind.Passcode, slot));
        AssertDone(answer);
        return answer;
    }

    private static SlotContent Content(DeviceAnswer answer) => Assert.IsType<DeviceReading.Slot>(answer.Reading).Content;
}
