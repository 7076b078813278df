using System.ComponentModel.DataAnnotations;

namespace Latchwork.Drivers.ZWaveJs;

/// <summary>How patient the driver is. The defaults fit a stick with battery locks that wake within a second (devices.md §1).</summary>
public sealed class ZWaveJsOptions
{
    /// <summary>From the first byte to the server's whole state.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan ConnectWithin { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>The pause after the first lost connection. It doubles up to <see cref="RetryUpTo"/>, a quarter more or less.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:01:00")]
    public TimeSpan RetryFrom { get; set; } = TimeSpan.FromSeconds(1);

    [Range(typeof(TimeSpan), "00:00:00.01", "01:00:00")]
    public TimeSpan RetryUpTo { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The server sends no pings, so we do.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan PingEvery { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>So long without an answer to a ping, and the connection counts as gone: two pings' time.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan GoneAfter { get; set; } = TimeSpan.FromSeconds(40);

    /// <summary>The whole state of a large network comes in one frame.</summary>
    [Range(64 * 1024, 1024 * 1024 * 1024)]
    public int FrameLimit { get; set; } = 64 * 1024 * 1024;

    /// <summary>The end of all waiting for one act: a radio that gives up (3 s), a slow bolt, and the polls after it.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>The pause before the bolt of an unsupervised lock is asked for, and between two such questions.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:30")]
    public TimeSpan SettleWithin { get; set; } = TimeSpan.FromSeconds(1.5);

    /// <summary>How often the bolt of an unsupervised lock is asked for before it counts as not moved.</summary>
    [Range(1, 20)]
    public int SettlePolls { get; set; } = 3;

    /// <summary>Added to the time that a supervised lock says its motion will take.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan MotionMargin { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a bare change of the bolt is held back for the frame that explains it (who, how). The two come apart by the radio's time.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan MergeWithin { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long after a write that did not hold the lock may still say that the code is a duplicate.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan DuplicateWithin { get; set; } = TimeSpan.FromSeconds(1);
}
