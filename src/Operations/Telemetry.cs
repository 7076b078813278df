using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Latchwork.Operations;

/// <summary>The names under which the server's own measurements and traces are collected.</summary>
public static class Telemetry
{
    public const string Name = "Latchwork";

    public static ActivitySource Traces { get; } = new(Name);

    internal static Meter Meter { get; } = new(Name);

    /// <summary>How many callers shared a commit.</summary>
    internal static Histogram<int> JournalBatch { get; } =
        Meter.CreateHistogram<int>("latchwork.journal.batch", "{caller}", "Callers that shared one commit of the Journal.");

    internal static Histogram<double> JournalTime { get; } =
        Meter.CreateHistogram<double>("latchwork.journal.duration", "s", "One batch of the Journal, from its first statement to its commit.");

    internal static Counter<long> JournalRepeats { get; } =
        Meter.CreateCounter<long>("latchwork.journal.repeats", "{batch}", "Batches that failed and were run again one by one.");

    internal static Histogram<int> ReadBatch { get; } =
        Meter.CreateHistogram<int>("latchwork.reads.batch", "{caller}", "Callers whose reads shared one round trip.");

    internal static Counter<long> Decisions { get; } =
        Meter.CreateCounter<long>("latchwork.decisions", "{decision}", "Acts on doors that were decided, by act and outcome.");
}
