using Latchwork.Domain.Drivers;

namespace Latchwork.Domain.Credentials;

/// <summary>What a read showed. Comparing digits is the caller's: the plan holds no secret.</summary>
public abstract record SlotSight
{
    private SlotSight() { }

    public sealed record Empty : SlotSight;

    /// <summary>In use; the lock does not show by what.</summary>
    public sealed record Hidden : SlotSight;

    /// <summary>What was written as that revision, which may be an earlier one.</summary>
    public sealed record Ours(int Revision) : SlotSight;

    public sealed record Other : SlotSight;
}

/// <summary>How a command of an enrollment ended.</summary>
public abstract record FlightEnd
{
    private FlightEnd() { }

    /// <summary>The lock said yes to a write; <paramref name="Proof"/> where the driver proved more by itself.</summary>
    public sealed record Acknowledged(EvidenceRung Proof = EvidenceRung.Acknowledged) : FlightEnd;

    /// <summary>The answer to a read.</summary>
    public sealed record Seen(SlotSight Sight) : FlightEnd;

    /// <summary>The lock said no and did nothing.</summary>
    public sealed record Refused(Trouble Why) : FlightEnd;

    /// <summary>It may have taken effect, or still may.</summary>
    public sealed record Unknown : FlightEnd;

    /// <summary>It never reached the lock: superseded, withdrawn, or link or device offline.</summary>
    public sealed record NotSent(Trouble Why = Trouble.None) : FlightEnd;
}

/// <summary>What happened at a lock after which its memory may differ (devices.md §0).</summary>
public enum SignOfChange
{
    /// <summary>The lock reported the slot, or all slots, as cleared.</summary>
    Erased = 1,

    /// <summary>The lock reported the slot as set by somebody.</summary>
    Set = 2,
    Interviewed = 3,
    PoweredUp = 4,
    BatteryChanged = 5,

    /// <summary>What is known is as old as a backup: the lock may have got it since, or lost it.</summary>
    Restored = 6,
}

public abstract record EnrollmentEvent
{
    private EnrollmentEvent() { }

    /// <summary>Something else is desired: a new revision, another window, or nothing.</summary>
    public sealed record Asked(Desired Desired) : EnrollmentEvent;

    /// <summary>A slot was reserved. Ignored once the lock may hold something in the present one.</summary>
    /// <param name="IsKnownEmpty">It was read as empty just now, so no read is needed before the first write.</param>
    public sealed record SlotReserved(int Slot, bool IsKnownEmpty = false) : EnrollmentEvent;

    public sealed record Ended(long Flight, FlightEnd How) : EnrollmentEvent;

    /// <summary>
    /// A new holder of the link sends a command again that the former holder may have sent: the first sending may still take effect
    /// (<see cref="Devices.Recovery.BackToPending"/>).
    /// </summary>
    public sealed record Repeated : EnrollmentEvent;

    public sealed record Changed(SignOfChange Sign) : EnrollmentEvent;

    /// <summary>Somebody opened the door with the credential of this slot.</summary>
    /// <param name="At">When, which may be long ago: a use before the last proof says nothing about what was written since.</param>
    public sealed record Used(DateTimeOffset At) : EnrollmentEvent;

    /// <summary>The link or the lock is heard again: what waited for it need not wait longer.</summary>
    public sealed record Heard : EnrollmentEvent;

    /// <summary>An operator says: try now. With <paramref name="Overwrite"/> also over a stranger's credential.</summary>
    public sealed record ToldToTry(bool Overwrite = false) : EnrollmentEvent;

    public sealed record Tick : EnrollmentEvent;
}

public enum EnrollmentNews
{
    /// <summary>The best proof that the lock can give before use, for the desired revision.</summary>
    Proven = 1,

    /// <summary>Not as desired at its time; see <see cref="EnrollmentState.Trouble"/>. Once for each thing desired.</summary>
    AtRisk = 2,

    /// <summary>A slot of ours shows a credential that is not ours.</summary>
    Drifted = 3,

    /// <summary>The lock had said yes, and does not hold it.</summary>
    Forgotten = 4,

    /// <summary>Three failed writes in five minutes: this slot of this lock rests.</summary>
    Suspended = 5,

    /// <summary>The reserved slot is a stranger's: reserve another, or tell us to overwrite.</summary>
    NeedsSlot = 6,

    /// <summary>The lock confirmed that it holds nothing of ours any more.</summary>
    Removed = 7,

    /// <summary>It opened the door although it had been removed.</summary>
    UsedAfterRemoval = 8,
}

public abstract record EnrollmentWish
{
    private EnrollmentWish() { }

    /// <summary>Submit a command for the slot; set wishes take digits and window of <see cref="Flight.Revision"/>. Answer with <see cref="EnrollmentEvent.Ended"/>.</summary>
    public sealed record Send(int Slot, Flight Flight) : EnrollmentWish;

    public sealed record Tell(EnrollmentNews News) : EnrollmentWish;
}

/// <param name="WakeAt">When a <see cref="EnrollmentEvent.Tick"/> is due; null while only events can change something.</param>
public sealed record EnrollmentStep(EnrollmentState State, IReadOnlyList<EnrollmentWish> Wishes, DateTimeOffset? WakeAt);

/// <summary>What the lock can do, for the plan.</summary>
/// <param name="BestProof">What this lock can prove before use: <see cref="PasscodeMemory.BestProof"/>.</param>
/// <param name="KeepsWindows">It enforces windows itself.</param>
public sealed record EnrollmentTraits(EvidenceRung BestProof, bool KeepsWindows)
{
    public bool CanRead => BestProof >= EvidenceRung.Occupied;
}

/// <summary>Times of the plan; the defaults are devices.md §0 where it names one.</summary>
public sealed record EnrollmentPolicy
{
    /// <summary>How long before the start a code is set where the lock does not keep windows itself: the site's choice.</summary>
    public TimeSpan EarlyEntry { get; init; }

    /// <summary>The same where it does.</summary>
    public TimeSpan SetAhead { get; init; } = TimeSpan.FromHours(72);

    /// <summary>How long before the start a slot is kept for one that was not given any when it was made: so a small memory is not full of codes of next month.</summary>
    public TimeSpan KeepSlotAhead { get; init; } = TimeSpan.FromHours(72);

    /// <summary>Pause after a look for a free slot in a full memory.</summary>
    public TimeSpan SlotPause { get; init; } = TimeSpan.FromMinutes(1);
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(5);
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Pause after an answer that another try would not change: a duplicate, a full memory, a stranger's slot.</summary>
    public TimeSpan HopelessPause { get; init; } = TimeSpan.FromHours(1);
    public TimeSpan FailuresWithin { get; init; } = TimeSpan.FromMinutes(5);
    public TimeSpan SuspendFor { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Second look after a write: some locks drop a fresh code within a minute (zwave-js#9188).</summary>
    public TimeSpan LookAgainAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Look before the window opens.</summary>
    public TimeSpan LookBeforeStart { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Look again now and then: some locks drop codes days later, in silence.</summary>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long an unanswered write may still take effect.</summary>
    public TimeSpan SettlesWithin { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>After the end of a window, so long until a code that is still there is a risk.</summary>
    public TimeSpan RemoveWithin { get; init; } = TimeSpan.FromMinutes(10);

    public const int FailuresAllowed = 3;
}
