using Latchwork.Domain.Drivers;

namespace Latchwork.Drivers.Simulator;

/// <summary>What a simulated network answers to one act. Silence is no answer: then nothing comes.</summary>
internal readonly record struct SimulatedReply(ReplyKind Kind, DeviceReading? Reading = null, string? Detail = null);

internal enum ReplyKind
{
    /// <summary>Done, and its sensors show it; or the question is answered.</summary>
    Done = 1,

    /// <summary>It said yes; nothing shows that it did.</summary>
    Acknowledged,
    Refused,
    Jammed,
    Busy,
    Offline,
    Unsupported,
    Duplicate,
    Invalid,
    NoSuchDevice,

    /// <summary>Nothing left: the line was down.</summary>
    LinkDown,
}
