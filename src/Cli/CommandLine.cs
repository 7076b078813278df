using System.CommandLine;
using Latchwork.Cli.Audit;

namespace Latchwork.Cli;

/// <summary>The operator's words, one line each.</summary>
internal static class CommandLine
{
    public static Task<int> RunAsync(string[] args) =>
        new RootCommand("Latchwork, the operator's command line.") { VerifyAuditCommand.Make() }
            .Parse(args)
            .InvokeAsync();
}
