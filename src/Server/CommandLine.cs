using System.CommandLine;
using System.CommandLine.Parsing;
using Latchwork.Server.Hosting;

namespace Latchwork.Server;

/// <summary>The words of <c>latchwork up</c>. Each option stands for a setting of the section <c>Server</c> and wins over file and environment.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        // The server ends itself on SIGTERM and SIGINT, and takes the time that takes.
        var invocation = new InvocationConfiguration { ProcessTerminationTimeout = null };
        return await Root().Parse(args).InvokeAsync(invocation);
    }

    private static RootCommand Root()
    {
        var settings = new (Option Option, string Key)[]
        {
            (Flag("--demo", "Simulated doors, and accounts to try every API with."), "Demo"),
            (Text("--data", "DIR", "Folder for everything the server keeps. Default: ./data"), "Data"),
            (Number("--port", "N", "Port to listen on; 0 takes a free one. Default: 8080"), "Port"),
            (Text("--ready-file", "FILE", "JSON file that is written when the server answers."), "ReadyFile"),
            (Flag("--https", "TLS on all addresses; without --cert with an authority of its own."), "Https"),
            (Text("--cert", "FILE", "PEM certificate, with its issuers; read again when it changes."), "Certificate"),
            (Text("--key", "FILE", "PEM key of the certificate."), "Key"),
            (Text("--public-url", "URL", "The address that people and devices use."), "PublicUrl"),
            (Text("--zwave", "URL", "A Z-Wave JS server whose locks join."), "ZwaveUrl"),
        };
        var up = new Command("up", "Starts the server in the foreground.");
        foreach (var (option, _) in settings)
            up.Options.Add(option);
        up.SetAction((parsed, _) => ServerProgram.RunAsync(Given(parsed, settings)));
        return new RootCommand("Latchwork, a smart-access server.") { up };
    }

    private static Dictionary<string, string?> Given(ParseResult parsed, IEnumerable<(Option Option, string Key)> settings) =>
        settings
            .Where(setting => parsed.GetResult(setting.Option) is { Implicit: false })
            .ToDictionary(setting => $"{ServerOptions.Section}:{setting.Key}", setting => ValueOf(parsed.GetResult(setting.Option)!));

    private static string? ValueOf(OptionResult given) => given.Tokens is [var only] ? only.Value : bool.TrueString;

    private static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    private static Option<string> Text(string name, string value, string description) => new(name) { HelpName = value, Description = description };

    private static Option<int> Number(string name, string value, string description) => new(name) { HelpName = value, Description = description };
}
