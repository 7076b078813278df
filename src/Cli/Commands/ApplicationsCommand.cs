using System.CommandLine;
using System.Globalization;
using Latchwork.Cli.Text;
using Latchwork.Operations.Applications;

namespace Latchwork.Cli.Commands;

/// <summary>Third parties whose tokens this server takes. What they are is their owners', over the Doordeck wire; what they may is the operator's.</summary>
internal static class ApplicationsCommand
{
    public static Command Create() => new("applications", "Third parties whose tokens this server takes.") { List(), StepUp() };

    private static Command List()
    {
        var command = new Command("list", "All of them, and whether their people prove each further key by a code.").OnDatabase();
        command.SetAction((given, cancel) => OperatorOptions.RunAsync(given, database => ListAsync(given, database, cancel), cancel));
        return command;
    }

    private static async Task ListAsync(ParseResult given, OperatorDatabase database, CancellationToken cancel)
    {
        var all = await new ApplicationList(database.Owner).RunAsync(cancel);
        var to = given.InvocationConfiguration.Output;
        if (all.Count == 0)
        {
            await to.WriteLineAsync("There are none: a person makes one with POST /platform/application.");
            return;
        }

        Table.Print(to, ["NAME", "PEOPLE", "STEP-UP", "ID"], all.Select(Row));
    }

    private static string?[] Row(ListedApplication one) =>
        [one.Name, one.People.ToString(CultureInfo.InvariantCulture), one.AsksStepUp ? "on" : "off", one.Id];

    private static Command StepUp()
    {
        var which = new Argument<Guid>("id") { Description = "The application's id." };
        var wanted = new Argument<string>("on|off") { Description = "Off: a token of the application alone is enough for a further key." };
        wanted.AcceptOnlyFromAmong("on", "off");
        var command = new Command("step-up", "Whether its people prove each further key by a code. On at first.") { which, wanted }.OnDatabase();
        command.SetAction(
            (given, cancel) =>
                OperatorOptions.RunAsync(
                    given,
                    database => SetAsync(given, database, given.GetValue(which), given.GetValue(wanted) == "on", cancel),
                    cancel
                )
        );
        return command;
    }

    private static async Task SetAsync(ParseResult given, OperatorDatabase database, Guid id, bool asks, CancellationToken cancel)
    {
        if ((await new SetStepUp(database.Owner, TimeProvider.System).RunAsync(id, asks, cancel)).Error is not null)
        {
            throw new RefusedException(ExitCodes.Refused, "No application has that id: see 'applications list'.");
        }

        await given.InvocationConfiguration.Output.WriteLineAsync(
            asks ? "Step-up is on: further keys are proven by a code." : "Step-up is off: a token of the application is enough for a further key."
        );
    }
}
