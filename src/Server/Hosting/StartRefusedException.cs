namespace Latchwork.Server.Hosting;

/// <summary>The server cannot start on this machine as it is. The message tells the operator what is wrong and what to do.</summary>
internal sealed class StartRefusedException(string message, Exception? cause = null) : Exception(message, cause);
