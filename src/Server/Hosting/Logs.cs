using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Latchwork.Server.Hosting;

/// <summary>Log lines are JSON objects on standard error, so control characters arrive escaped (LG-1). Standard output is for people.</summary>
internal static class Logs
{
    public static void Configure(ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        logging.AddJsonConsole(json =>
        {
            json.UseUtcTimestamp = true;
            json.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.ffffffZ";
        });
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("System.Net.Http", LogLevel.Warning);
        // LG-1: below a warning this one writes whole addresses, query strings included. No setting outranks a rule for a provider.
        logging.AddFilter<ConsoleLoggerProvider>("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
    }
}
