using Microsoft.Extensions.Logging;

namespace Latchwork.Drivers.ZWaveJs;

/// <summary>All that this driver logs. Frames hold PINs in clear: names, numbers and lengths only (LG-1).</summary>
internal static partial class ZWaveJsLog
{
    [LoggerMessage(LogLevel.Information, "Z-Wave link {Link}: network {HomeId}, {Locks} locks, schema {Schema}")]
    public static partial void Online(this ILogger log, Guid link, string homeId, int locks, int schema);

    [LoggerMessage(LogLevel.Warning, "Z-Wave link {Link}: {Reason} Next try in {Pause}")]
    public static partial void Offline(this ILogger log, Guid link, string reason, TimeSpan pause);

    [LoggerMessage(LogLevel.Debug, "Asked {Command} as {MessageId}")]
    public static partial void Asked(this ILogger log, string command, string messageId);

    [LoggerMessage(LogLevel.Debug, "Request {MessageId} failed: {ErrorCode} {ZWaveErrorCode}")]
    public static partial void Refused(this ILogger log, string messageId, Hindrance errorCode, int? zWaveErrorCode);

    [LoggerMessage(LogLevel.Warning, "A frame of {Bytes} bytes is no JSON; left out")]
    public static partial void Unparsable(this ILogger log, int bytes);

    [LoggerMessage(LogLevel.Debug, "Node {NodeId}: {Event}")]
    public static partial void Told(this ILogger log, int nodeId, string @event);
}
