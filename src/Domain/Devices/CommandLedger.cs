namespace Latchwork.Domain.Devices;

/// <summary>A command as a new holder of its link finds it in the database.</summary>
/// <param name="Epoch">The epoch under which it was claimed; meaningless while it is pending.</param>
/// <param name="WaitEndsAt">The end of its caller's wait, or null where nobody waits.</param>
public readonly record struct FoundCommand(CommandState State, bool IsMotion, long Epoch, DateTimeOffset? WaitEndsAt);

/// <summary>What becomes of a command that was found after its holder died or lost the link.</summary>
public enum Recovery
{
    /// <summary>It has ended, is still to be sent, or belongs to a holder that is alive.</summary>
    Leave,

    /// <summary>Send it again: it is no motion, so it may be repeated.</summary>
    BackToPending,

    /// <summary>It may have been sent, and a motion is never sent twice.</summary>
    BecomesUnknown,

    /// <summary>Nobody claimed it and nobody waits for it any more: nothing will happen.</summary>
    Withdraw,
}

public static class CommandLedger
{
    /// <summary>
    /// A motion claimed under an older epoch is unknown, whether it had been sent or not, because nobody can tell (DV-7). A motion that
    /// nobody claimed is withdrawn when its caller has stopped waiting. Everything else is done again.
    /// </summary>
    /// <param name="epoch">The epoch of the holder that asks.</param>
    /// <param name="now">By the database's clock, as is <see cref="FoundCommand.WaitEndsAt"/>.</param>
    public static Recovery AfterTakeover(FoundCommand found, long epoch, DateTimeOffset now) =>
        found.State switch
        {
            CommandState.Pending => found.IsMotion && !(now < found.WaitEndsAt) ? Recovery.Withdraw : Recovery.Leave,
            CommandState.Claimed or CommandState.Sent when found.Epoch < epoch => found.IsMotion ? Recovery.BecomesUnknown : Recovery.BackToPending,
            _ => Recovery.Leave,
        };
}
