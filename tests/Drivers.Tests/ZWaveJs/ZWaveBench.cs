using System.Text.Json;
using Latchwork.Domain;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;
using Latchwork.Drivers.Tests.Contract;
using Latchwork.Drivers.ZWaveJs;
using Latchwork.Testing.ZWave;
using Microsoft.Extensions.Logging;

namespace Latchwork.Drivers.Tests.ZWaveJs;

/// <summary>One of the two locks of the fixture: 2 is the older kind (User Code, unsupervised), 3 the newer (User Credential, supervised).</summary>
internal sealed class ZWaveBench(ZWaveFixture fixture, int node) : IDoorBench
{
    private readonly LogRecorder log = new();
    private ZWaveJsDriver? driver;

    public ILockDriver Driver => driver ??= new ZWaveJsDriver(Options(), TimeProvider.System, new Logger<ZWaveJsDriver>(log));

    public LinkSettings Settings { get; } = new(LinkId.New(TimeProvider.System.Now()), fixture.Server, null, null);

    public string Lock { get; } = $"{node}";

    private bool IsSupervised => node == 3;

    public static ZWaveJsOptions Options() =>
        new()
        {
            RetryFrom = TimeSpan.FromMilliseconds(50),
            RetryUpTo = TimeSpan.FromMilliseconds(400),
            MergeWithin = TimeSpan.FromMilliseconds(400),
            SettleWithin = TimeSpan.FromSeconds(1.2),
        };

    public static async ValueTask<IDoorBench> OpenAsync(ZWaveFixture fixture, int node)
    {
        Assert.SkipWhen(fixture.Missing is not null, fixture.Missing ?? "");
        await fixture.ActAsync("restore", new { });
        await fixture.ActAsync("reset", new { node });
        return new ZWaveBench(fixture, node);
    }

    public string? WhyNot(BenchFault fault) =>
        fault switch
        {
            BenchFault.Busy => "Z-Wave locks never say that they are busy.",
            BenchFault.RefusesNext when !IsSupervised => "A lock without supervision cannot refuse; it stays as it is.",
            BenchFault.MaskedReads when IsSupervised => "This lock shows its codes.",
            _ => null,
        };

    public string? WhyNot(DoorEvent happening) => null;

    public Task BreakAsync(BenchFault fault) =>
        fault switch
        {
            BenchFault.Deaf => FaultAsync(new { deaf = true }),
            // A supervised lock would still answer: its report is a frame of its own.
            BenchFault.AckLost => FaultAsync(new { ackLost = true, silent = true }),
            BenchFault.LyingAck => FaultAsync(new { mute = true }),
            BenchFault.JamsNext => FaultAsync(new { jamNext = true }),
            BenchFault.RefusesNext => FaultAsync(new { failSupervised = true }),
            BenchFault.Slow => FaultAsync(new { travelMs = 2500 }),
            BenchFault.Forgets => FaultAsync(new { forgetAfterMs = 0 }),
            BenchFault.MaskedReads => FaultAsync(new { maskCodes = true }),
            BenchFault.Offline => LoseAsync(),
            _ => throw new ArgumentOutOfRangeException(nameof(fault)),
        };

    public Task MendAsync() =>
        FaultAsync(
            new
            {
                deaf = false,
                ackLost = false,
                silent = false,
                mute = false,
                jamNext = false,
                failSupervised = false,
                travelMs = 400,
                forgetAfterMs = (int?)null,
                maskCodes = false,
            }
        );

    public Task CutLinkAsync() => fixture.ActAsync("cut", new { });

    public Task RestoreLinkAsync() => fixture.ActAsync("restore", new { });

    public async Task HappenAsync(DoorEvent happening, string? digits = null)
    {
        for (var time = 0; time < (happening == DoorEvent.KeypadLockedOut ? 5 : 1); time++)
        {
            var (act, body) = ActOf(happening, digits);
            await fixture.ActAsync(act, body);
        }
    }

    private (string Act, object Body) ActOf(DoorEvent happening, string? digits) =>
        happening switch
        {
            DoorEvent.CodeTyped or DoorEvent.WrongCodeTyped or DoorEvent.KeypadLockedOut => ("keypad", new { node, code = digits }),
            DoorEvent.TurnedByHand => ("thumbturn", new { node, locked = false }),
            DoorEvent.DoorOpened => ("door", new { node, open = true }),
            DoorEvent.DoorClosed => ("door", new { node, open = false }),
            DoorEvent.CoverRemoved => ("notify", Notification(type: 7, @event: 3)),
            DoorEvent.BoltJammed => ("notify", Notification(type: 6, @event: 11)),
            DoorEvent.BatteryRanLow => ("battery", new { node, level = 255 }),
            DoorEvent.SlotErased => ("erase", new { node, slot = 1 }),
            _ => throw new ArgumentOutOfRangeException(nameof(happening)),
        };

    public async Task<DoorTruth> LookAsync()
    {
        var state = await fixture.LookAsync(node);
        var motions = state.GetProperty("motions");
        return new DoorTruth(
            BoltOf(state.GetProperty("mode").GetInt32()),
            motions.GetProperty("heard").GetInt32(),
            motions.GetProperty("done").GetInt32(),
            state.GetProperty("codes").EnumerateArray().Where(IsPasscode).ToDictionary(SlotOf, CodeOf)
        );
    }

    /// <summary>LG-1, KR-7: no log line of any test may hold a digit that was typed or set.</summary>
    public ValueTask DisposeAsync()
    {
        log.AssertHoldsNone("482916", "730158", "004710");
        return ValueTask.CompletedTask;
    }

    private object Notification(int type, int @event) =>
        new
        {
            node,
            type,
            @event,
        };

    private Task FaultAsync(object set) => fixture.ActAsync("fault", new { node, set });

    /// <summary>Out of reach, and the driver behind the server knows it already.</summary>
    private async Task LoseAsync()
    {
        await FaultAsync(new { deaf = true });
        await fixture.ActAsync("ping", new { node });
    }

    private static BoltState BoltOf(int mode) =>
        mode switch
        {
            255 => BoltState.Locked,
            254 => BoltState.Jammed,
            _ => BoltState.Unlocked,
        };

    private static bool IsPasscode(JsonElement code) => !code.TryGetProperty("type", out var type) || type.GetInt32() == 1;

    private static int SlotOf(JsonElement code) => code.GetProperty("slot").GetInt32();

    private static string CodeOf(JsonElement code) => code.GetProperty("code").GetString()!;
}
