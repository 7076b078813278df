using Microsoft.Extensions.Logging;

namespace Latchwork.Server.Tls;

internal static partial class TlsLogging
{
    [LoggerMessage(EventId = 20, Level = LogLevel.Information, Message = "Certificate {File} is in use, valid until {Until:O}.")]
    public static partial void CertificateLoaded(this ILogger logger, string file, DateTime until);

    [LoggerMessage(
        EventId = 21,
        Level = LogLevel.Warning,
        Message = "Certificate {File} has changed and cannot be used, the former one stays: {Reason}"
    )]
    public static partial void CertificateNotLoaded(this ILogger logger, string file, string reason);

    [LoggerMessage(
        EventId = 22,
        Level = LogLevel.Warning,
        Message = "Made a certificate authority for this installation; browsers must trust {File}."
    )]
    public static partial void AuthorityMade(this ILogger logger, string file);

    [LoggerMessage(EventId = 23, Level = LogLevel.Information, Message = "Made a server certificate, valid until {Until:O}.")]
    public static partial void LeafIssued(this ILogger logger, DateTime until);
}
