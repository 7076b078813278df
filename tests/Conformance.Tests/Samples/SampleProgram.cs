using System.Diagnostics;

namespace Latchwork.Conformance.Tests.Samples;

/// <summary>A sample in a process of its own, as somebody would start it.</summary>
internal static class SampleProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public static bool IsThere(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <returns>All that it printed; it must end, and well.</returns>
    public static async Task<string> RunAsync(string program, IReadOnlyList<string> words, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo(program, words)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        using var running = Process.Start(start)!;
        var (output, errors) = (running.StandardOutput.ReadToEndAsync(), running.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await running.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            running.Kill(entireProcessTree: true);
            Assert.Fail($"{string.Join(' ', words)} did not end: {await output} {await errors}");
        }

        Assert.True(running.ExitCode == 0, $"{string.Join(' ', words)} ended with {running.ExitCode}: {await output} {await errors}");
        return await output + await errors;
    }
}
