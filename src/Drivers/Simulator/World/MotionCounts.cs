using System.Runtime.InteropServices;
using Latchwork.Domain.Drivers;

namespace Latchwork.Drivers.Simulator;

/// <summary>Motions that a device was told to make: how many commands reached it, and how many moved something.</summary>
/// <param name="Received">Each command once, also one that was refused, jammed or not heard; not one that its gateway turned away.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct MotionCount(int Received, int Done)
{
    public static MotionCount operator +(MotionCount left, MotionCount right) => new(left.Received + right.Received, left.Done + right.Done);
}

/// <summary>By command. Boxes count one by one.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct MotionCounts(MotionCount Unlock, MotionCount Lock, MotionCount OpenBox)
{
    public MotionCount Total() => Unlock + Lock + OpenBox;

    internal MotionCounts Plus(DeviceAct act, MotionCount more) =>
        act switch
        {
            DeviceAct.Unlock => this with { Unlock = Unlock + more },
            DeviceAct.Lock => this with { Lock = Lock + more },
            DeviceAct.OpenBox => this with { OpenBox = OpenBox + more },
            _ => this,
        };
}
