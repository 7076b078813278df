using System.ComponentModel.DataAnnotations;

namespace Latchwork.Server.Postgres;

/// <summary>Settings of the built-in PostgreSQL (section <c>Postgres</c>). Not used when a connection string is configured.</summary>
internal sealed class PostgresOptions
{
    public const string Section = "Postgres";

    /// <summary>Folder with <c>initdb</c> and <c>postgres</c>, 15 or newer. Without it: the machine's newest, else those under <c>tools/</c>.</summary>
    public string? Binaries { get; set; }

    /// <summary>Eight are the operator's; the server needs as many at least.</summary>
    [Range(16, 2000)]
    public int MaxConnections { get; set; } = 100;

    /// <summary>Shared buffers in MiB; 0 takes an eighth of the machine's memory, 64 to 1024.</summary>
    [Range(0, 65536)]
    public int SharedBuffersMiB { get; set; }

    /// <summary>How long a start may take, crash recovery included.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "1.00:00:00")]
    public TimeSpan StartLimit { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a clean stop may take before open work is cut off. Committed work is safe either way.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan StopLimit { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>False only in tests that are not about faults (FS-1).</summary>
    internal bool Durable { get; set; } = true;
}

/// <summary>What the supervisor of the built-in PostgreSQL tells its host.</summary>
internal enum PostgresState
{
    Down,
    Up,
}
