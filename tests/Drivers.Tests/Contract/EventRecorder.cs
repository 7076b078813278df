using Latchwork.Domain.Drivers;

namespace Latchwork.Drivers.Tests.Contract;

/// <summary>Keeps what a driver tells, in its order. Waiting ends with the report, or fails at the deadline with what was heard instead.</summary>
public sealed class EventRecorder : ILinkEvents
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly Lock gate = new();
    private readonly List<DeviceReport> heard = [];
    private TaskCompletionSource next = NewSignal();

    public IReadOnlyList<DeviceReport> All
    {
        get
        {
            lock (gate)
            {
                return [.. heard];
            }
        }
    }

    public void Raise(DeviceReport report)
    {
        TaskCompletionSource told;
        lock (gate)
        {
            heard.Add(report);
            (told, next) = (next, NewSignal());
        }

        told.TrySetResult();
    }

    public void Forget()
    {
        lock (gate)
        {
            heard.Clear();
        }
    }

    /// <summary>The first report of the kind, since the start or the last <see cref="Forget"/>.</summary>
    public async Task<T> FirstAsync<T>(Func<T, bool>? where = null)
        where T : DeviceReport => (await AtLeastAsync(1, where))[0];

    public async Task<IReadOnlyList<T>> AtLeastAsync<T>(int count, Func<T, bool>? where = null)
        where T : DeviceReport
    {
        using var patience = new CancellationTokenSource(Deadline);
        while (true)
        {
            var (found, signal) = Find(where);
            if (found.Count >= count)
            {
                return found;
            }

            try
            {
                await signal.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"No {typeof(T).Name} within {Deadline.TotalSeconds:0} s. Heard: {string.Join("; ", All)}");
            }
        }
    }

    private (IReadOnlyList<T> Found, Task Next) Find<T>(Func<T, bool>? where)
        where T : DeviceReport
    {
        lock (gate)
        {
            return ([.. heard.OfType<T>().Where(report => where?.Invoke(report) ?? true)], next.Task);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
