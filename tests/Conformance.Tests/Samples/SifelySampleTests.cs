using Latchwork.Testing;

namespace Latchwork.Conformance.Tests.Samples;

/// <summary>The programs of <c>samples/sifely</c> run against a real server as they stand, so that nobody copies what does not work.</summary>
public sealed class SifelySampleTests(DemoServer demo) : IClassFixture<DemoServer>
{
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
        Assert.SkipUnless(SampleProgram.IsThere(program), $"{program} is not on this machine.");
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
        Assert.SkipUnless(SampleProgram.IsThere(program), $"{program} is not on this machine.");
        string[] words = program == "dotnet" ? [SharpProgram, what] : [Path.Combine(Folder, what)];

        var told = await RunAsync(program, words, demo.Lock("Shed"));

        Assert.Contains("the lock will know", told, StringComparison.Ordinal);
        Assert.EndsWith("deleted", told.TrimEnd(), StringComparison.Ordinal);
    }

    private Task<string> RunAsync(string program, IReadOnlyList<string> words, string smartLock) =>
        SampleProgram.RunAsync(
            program,
            words,
            ("SIFELY_URL", demo.Url),
            ("SIFELY_ACCOUNT", demo.Account),
            ("SIFELY_PASSWORD", demo.Password),
            ("SIFELY_LOCK", smartLock)
        );
}
