using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;

namespace Latchwork.Drivers.Tests.Contract;

/// <summary>
/// What every driver promises (devices.md §0, DV-7). A family inherits it with its bench; what the family cannot show is skipped with the
/// bench's reason.
/// </summary>
public abstract partial class LockDriverContract : IAsyncLifetime
{
    private IDoorBench? bench;
    private ILinkSession? link;

    protected IDoorBench Bench => bench!;

    protected ILinkSession Link => link!;

    protected EventRecorder Heard { get; } = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected abstract ValueTask<IDoorBench> OpenBenchAsync();

    public async ValueTask InitializeAsync()
    {
        bench = await OpenBenchAsync();
        link = Bench.Driver.Open(Bench.Settings, Heard);
        await Heard.FirstAsync<DeviceReport.LinkCameOnline>();
        await Eventually.HoldsAsync(() => Link.IsOnline, "the link is online");
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (link is not null)
        {
            await link.DisposeAsync();
        }

        if (bench is not null)
        {
            await bench.DisposeAsync();
        }
    }

    protected Task<DeviceAnswer> DoAsync(DeviceAct act) => Link.DoAsync(Bench.Lock, act, Cancel);

    /// <summary>Breaks the lock in that way, or skips the test with the family's reason.</summary>
    protected Task BreakAsync(BenchFault fault)
    {
        SkipWhere(Bench.WhyNot(fault));
        return Bench.BreakAsync(fault);
    }

    /// <summary>Lets it happen at the door, or skips the test with the family's reason.</summary>
    protected Task HappenAsync(DoorEvent happening, string? digits = null)
    {
        SkipWhere(Bench.WhyNot(happening));
        return Bench.HappenAsync(happening, digits);
    }

    protected async Task<DiscoveredDevice> DiscoverLockAsync()
    {
        var devices = await Link.DiscoverAsync(Cancel);
        return Assert.Single(devices.Value, device => device.Address == Bench.Lock);
    }

    protected async Task<PasscodeMemory> MemoryAsync()
    {
        var memory = (await DiscoverLockAsync()).Passcodes;
        SkipWhere(memory is null ? "The lock has no keypad memory." : null);
        return memory!;
    }

    protected static PinDigits Pin(string digits) => PinDigits.Parse(digits).Value;

    protected static void SkipWhere(string? reason) => Assert.SkipWhen(reason is not null, reason ?? "");

    protected static void AssertDone(DeviceAnswer answer)
    {
        Assert.Equal((CommandEnd.Done, null), (answer.End, answer.Error?.Code));
    }

    protected static void AssertFailed(AccessErrorCode code, DeviceAnswer answer)
    {
        Assert.Equal((CommandEnd.Failed, code), (answer.End, answer.Error?.Code));
    }

    protected static void AssertUnknown(DeviceAnswer answer)
    {
        Assert.Equal((CommandEnd.Unknown, AccessErrorCode.OutcomeUnknown), (answer.End, answer.Error?.Code));
    }

    protected async Task AssertBoltAsync(BoltState expected) => Assert.Equal(expected, (await Bench.LookAsync()).Bolt);

    /// <summary>Mends the lock, talks with it once more, and only then counts: a repetition would have had its time.</summary>
    private async Task<DoorTruth> LookAfterAnotherExchangeAsync()
    {
        await Bench.MendAsync();
        await Eventually.HoldsAsync(
            async () => (await DoAsync(new DeviceAct.ReadState())).End == CommandEnd.Done,
            "the mended lock answers a question"
        );
        return await Bench.LookAsync();
    }
}
