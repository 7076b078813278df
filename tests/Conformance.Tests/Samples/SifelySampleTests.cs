using System.Diagnostics;
using System.Text.Json.Nodes;
using Latchwork.Testing;

namespace Latchwork.Conformance.Tests.Samples;

/// <summary>The programs of <c>samples/sifely</c> run against a real server as they stand, so that nobody copies what does not work.</summary>
public sealed class SifelySampleTests(DemoServer demo) : IClassFixture<DemoServer>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static readonly string Folder = Path.Combine(TestPaths.Repository, "samples", "sifely");

    private static readonly string SharpProgram = Path.Combine(TestPaths.Repository, "artifacts/bin/SifelySample/release/Latchwork.SifelySample.dll");

    public static TheoryData<string, string, string> Programs =>
        new()
        {
            { "bash", "curl/guest.sh", "" },
            { "node", "javascript/guest.mjs", "" },
            { "node", "javascript/receiver.mjs", "" },
            { "python3", "python/guest.py", "" },
            { "python3", "python/receiver.py", "" },
            { "dotnet", "", "guest" },
            { "dotnet", "", "receiver" },
        };

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task A_sample_does_what_it_says(string program, string file, string word)
    {
        Assert.SkipUnless(IsThere(program), $"{program} is not on this machine.");
        string[] words = program == "dotnet" ? [SharpProgram, word] : [Path.Combine(Folder, file)];

        var told = await RunAsync(program, words, demo.Lock("Front door"));

        Assert.EndsWith((file + word).Contains("guest", StringComparison.Ordinal) ? "deleted" : "received", told.TrimEnd(), StringComparison.Ordinal);
        Assert.Contains((file + word).Contains("guest", StringComparison.Ordinal) ? "unlocked" : "type 12, done", told, StringComparison.Ordinal);
    }

    /// <summary>17.1: where nothing connects the lock, the code is one that it works out by itself.</summary>
    [Theory]
    [InlineData("node", "javascript/guest.mjs")]
    [InlineData("python3", "python/guest.py")]
    [InlineData("dotnet", "guest")]
    public async Task Without_a_gateway_a_sample_takes_a_code_that_the_lock_works_out(string program, string what)
    {
        Assert.SkipUnless(IsThere(program), $"{program} is not on this machine.");
        string[] words = program == "dotnet" ? [SharpProgram, what] : [Path.Combine(Folder, what)];

        var told = await RunAsync(program, words, demo.Lock("Shed"));

        Assert.Contains("the lock will know", told, StringComparison.Ordinal);
        Assert.EndsWith("deleted", told.TrimEnd(), StringComparison.Ordinal);
    }

    private async Task<string> RunAsync(string program, IReadOnlyList<string> words, string smartLock)
    {
        var start = new ProcessStartInfo(program, words)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["SIFELY_URL"] = demo.Server.BaseUrl.ToString().TrimEnd('/');
        start.Environment["SIFELY_ACCOUNT"] = demo.Account;
        start.Environment["SIFELY_PASSWORD"] = demo.Password;
        start.Environment["SIFELY_LOCK"] = smartLock;
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
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

    private static bool IsThere(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}

/// <summary>A demo that all samples share.</summary>
public sealed class DemoServer : IAsyncLifetime
{
    private readonly string folder = TestPaths.Fresh("data");

    internal ServerProcess Server { get; private set; } = null!;

    internal string Account => (string)Sifely["account"]!;

    internal string Password => (string)Sifely["password"]!;

    private JsonNode Sifely => Server.Ready["sifely"]!;

    internal string Lock(string name) => Sifely["locks"]!.AsArray().Single(item => (string)item!["name"]! == name)!["lockId"]!.ToString();

    public async ValueTask InitializeAsync() =>
        Server = await ServerProcess.StartAsync(new ServerSetup { DataFolder = folder, Arguments = ["--demo"] });

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
