using System.ComponentModel.DataAnnotations;

namespace Latchwork.Drivers.Simulator;

public sealed class SimulatorOptions
{
    /// <summary>After so long without an answer a command counts as unanswered.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Commands under way on one link. A simulated gateway still does one at a time and turns a second away as busy.</summary>
    [Range(1, 64)]
    public int Concurrency { get; set; } = 8;

    /// <summary>The first pause before connecting again; it doubles.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:10")]
    public TimeSpan ShortestPause { get; set; } = TimeSpan.FromMilliseconds(100);

    [Range(typeof(TimeSpan), "00:00:00.001", "00:05:00")]
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Where the jitter of the pauses comes from.</summary>
    public ulong Seed { get; set; } = 1;
}
