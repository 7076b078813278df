using System.CommandLine;
using Latchwork.Cli.Audit;
using Latchwork.Cli.Commands;
using Latchwork.Cli.Recovery;

namespace Latchwork.Cli;

/// <summary>The operator's command line: the list of its words, and what every word has in common.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            var parsed = Root().Parse(args);
            var ended = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
            return parsed.Errors.Count > 0 ? ExitCodes.WrongUse : ended;
        }
        catch (RefusedException refused)
        {
            await Console.Error.WriteLineAsync($"latchwork: {refused.Message}");
            return refused.ExitCode;
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Interrupted;
        }
    }

    private static RootCommand Root() =>
        new(
            """
            Latchwork's command line for operators. It speaks to a running server over its own API;
            applications, authority, backup and verify-audit work on the server's database, running or not;
            restore makes one.

            Say which server and who you are by --url and --key, or once by the environment:
              export LATCHWORK_URL=http://127.0.0.1:8080
              export LATCHWORK_KEY=lw_...          (better than --key, which others on this machine can see)

            Exit codes: 0 done, 1 refused, 2 wrong use, 3 no server there, 4 it may have happened
            (no answer of the lock, a connection that broke after the call, a fault of the server).
            """
        )
        {
            SetUpCommand.Create(),
            LinksCommand.Create(),
            LocksCommand.Create(),
            GrantsCommand.Create(),
            UsersCommand.Create(),
            SitesCommand.Create(),
            UnitsCommand.Create(),
            PlansCommand.Create(),
            ReservationsCommand.Create(),
            KeysCommand.Create(),
            EventsCommand.Create(),
            WebhooksCommand.Create(),
            AlertsCommand.Create(),
            ReadersCommand.Create(),
            LockersCommand.Create(),
            SimulateCommand.Create(),
            ApplicationsCommand.Create(),
            AuthorityCommand.Create(),
            BackupCommand.Create(),
            RestoreCommand.Create(),
            VerifyAuditCommand.Make(),
        };
}
