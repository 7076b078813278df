using System.CommandLine;
using System.Globalization;
using Latchwork.Cli.Text;
using Latchwork.Operations.Signing;

namespace Latchwork.Cli.Commands;

/// <summary>The authorities that certify the keys of phones, for signed operations.</summary>
internal static class AuthorityCommand
{
    public static Command Create() =>
        new("authority", "What certifies the keys of phones: its own root, known to this server alone.") { List(), Rotate() };

    private static Command List()
    {
        var command = new Command("list", "The one at work and its predecessors, and how many certificates of each hold.").OnDatabase();
        command.SetAction((given, cancel) => OperatorOptions.RunAsync(given, database => ListAsync(given, database, cancel), cancel));
        return command;
    }

    private static async Task ListAsync(ParseResult given, OperatorDatabase database, CancellationToken cancel)
    {
        var all = await new AuthorityList(database.Owner, TimeProvider.System).RunAsync(cancel);
        var to = given.InvocationConfiguration.Output;
        if (all.Count == 0)
        {
            await to.WriteLineAsync("There is none yet: it is made when the first phone asks for a certificate.");
            return;
        }

        Table.Print(to, ["ROOT SHA-256", "MADE", "RETIRED", "CERTIFICATES"], all.Select(Row));
    }

    private static string?[] Row(SeenAuthority one) =>
        [
            one.RootSha256,
            one.MadeAt.ToString("u", CultureInfo.InvariantCulture),
            one.RetiredAt?.ToString("u", CultureInfo.InvariantCulture),
            one.Certificates.ToString(CultureInfo.InvariantCulture),
        ];

    private static Command Rotate()
    {
        var revoke = new Option<bool>("--revoke")
        {
            Description = "End every certificate, too: no phone opens a door by a signature until its program has asked for another certificate.",
        };
        var command = new Command(
            "rotate",
            """
            Puts a new authority in the place of the one at work, on every node within five minutes. That happens by itself before one ends.
            Certificates that were given out hold to their end of 30 days, unless --revoke ends them at once.
            """
        )
        {
            revoke,
        }.OnDatabase();
        command.SetAction(
            (given, cancel) => OperatorOptions.RunAsync(given, database => RotateAsync(given, given.GetValue(revoke), database, cancel), cancel)
        );
        return command;
    }

    private static async Task RotateAsync(ParseResult given, bool revokes, OperatorDatabase database, CancellationToken cancel)
    {
        var done = await new RetireAuthority(database.Owner, TimeProvider.System).RunAsync(revokes, cancel);
        var authority = done.WasAtWork ? "Retired: the next certificate is by a new authority." : "No authority was at work.";
        var certificates = revokes ? FormattableString.Invariant($" Certificates ended: {done.Revoked}.") : "";
        await given.InvocationConfiguration.Output.WriteLineAsync(authority + certificates);
    }
}
