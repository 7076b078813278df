using Latchwork.Domain;
using Npgsql;

namespace Latchwork.Operations;

/// <summary>Tells a database that is away from a bug (FS-5). While it is away every decision is a refusal.</summary>
public static class Outage
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>The refusal that the exception of an operation stands for; null: it is a bug. Nothing that was asked is known to have been done.</summary>
    public static AccessError? Of(Exception broken) =>
        IsOutage(broken)
            ? new AccessError(AccessErrorCode.Unavailable, "The server cannot reach its database. Try again later.") { RetryAfter = Pause }
            : null;

    private static bool IsOutage(Exception broken) => broken is PostgresException told ? IsOutage(told.SqlState) : broken is NpgsqlException;

    /// <summary>
    /// Of PostgreSQL's own: it refuses connections (08), it has no room for more (53), an operator or a crash ends it or it is still starting (57P).
    /// What the driver says by itself is about the connection.
    /// </summary>
    private static bool IsOutage(string state) =>
        state.StartsWith("08", StringComparison.Ordinal)
        || state.StartsWith("53", StringComparison.Ordinal)
        || state.StartsWith("57P", StringComparison.Ordinal);
}
