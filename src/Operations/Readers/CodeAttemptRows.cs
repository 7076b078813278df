using System.Globalization;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Readers;

/// <summary>Where wrong codes are counted (RL-2): by the lock or cabinet, and by the reader or panel. Shared by all nodes (RL-3).</summary>
internal static class CodeAttemptRows
{
    /// <summary>Of kinds, subjects, failures, windows and blocks: one of each array a count.</summary>
    public const string Save = """
        insert into throttle (kind, subject, failures, consecutive, window_from, blocked_until)
        select kind, subject, failures, failures, window_from, blocked_until
        from unnest($1::smallint[], $2::bytea[], $3::integer[], $4::timestamptz[], $5::timestamptz[])
            as w (kind, subject, failures, window_from, blocked_until)
        on conflict (kind, subject) do update
        set failures = excluded.failures, window_from = excluded.window_from, blocked_until = excluded.blocked_until
        """;

    public static byte[] Subject(TenantKeys installation, ThrottleKind kind, Guid what) =>
        installation.AttemptIndex((byte)kind, what.ToString("D", CultureInfo.InvariantCulture));
}
