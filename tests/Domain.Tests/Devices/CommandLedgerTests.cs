using Latchwork.Domain.Devices;

namespace Latchwork.Domain.Tests.Devices;

public sealed class CommandLedgerTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(CommandState.Claimed, true, 4, Recovery.BecomesUnknown)]
    [InlineData(CommandState.Sent, true, 4, Recovery.BecomesUnknown)]
    [InlineData(CommandState.Claimed, false, 4, Recovery.BackToPending)]
    [InlineData(CommandState.Sent, false, 4, Recovery.BackToPending)]
    [InlineData(CommandState.Sent, true, 5, Recovery.Leave)]
    [InlineData(CommandState.Sent, false, 6, Recovery.Leave)]
    [InlineData(CommandState.Unknown, true, 4, Recovery.Leave)]
    [InlineData(CommandState.Withdrawn, true, 4, Recovery.Leave)]
    public void DV_7_A_motion_claimed_by_a_former_holder_is_unknown_and_all_else_is_done_again(
        CommandState state,
        bool isMotion,
        long epoch,
        Recovery expected
    ) => Assert.Equal(expected, CommandLedger.AfterTakeover(new FoundCommand(state, isMotion, epoch, null), 5, Now));

    [Theory]
    [InlineData(true, 1, Recovery.Leave)]
    [InlineData(true, 0, Recovery.Withdraw)]
    [InlineData(true, null, Recovery.Withdraw)]
    [InlineData(false, 0, Recovery.Leave)]
    public void A_motion_that_nobody_claimed_is_withdrawn_when_its_callers_wait_is_over(bool isMotion, int? waitLeft, Recovery expected) =>
        Assert.Equal(
            expected,
            CommandLedger.AfterTakeover(
                new FoundCommand(CommandState.Pending, isMotion, 0, waitLeft is { } left ? Now + TimeSpan.FromSeconds(left) : null),
                5,
                Now
            )
        );
}
