using System.CommandLine;
using System.Data.Common;
using Latchwork.Operations.Recovery;
using Latchwork.Server.Hosting;

namespace Latchwork.Cli;

/// <summary>Which database a word works on that needs no running server.</summary>
internal static class OperatorOptions
{
    public static readonly Option<string> Data = new("--data")
    {
        HelpName = "DIR",
        Description = "Data folder of the server, running or not. Default: ./data",
        DefaultValueFactory = _ => "data",
    };

    public static readonly Option<string?> Database = new("--connection")
    {
        HelpName = "STRING",
        Description = "A database of its own instead, as the owner of its tables.",
    };

    /// <summary>The same command with both.</summary>
    public static Command OnDatabase(this Command command)
    {
        command.Options.Add(Data);
        command.Options.Add(Database);
        return command;
    }

    /// <summary>Does something with the database.</summary>
    public static Task<int> RunAsync(ParseResult given, Func<OperatorDatabase, Task> run, CancellationToken cancel) =>
        ToldAsync(async () =>
        {
            await using var database = await OpenAsync(given, cancel);
            await run(database);
            return ExitCodes.Done;
        });

    /// <summary>What stands against it, in files or the database, is the operator's to read: one sentence, and nothing was done.</summary>
    public static async Task<int> ToldAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception e) when (e is StartRefusedException or BackupException or DbException or IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(ExitCodes.Refused, e.Message);
        }
    }

    /// <exception cref="StartRefusedException">It cannot be used.</exception>
    public static async Task<OperatorDatabase> OpenAsync(ParseResult given, CancellationToken cancel) =>
        given.GetValue(Database) is { } text ? OperatorDatabase.Connect(text) : await OperatorDatabase.OpenAsync(given.GetValue(Data)!, cancel);
}
