using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;

namespace Latchwork.Drivers.Tests.Contract;

/// <summary>
/// One lock on the far side of a driver, as the workbench sees it: what it really holds, and the hand that breaks it. Every family builds one
/// over its counterpart. The lock starts locked, its door closed, its slots empty, without faults.
/// </summary>
public interface IDoorBench : IAsyncDisposable
{
    ILockDriver Driver { get; }

    /// <summary>The link that leads to the lock. The contract opens it itself.</summary>
    LinkSettings Settings { get; }

    /// <summary>The address of the lock under test.</summary>
    string Lock { get; }

    /// <summary>Why this family or its counterpart cannot show it, as the reason of the skipped test; null where it can.</summary>
    string? WhyNot(BenchFault fault);

    /// <inheritdoc cref="WhyNot(BenchFault)"/>
    string? WhyNot(DoorEvent happening);

    Task BreakAsync(BenchFault fault);

    /// <summary>Takes every fault away. What the lock holds stays.</summary>
    Task MendAsync();

    /// <summary>The connection breaks, and no new one can be made until <see cref="RestoreLinkAsync"/>.</summary>
    Task CutLinkAsync();

    Task RestoreLinkAsync();

    /// <param name="digits">What is typed, for the events of the keypad.</param>
    Task HappenAsync(DoorEvent happening, string? digits = null);

    Task<DoorTruth> LookAsync();
}

/// <summary>What the real device holds.</summary>
/// <param name="MotionsHeard">Motions that we asked for and that reached it or its radio. What a radio repeats by itself counts once.</param>
/// <param name="MotionsDone">How many of them moved the bolt.</param>
/// <param name="Passcodes">Digits by slot; slots that are not in it are empty.</param>
public sealed record DoorTruth(BoltState Bolt, int MotionsHeard, int MotionsDone, IReadOnlyDictionary<int, string> Passcodes);

public enum BenchFault
{
    /// <summary>It does not hear us, and nobody says so.</summary>
    Deaf,

    /// <summary>It does as told, and its answer is lost.</summary>
    AckLost,

    /// <summary>It says yes and does nothing.</summary>
    LyingAck,

    /// <summary>The next motion stops half way.</summary>
    JamsNext,

    /// <summary>It answers that it will not.</summary>
    RefusesNext,

    /// <summary>It says that it is doing something else.</summary>
    Busy,

    /// <summary>A motion takes long enough for the caller to give up. It ends when the lock is mended, or some time later by itself.</summary>
    Slow,

    /// <summary>It takes a passcode, says yes, and has lost it by the next read.</summary>
    Forgets,

    /// <summary>Its slots show that they are in use, not by what.</summary>
    MaskedReads,

    /// <summary>The link knows that it cannot reach the device, and says so.</summary>
    Offline,
}

public enum DoorEvent
{
    /// <summary>The digits of a slot are typed.</summary>
    CodeTyped,

    /// <summary>Digits of no slot are typed.</summary>
    WrongCodeTyped,

    /// <summary>Wrong codes until the keypad goes out of service.</summary>
    KeypadLockedOut,

    /// <summary>The thumb turn unlocks.</summary>
    TurnedByHand,

    DoorOpened,
    DoorClosed,
    CoverRemoved,
    BoltJammed,
    BatteryRanLow,

    /// <summary>Slot 1 is emptied at the lock, and the lock tells.</summary>
    SlotErased,
}
