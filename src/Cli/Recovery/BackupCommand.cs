using System.CommandLine;
using System.Globalization;
using Latchwork.Cli.Text;
using Latchwork.Operations.Recovery;

namespace Latchwork.Cli.Recovery;

/// <summary><c>latchwork backup</c>: the database in one file, while the server works on.</summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        var target = new Argument<string>("target")
        {
            HelpName = "FILE or DIR",
            Description = "A file that is not there yet, or a folder: then the file is named after the time.",
        };
        var quiet = new Option<bool>("--quiet") { Description = "No line for each table." };
        var command = new Command(
            "backup",
            """
            Writes the whole database into one file, as it stands at one moment; the server may run. The file is read again before it gets its name.
            Who has it can read names, so keep it as safe as the database. The root key is not in it, and without it no secret in it can be opened:
            keep a copy of root.key apart from backups. Nor are the folders recovery/ (the journal, worth most on another disk), audit-heads/ and tls/.
            """
        )
        {
            target,
            quiet,
        }.OnDatabase();
        command.SetAction(
            (given, cancel) =>
                OperatorOptions.RunAsync(
                    given,
                    async database =>
                    {
                        var progress = given.GetValue(quiet) ? null : new LineProgress(Console.Error);
                        var made = await new MakeBackup(database.Owner, TimeProvider.System).RunAsync(given.GetValue(target)!, progress, cancel);
                        await given.InvocationConfiguration.Output.WriteLineAsync(Told(made));
                    },
                    cancel
                )
        );
        return command;
    }

    private static string Told(MadeBackup made) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {made.Path}
            as of {made.TakenAt:u}: {made.Tenants} tenants, {made.Events} events, {made.Bytes} bytes; read again and whole
            """
        );
}
