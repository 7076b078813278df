using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;

namespace Latchwork.Drivers.ZWaveJs;

/// <summary>
/// What was heard of one lock. A report is raised when it differs from what was told before, not from the server's <c>prevValue</c>: the server
/// may have changed its memory silently. All members are used under the network's gate.
/// </summary>
internal sealed class LockMirror(int nodeId, BoltStory story, NodeFacts facts)
{
    private const int RefilledAbove = 20;

    private readonly List<SlotWrite> writes = [];
    private bool keypadIsDisabled;
    private bool isTampered;
    private BoltState mode;

    public int NodeId => nodeId;

    public string Address { get; } = nodeId.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public NodeFacts Facts { get; private set; } = facts;

    /// <summary>Null until it was loaded since the last interview.</summary>
    public AccessMemory? Access { get; set; }

    public CredentialOwners Owners { get; } = new();

    public bool IsOnline { get; private set; } = true;
    public BoltState Bolt { get; private set; }
    public DoorState Door { get; private set; }
    public int? BatteryPercent { get; private set; }
    public bool BatteryIsLow { get; private set; }

    /// <summary>It was seen to answer with asterisks.</summary>
    public bool MasksCodes { get; set; }

    public Motion? Motion { get; set; }

    /// <summary>After an interview or a new connection: true when it has become another lock to its owner.</summary>
    public bool Renew(NodeFacts now)
    {
        var same =
            now with { CommandClasses = Facts.CommandClasses, PlainUserCodes = Facts.PlainUserCodes } == Facts
            && now.CommandClasses.SetEquals(Facts.CommandClasses);
        (Facts, Access) = (now, null);
        return !same;
    }

    public void Reached(bool isOnline)
    {
        if (IsOnline != isOnline)
        {
            IsOnline = isOnline;
            story.Other(isOnline ? new DeviceReport.DeviceCameOnline(Address) : new DeviceReport.DeviceWentOffline(Address));
        }
    }

    /// <summary>The server remembers this mode. While a motion of ours is under way its target is only a wish.</summary>
    public void ModeReported(BoltState state)
    {
        mode = state;
        if (Motion is { } motion && motion.Target == state)
        {
            motion.Remember();
        }
        else if (Bolt != state && !(Bolt == BoltState.Jammed && state == BoltState.Unknown))
        {
            Bolt = state;
            story.Changed(new DeviceReport.BoltMoved(Address, state, MotionCause.Unknown));
        }
    }

    /// <summary>Only the lock's own reports carry this value. A jammed bolt counts as unlocked here, so the mode must agree.</summary>
    public void BoltStatusReported(BoltState state)
    {
        if (mode == state)
        {
            Motion?.Tell(state);
        }
    }

    /// <summary>The lock told what moved its bolt.</summary>
    public void Moved(DeviceReport.BoltMoved moved)
    {
        (Bolt, mode) = (moved.State, moved.State);
        keypadIsDisabled &= moved.Cause != MotionCause.Credential;
        story.Explained(moved);
        Motion?.Tell(moved.State);
    }

    /// <summary>A motion of ours has arrived there, or the lock was asked and is there.</summary>
    public void Found(BoltState state, MotionCause cause)
    {
        if (Bolt != state)
        {
            Moved(new DeviceReport.BoltMoved(Address, state, cause));
        }
    }

    public void Jammed()
    {
        if (Bolt != BoltState.Jammed)
        {
            Bolt = BoltState.Jammed;
            story.Jammed(new DeviceReport.Jammed(Address));
        }

        Motion?.Tell(BoltState.Jammed);
    }

    public void DoorReported(DoorState state)
    {
        if (Door != state)
        {
            Door = state;
            story.Other(new DeviceReport.DoorMoved(Address, state));
        }
    }

    /// <summary>A battery that gave its warning counts as low until it is clearly fuller.</summary>
    public void BatteryReported(int? percent, bool? isLow)
    {
        var (newPercent, newLow) = (percent ?? BatteryPercent, isLow ?? (BatteryIsLow && !(percent > RefilledAbove)));
        if ((newPercent, newLow) != (BatteryPercent, BatteryIsLow))
        {
            (BatteryPercent, BatteryIsLow) = (newPercent, newLow);
            story.Other(new DeviceReport.BatteryReported(Address, newPercent, newLow));
        }
    }

    public void CoverReported(bool isRemoved)
    {
        if (isRemoved && !isTampered)
        {
            story.Other(new DeviceReport.Tampered(Address));
        }

        isTampered = isRemoved;
    }

    public void KeypadReported(bool isDisabled)
    {
        if (isDisabled && !keypadIsDisabled)
        {
            story.Other(new DeviceReport.KeypadDisabled(Address));
        }

        keypadIsDisabled = isDisabled;
    }

    public void CodeRefused() => story.Other(new DeviceReport.CredentialRefused(Address, CredentialKind.Passcode));

    public void SlotChanged(CredentialKind kind, SlotChange change, int? slot, TimeSpan echo)
    {
        var report = new DeviceReport.SlotChanged(Address, kind, change, slot);
        writes.RemoveAll(write => write.IsOver(echo));
        if (change == SlotChange.DuplicateRefused)
        {
            writes.ForEach(write => write.RefusedAsDuplicate(slot));
        }

        if (!writes.Exists(write => write.Explains(report)))
        {
            story.Other(report);
        }
    }

    public void Begin(SlotWrite write) => writes.Add(write);

    /// <summary>Ends the waiting for an explanation.</summary>
    public void Settle() => story.Settle();
}
