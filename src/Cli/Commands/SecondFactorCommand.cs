using System.CommandLine;
using System.Globalization;
using Latchwork.Operations.SecondFactors;

namespace Latchwork.Cli.Commands;

/// <summary>For who has lost what they show besides their password, and the recovery codes too.</summary>
internal static class SecondFactorCommand
{
    public static Command Create()
    {
        var person = new Argument<string>("person") { Description = "Their id, as 'users list' tells it." };
        var command = new Command(
            "take-second-factors",
            """
            Takes the app that makes codes, the passkeys and the recovery codes from somebody who has lost them, and ends their sessions at the console.
            Until they add another one their password alone lets them in, to do nothing but that where their role needs one: be sure who asks, and have them do it at once.
            Works on the database, so whoever may run this on the server's machine may do it, and nobody over the network.
            """
        )
        {
            person,
        }.OnDatabase();
        command.SetAction(
            (given, cancel) => OperatorOptions.RunAsync(given, database => RunAsync(given, given.GetValue(person)!, database, cancel), cancel)
        );
        return command;
    }

    private static async Task RunAsync(ParseResult given, string person, OperatorDatabase database, CancellationToken cancel)
    {
        var taken =
            await new TakeSecondFactors(database.Owner, TimeProvider.System).RunAsync(person, cancel)
            ?? throw new RefusedException(ExitCodes.Refused, "There is no such person. 'latchwork users list' tells everybody's id.");
        await given.InvocationConfiguration.Output.WriteLineAsync(
            taken is { HadTotp: false, Passkeys: 0 }
                ? "They have no second factor: nothing was done."
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"Taken: {(taken.HadTotp ? "the app that makes codes" : "no app")}, {taken.Passkeys} passkeys, and all recovery codes. Their sessions at the console are over."
                )
        );
    }
}
