using Latchwork.Domain;
using Latchwork.Domain.Drivers;
using Latchwork.Drivers.Tests.Contract;
using Latchwork.Drivers.ZWaveJs;
using Microsoft.Extensions.Logging;

namespace Latchwork.Drivers.Tests.ZWaveJs;

/// <summary>A driver on a <see cref="RecordedServer"/>: both ends of the line in one process.</summary>
internal sealed class RecordedLink : IAsyncDisposable
{
    private RecordedLink(RecordedServer server) => Server = server;

    public RecordedServer Server { get; }

    public EventRecorder Heard { get; } = new();

    public LogRecorder Log { get; } = new();

    public ILinkSession Session { get; private set; } = null!;

    public RecordedLine Line => Server.Line!;

    /// <param name="options">How it differs from the patience of tests.</param>
    public static async Task<RecordedLink> OpenAsync(
        Action<RecordedServer>? prepare = null,
        Action<ZWaveJsOptions>? options = null,
        string? identity = null
    )
    {
        var link = new RecordedLink(await RecordedServer.StartAsync());
        prepare?.Invoke(link.Server);
        var patience = ZWaveBench.Options();
        patience.SettleWithin = TimeSpan.FromMilliseconds(100);
        patience.MotionMargin = TimeSpan.FromMilliseconds(200);
        patience.DuplicateWithin = TimeSpan.FromMilliseconds(200);
        options?.Invoke(patience);
        var driver = new ZWaveJsDriver(patience, TimeProvider.System, new Logger<ZWaveJsDriver>(link.Log));
        var settings = new LinkSettings(LinkId.New(TimeProvider.System.Now()), link.Server.Address, identity, null);
        link.Session = driver.Open(settings, link.Heard);
        return link;
    }

    public static async Task<RecordedLink> OnlineAsync(Action<RecordedServer>? prepare = null, Action<ZWaveJsOptions>? options = null)
    {
        var link = await OpenAsync(prepare, options);
        await link.Heard.FirstAsync<DeviceReport.LinkCameOnline>();
        return link;
    }

    public Task<DeviceAnswer> DoAsync(int node, DeviceAct act) => Session.DoAsync($"{node}", act, TestContext.Current.CancellationToken);

    /// <summary>Everything played before has been heard when this returns: frames are taken in their order.</summary>
    public async Task<IReadOnlyList<DeviceReport>> AllHeardAsync()
    {
        await Line.SendAsync(Recorded.Event(3, "credential deleted", """{"userId":20,"credentialType":1,"credentialSlot":20}"""));
        await Heard.FirstAsync<DeviceReport.SlotChanged>(report => report is { Address: "3", Slot: 20 });
        return [.. Heard.All.Where(report => report.DeviceAddress == "2")];
    }

    public async ValueTask DisposeAsync()
    {
        await Session.DisposeAsync();
        await Server.DisposeAsync();
        Log.AssertHoldsNone("482913");
    }
}
