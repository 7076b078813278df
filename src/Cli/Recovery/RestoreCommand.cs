using System.CommandLine;
using System.Globalization;
using Latchwork.Cli.Text;
using Latchwork.Operations.Recovery;
using Latchwork.Operations.Secrets;
using Latchwork.Server.Hosting;
using Latchwork.Server.Parts;
using Microsoft.Extensions.Configuration;

namespace Latchwork.Cli.Recovery;

/// <summary><c>latchwork restore</c>: a backup into an empty database, and what was taken away since (FS-6).</summary>
internal static class RestoreCommand
{
    private static readonly Argument<string?> Backup = new("backup")
    {
        HelpName = "FILE",
        Description = "What 'latchwork backup' wrote.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string[]> Journals = new("--journal")
    {
        HelpName = "DIR",
        Description = "Folder of the recovery journal; once for each node there was. Default: DIR/recovery of the data folder",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<bool> Check = new("--check") { Description = "Only read the file through, and say whether it is whole." };

    private static readonly Option<bool> Reconcile = new("--reconcile")
    {
        Description =
            "No file: the database was put back by other means, such as PostgreSQL's own. What the journal tells of later is done again in it.",
    };

    private static readonly Option<bool> WithoutKey = new("--without-root-key")
    {
        Description = "Do not look whether the root key opens the secrets of the backup, where it is kept elsewhere.",
    };

    private static readonly Option<bool> Quiet = new("--quiet") { Description = "No line for each table." };

    public static Command Create()
    {
        var command = new Command(
            "restore",
            """
            Puts a backup into an empty database: a data folder without postgres/ (put root.key there first), or one that --connection names.
            What the journal tells of later holds again: rights that were taken away, people who were erased, codes that were given out, and the events.
            Whatever else was made after the backup is lost. Where the journal is missing, or does not tell of a clean stop, every session and every
            certificate of a phone ends, and for five minutes signed requests may be refused. Every code is then read from its lock, or written to it, again.
            """
        )
        {
            Backup,
            Journals,
            Check,
            Reconcile,
            WithoutKey,
            Quiet,
        }.OnDatabase();
        command.Validators.Add(given =>
        {
            if (given.GetValue(Backup) is null != given.GetValue(Reconcile))
            {
                given.AddError("Name a backup, or say --reconcile.");
            }
        });
        command.SetAction((given, cancel) => OperatorOptions.ToldAsync(() => RunAsync(given, cancel)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult given, CancellationToken cancel)
    {
        var to = given.InvocationConfiguration.Output;
        if (given.GetValue(Check))
        {
            await RestoreBackup.CheckAsync(given.GetValue(Backup)!, cancel);
            await to.WriteLineAsync("whole");
            return ExitCodes.Done;
        }

        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(given.GetValue(OperatorOptions.Data)!));
        using var keys = given.GetValue(WithoutKey) ? null : await KeysAsync(folder, cancel);
        await using var database = await OpenAsync(given, folder, cancel);
        var restore = new RestoreBackup(database.Owner, TimeProvider.System);
        string[] journals = given.GetValue(Journals) is { Length: > 0 } named ? named : [Path.Combine(folder, RecoveryParts.Folder)];
        var report = given.GetValue(Backup) is { } path
            ? await restore.RunAsync(path, journals, keys, given.GetValue(Quiet) ? null : new LineProgress(Console.Error), cancel)
            : await restore.ReconcileAsync(journals, keys, cancel);
        await TellAsync(report, to);
        return ExitCodes.Done;
    }

    /// <summary>As the server finds it; but one that is missing is not made.</summary>
    private static async Task<RootKeys> KeysAsync(string folder, CancellationToken cancel)
    {
        var settings = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var options = settings.Read<RootKeyOptions>("RootKey");
        var isDefault = options is { File: null, Variable: null, Command: null };
        if (isDefault && !File.Exists(Path.Combine(folder, RootKeySource.DefaultFile)))
        {
            throw new BackupException(
                $"There is no {Path.Combine(folder, RootKeySource.DefaultFile)}. Put the root key of the server that was backed up there (mode 600), or name it by the "
                    + "settings of the server; --without-root-key restores without looking at it."
            );
        }

        try
        {
            return new RootKeys(await new RootKeySource(options, folder, TimeProvider.System).LoadAsync(cancel));
        }
        catch (KeyRingException unusable)
        {
            throw new BackupException(unusable.Message, unusable);
        }
    }

    private static Task<OperatorDatabase> OpenAsync(ParseResult given, string folder, CancellationToken cancel) =>
        given.GetValue(OperatorOptions.Database) is not null || given.GetValue(Reconcile)
            ? OperatorOptions.OpenAsync(given, cancel)
            : OperatorDatabase.CreateAsync(folder, cancel);

    private static async Task TellAsync(RestoreReport report, TextWriter to)
    {
        var from = report.TakenAt is { } taken ? string.Create(CultureInfo.InvariantCulture, $"as of {taken:u}") : "as it was found";
        var until = report.JournalUntil is { } told
            ? string.Create(CultureInfo.InvariantCulture, $", with its journal until {told:u}")
            : ", without a journal";
        await to.WriteLineAsync($"Restored {from}{until}.");
        await to.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{report.Events} events of later are in the lists again, {report.Applied} rows are as they were last, {report.Erased} people were erased again."
            )
        );
        if (report.Lost > 0)
        {
            await to.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{report.Lost} rows of codes and rights that were made after the backup are lost with the locks or people they were for."
                )
            );
        }

        await to.WriteLineAsync(
            report.IsWhole
                ? "The journal tells everything up to a clean stop: sessions and certificates hold on."
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"""
                    The journal does not tell of a clean stop, so what was taken away in the last moments is not known: {report.Revoked} sessions and certificates were
                    ended, and signed requests of before are refused. Keys of programs work as in the backup: roll those that were rolled or revoked since.
                    """
                )
        );
    }
}
