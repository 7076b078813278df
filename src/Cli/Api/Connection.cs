using System.CommandLine;

namespace Latchwork.Cli.Api;

/// <summary>Which server, and who is asking: options that every word for a running server has.</summary>
internal static class Connection
{
    private const string UsualServer = "http://127.0.0.1:8080";

    public static readonly Option<string?> Url = new("--url")
    {
        HelpName = "URL",
        Description = $"The server. Default: LATCHWORK_URL, else {UsualServer}",
    };

    public static readonly Option<string?> Key = new("--key")
    {
        HelpName = "KEY",
        Description = "A key of the server, lw_... Default: LATCHWORK_KEY",
    };

    public static readonly Option<bool> Json = new("--json")
    {
        Description = "Print JSON, for programs: the server's answer, of a list all items as one array.",
    };

    /// <summary>A word that speaks to the server with a key.</summary>
    public static Command Speaking(this Command command)
    {
        command.Options.Add(Url);
        command.Options.Add(Key);
        command.Options.Add(Json);
        return command;
    }

    public static NativeClient Open(ParseResult parsed)
    {
        var key = parsed.GetValue(Key) ?? Environment.GetEnvironmentVariable("LATCHWORK_KEY");
        return string.IsNullOrWhiteSpace(key)
            ? throw new RefusedException(
                ExitCodes.WrongUse,
                "No key. Set LATCHWORK_KEY to a key of the server (lw_...); set-up printed the first one, a demo's is in its ready file."
            )
            : new NativeClient(ServerOf(parsed), key.Trim());
    }

    public static Uri ServerOf(ParseResult parsed)
    {
        var text = parsed.GetValue(Url) ?? Environment.GetEnvironmentVariable("LATCHWORK_URL");
        text = string.IsNullOrWhiteSpace(text) ? UsualServer : text;
        return Uri.TryCreate(text, UriKind.Absolute, out var server) && server.Scheme is "http" or "https"
            ? server
            : throw new RefusedException(ExitCodes.WrongUse, $"'{text}' is no address of a server, such as {UsualServer}.");
    }
}
