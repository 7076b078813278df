using System.Text;

namespace Latchwork.Cli.Text;

/// <summary>Asks for what an option left out, where somebody sits at the terminal.</summary>
internal static class Ask
{
    public static bool CanAsk => !Console.IsInputRedirected && !Console.IsErrorRedirected;

    /// <param name="given">The option's value.</param>
    /// <param name="option">Its name, for who cannot be asked.</param>
    /// <param name="usual">Taken for an empty answer; null where there must be one.</param>
    public static string For(string? given, string option, string question, string? usual = null)
    {
        if (given is not null)
        {
            return given;
        }

        if (!CanAsk)
        {
            return usual ?? throw new RefusedException(ExitCodes.WrongUse, $"{option} is missing.");
        }

        Console.Error.Write(usual is null ? $"{question}: " : $"{question} [{usual}]: ");
        return Console.ReadLine() is { Length: > 0 } answer ? answer : usual ?? For(null, option, question);
    }

    /// <summary>A secret that is to be known from now on. Who cannot see what was typed types it twice.</summary>
    public static string ForNewSecret(string question)
    {
        while (true)
        {
            var secret = ForSecret(question);
            if (Console.IsInputRedirected || ForSecret("The same again") == secret)
            {
                return secret;
            }

            Console.Error.WriteLine("These two differ.");
        }
    }

    /// <summary>Nothing typed is shown. Without a terminal the first line of standard input is taken.</summary>
    public static string ForSecret(string question)
    {
        if (Console.IsInputRedirected)
        {
            return Console.ReadLine() ?? throw new RefusedException(ExitCodes.WrongUse, $"{question}: give it as the first line of standard input.");
        }

        Console.Error.Write($"{question}: ");
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is var key && key.Key != ConsoleKey.Enter)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                typed.Append(key.KeyChar);
            }
        }

        Console.Error.WriteLine();
        return typed.ToString();
    }
}
