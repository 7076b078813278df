using System.Diagnostics;

namespace Latchwork.Server.Postgres;

/// <summary>How a program ended, with what it printed.</summary>
internal readonly record struct CommandResult(int ExitCode, string Output)
{
    public bool Succeeded => ExitCode == 0;
}

/// <summary>Runs short programs. Arguments are passed as they are: no shell reads them.</summary>
internal static class Command
{
    public static async Task<CommandResult> RunAsync(IReadOnlyList<string> line, CancellationToken cancel)
    {
        using var process = new Process { StartInfo = Describe(line) };
        process.StartInfo.RedirectStandardOutput = true;
        process.StartInfo.RedirectStandardError = true;
        process.StartInfo.RedirectStandardInput = true;
        process.Start();
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancel);
        var errors = process.StandardError.ReadToEndAsync(cancel);
        try
        {
            await process.WaitForExitAsync(cancel);
            return new CommandResult(process.ExitCode, (await output + await errors).Trim());
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>The environment is empty but for the essentials: the server's own may hold secrets.</summary>
    public static ProcessStartInfo Describe(IReadOnlyList<string> line)
    {
        var start = new ProcessStartInfo(line[0], line.Skip(1)) { UseShellExecute = false, WorkingDirectory = "/" };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["TZ"] = "UTC";
        return start;
    }
}
