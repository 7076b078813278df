namespace Latchwork.Cli;

/// <summary>What scripts can tell from the end of a command. Never renumber.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>The server, or a lock, refused; nothing happened.</summary>
    public const int Refused = 1;

    /// <summary>Wrong words or options.</summary>
    public const int WrongUse = 2;

    /// <summary>No connection to a server came about: nothing was asked.</summary>
    public const int NoServer = 3;

    /// <summary>
    /// It may have happened: the lock was asked and did not answer, the connection broke after the call was sent, or the server failed in the middle.
    /// </summary>
    public const int Unknown = 4;

    public const int Interrupted = 130;
}

/// <summary>Ends the command with one sentence for the operator.</summary>
internal sealed class RefusedException(int exitCode, string message) : Exception(message)
{
    public int ExitCode => exitCode;
}
