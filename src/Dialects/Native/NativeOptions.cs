using System.ComponentModel.DataAnnotations;

namespace Latchwork.Dialects.Native;

/// <summary>Settings of this dialect (section <c>Native</c>).</summary>
internal sealed class NativeOptions
{
    public const string Section = "Native";

    /// <summary>Of one key; motions and other calls are counted apart (RL-5). Null: no limit.</summary>
    [Range(1, 1_000_000)]
    public int? CallsPerMinute { get; set; }

    /// <summary>How long a call waits for the door.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan Wait { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>Event streams that one key may have open at this node.</summary>
    [Range(1, 1000)]
    public int StreamsPerKey { get; set; } = 20;

    /// <summary>Event streams of all keys at this node.</summary>
    [Range(1, 100_000)]
    public int Streams { get; set; } = 2000;
}
