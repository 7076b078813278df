using Latchwork.Domain;
using Npgsql;

namespace Latchwork.Operations;

/// <summary>
/// Tells a database that is away (FS-5), or that undid a statement since others held what it needed, from a bug. While that is so every decision is a refusal.
/// </summary>
public static class Outage
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>The refusal that the exception of an operation stands for; null: it is a bug. Nothing that was asked is known to have been done.</summary>
    public static AccessError? Of(Exception broken) =>
        broken is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure }
            ? Unavailable("Others changed the same thing at the same moment. Try again.")
        : IsAway(broken) ? Unavailable("The server cannot reach its database. Try again later.")
        : null;

    private static AccessError Unavailable(string detail) => new(AccessErrorCode.Unavailable, detail) { RetryAfter = Pause };

    private static bool IsAway(Exception broken) => broken is PostgresException told ? IsAway(told.SqlState) : broken is NpgsqlException;

    /// <summary>
    /// Of PostgreSQL's own: it refuses connections (08), it has no room for more (53), an operator or a crash ends it or it is still starting (57P).
    /// What the driver says by itself is about the connection.
    /// </summary>
    private static bool IsAway(string state) =>
        state.StartsWith("08", StringComparison.Ordinal)
        || state.StartsWith("53", StringComparison.Ordinal)
        || state.StartsWith("57P", StringComparison.Ordinal);
}
