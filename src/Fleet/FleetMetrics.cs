using System.Diagnostics.Metrics;
using Latchwork.Domain.Devices;
using Latchwork.Operations;

namespace Latchwork.Fleet;

/// <summary>What a node's part of the fleet measures of itself.</summary>
internal sealed class FleetMetrics : IDisposable
{
    private readonly Meter meter = new(Telemetry.Name);
    private readonly Counter<long> ended;
    private readonly Histogram<double> took;

    public FleetMetrics()
    {
        ended = meter.CreateCounter<long>("latchwork.commands", "{command}", "Commands to devices that ended, by act, end and tenant (TN-3).");
        took = meter.CreateHistogram<double>("latchwork.commands.duration", "s", "From giving a command to its driver to the driver's answer.");
    }

    /// <param name="queued">Commands in the queues of the links this node holds.</param>
    public void Observe(Func<int> links, Func<int> onlineLinks, Func<int> queued)
    {
        meter.CreateObservableGauge("latchwork.links.held", links, "{link}", "Links whose lease this node holds.");
        meter.CreateObservableGauge("latchwork.links.online", onlineLinks, "{link}", "Those of them that are connected.");
        meter.CreateObservableGauge("latchwork.commands.queued", queued, "{command}", "Commands that wait or are under way.");
    }

    public void Answered(QueuedCommand command, CommandState state, TimeSpan time)
    {
        var act = new KeyValuePair<string, object?>("act", command.Act.GetType().Name);
        ended.Add(1, act, new("end", state), new("tenant", command.Tenant.Value));
        took.Record(time.TotalSeconds, act);
    }

    public void Dispose() => meter.Dispose();
}
