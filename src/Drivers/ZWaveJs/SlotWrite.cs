using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;

namespace Latchwork.Drivers.ZWaveJs;

/// <summary>A write of ours to one slot. The server tells its clients of it as if somebody had done it at the lock; those reports are left out.</summary>
internal sealed class SlotWrite(CredentialKind kind, int slot, SlotChange change, TimeProvider clock) : IDisposable
{
    private readonly TaskCompletionSource duplicate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long? endedAt;

    /// <summary>The lock said that another slot holds the same code.</summary>
    public Task Duplicate => duplicate.Task;

    /// <param name="echo">How long after its end the write is still told.</param>
    public bool IsOver(TimeSpan echo) => endedAt is { } end && clock.GetElapsedTime(end) > echo;

    public bool Explains(DeviceReport.SlotChanged report) => report.Kind == kind && report.Change == change && (report.Slot ?? slot) == slot;

    public void RefusedAsDuplicate(int? of)
    {
        if ((of ?? slot) == slot)
        {
            duplicate.TrySetResult();
        }
    }

    public void Dispose() => endedAt = clock.GetTimestamp();
}
