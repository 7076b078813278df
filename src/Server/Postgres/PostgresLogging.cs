using Microsoft.Extensions.Logging;

namespace Latchwork.Server.Postgres;

internal static partial class PostgresLogging
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "PostgreSQL {Major} answers; account {Account}, process {ProcessId}.")]
    public static partial void Started(this ILogger logger, int major, string account, int processId);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "Stopped the PostgreSQL that a killed server left running on {Folder}.")]
    public static partial void LeftoverStopped(this ILogger logger, string folder);

    [LoggerMessage(EventId = 3, Level = LogLevel.Error, Message = "PostgreSQL ended by itself (process {ProcessId}); it is started again.")]
    public static partial void Ended(this ILogger logger, int processId);

    [LoggerMessage(EventId = 4, Level = LogLevel.Warning, Message = "PostgreSQL answers again after its crash; process {ProcessId}.")]
    public static partial void Healed(this ILogger logger, int processId);

    [LoggerMessage(EventId = 5, Level = LogLevel.Error, Message = "PostgreSQL could not be started again, the next try follows: {Reason}")]
    public static partial void HealFailed(this ILogger logger, string reason);

    [LoggerMessage(
        EventId = 6,
        Level = LogLevel.Warning,
        Message = "UNSAFE: the database may lose what was confirmed ({Settings}). Allowed by the setting Storage:AllowUnsafe."
    )]
    public static partial void Unsafe(this ILogger logger, string settings);

    [LoggerMessage(EventId = 7, Level = LogLevel.Error, Message = "The server could not take the news that PostgreSQL is {State}.")]
    public static partial void HostFailed(this ILogger logger, PostgresState state, Exception bug);
}
