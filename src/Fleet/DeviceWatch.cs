using System.Runtime.InteropServices;
using Latchwork.Domain.Devices;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;

namespace Latchwork.Fleet;

/// <summary>Something to ask a device, for the sake of knowing.</summary>
internal readonly record struct DeviceQuestion(string Address, DeviceAct Act);

/// <summary>
/// Which devices of a link are to be asked how they are, and when. A bolt that is in doubt is asked where it is, a lock that came back too; one that
/// is lost is pinged where the family does not notice by itself that it is back. One question a device at a time; while none is answered the
/// pauses widen, because a lost lock on a shared radio costs its neighbours seconds a try (devices.md 1f). One caller at a time.
/// </summary>
/// <param name="pingsLost">Whether lost devices are pinged.</param>
internal sealed class DeviceWatch(bool pingsLost)
{
    public static readonly TimeSpan FirstDoubtPause = TimeSpan.FromSeconds(2);
    public static readonly TimeSpan FirstPingPause = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(30);

    private readonly Dictionary<string, Watched> watched = new(StringComparer.Ordinal);
    private HashSet<string>? readable;

    private sealed class Watched
    {
        public bool IsLost;
        public bool IsUnderWay;
        public Moment DueAt;
        public TimeSpan Pause;
    }

    /// <summary>What is behind the link. Before it is known nothing is asked.</summary>
    public void Found(IReadOnlyList<DiscoveredDevice> devices, Moment now)
    {
        readable = devices.Where(CanBeRead).Select(device => device.Address).ToHashSet(StringComparer.Ordinal);
        foreach (var device in devices.Where(CanBeRead))
        {
            if (!device.IsOnline && !IsLost(device.Address))
            {
                WentOffline(device.Address, now);
            }
            else if (device.IsOnline && (IsLost(device.Address) || device.Bolt == BoltState.Unknown))
            {
                CameOnline(device.Address, now);
            }
        }

        foreach (var gone in watched.Keys.Where(address => !readable.Contains(address)).ToList())
        {
            watched.Remove(gone);
        }
    }

    /// <summary>A motion of it ended as unknown.</summary>
    public void Doubt(string address, Moment now)
    {
        var device = Watch(address, FirstDoubtPause);
        if (!device.IsLost)
        {
            device.DueAt = now;
        }
    }

    public void CameOnline(string address, Moment now)
    {
        var device = Watch(address, FirstDoubtPause);
        (device.IsLost, device.DueAt, device.Pause) = (false, now, FirstDoubtPause);
    }

    public void WentOffline(string address, Moment now)
    {
        var device = Watch(address, FirstPingPause);
        (device.IsLost, device.DueAt, device.Pause) = (true, now + FirstPingPause, FirstPingPause + FirstPingPause);
    }

    /// <summary>What is to be asked now. Each is under way until <see cref="Answered"/>.</summary>
    public IReadOnlyList<DeviceQuestion> Ask(Moment now)
    {
        var questions = new List<DeviceQuestion>();
        foreach (var (address, device) in watched.Where(pair => IsDue(pair.Key, pair.Value, now)))
        {
            device.IsUnderWay = true;
            questions.Add(new DeviceQuestion(address, device.IsLost ? new DeviceAct.Ping() : new DeviceAct.ReadState()));
        }

        return questions;
    }

    /// <param name="question">As it was asked.</param>
    /// <param name="isAnswered">Also where there will never be another answer.</param>
    public void Answered(DeviceQuestion question, bool isAnswered, Moment now)
    {
        if (!watched.TryGetValue(question.Address, out var device))
        {
            return;
        }

        device.IsUnderWay = false;
        if (!isAnswered)
        {
            device.DueAt = Later(device.DueAt, now + device.Pause);
            device.Pause = device.Pause * 2 < LongestPause ? device.Pause * 2 : LongestPause;
        }
        else if (question.Act is DeviceAct.Ping && device.IsLost)
        {
            CameOnline(question.Address, now);
        }
        else if (question.Act is DeviceAct.ReadState && !device.IsLost)
        {
            watched.Remove(question.Address);
        }
    }

    private bool IsLost(string address) => watched.TryGetValue(address, out var device) && device.IsLost;

    private bool IsDue(string address, Watched device, Moment now) =>
        !device.IsUnderWay && device.DueAt <= now && (pingsLost || !device.IsLost) && readable?.Contains(address) == true;

    private Watched Watch(string address, TimeSpan pause)
    {
        ref var device = ref CollectionsMarshal.GetValueRefOrAddDefault(watched, address, out _);
        return device ??= new Watched { Pause = pause };
    }

    private static bool CanBeRead(DiscoveredDevice device) => device.Capabilities.HasFlag(Capabilities.ReadState);

    private static Moment Later(Moment one, Moment other) => one > other ? one : other;
}
