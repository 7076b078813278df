using Latchwork.Testing;
using Latchwork.Testing.ZWave;

namespace Latchwork.Conformance.Tests.Samples;

/// <summary>The programs of <c>samples/native</c> run against a real server as they stand, so that nobody copies what does not work.</summary>
public sealed class NativeSampleTests(DemoServer demo) : IClassFixture<DemoServer>
{
    private static readonly string Folder = Path.Combine(TestPaths.Repository, "samples", "native", "javascript");

    private static readonly TimeSpan InstallsWithin = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task A_door_that_is_asked_twice_opens_once_and_is_seen_to()
    {
        var told = await RunAsync("door.mjs");

        Assert.Contains("asked 2 times: done", told, StringComparison.Ordinal);
        Assert.Contains("lock.unlock, done", told, StringComparison.Ordinal);
        Assert.EndsWith("unlocked 1 time", told.TrimEnd(), StringComparison.Ordinal);
    }

    /// <summary>WH-1.</summary>
    [Fact]
    public async Task A_delivery_is_verified_and_known_when_it_comes_once_more()
    {
        await InstallAsync();

        var told = await RunAsync("receiver.mjs");

        Assert.Contains("lock.unlock at Front door, done, once more", told, StringComparison.Ordinal);
        Assert.Contains("delivered with 204", told, StringComparison.Ordinal);
        Assert.EndsWith("received", told.TrimEnd(), StringComparison.Ordinal);
    }

    private static async Task InstallAsync()
    {
        try
        {
            await NodePackages.InstallAsync(Folder, InstallsWithin);
        }
        catch (FixtureMissingException missing) when (Environment.GetEnvironmentVariable("CI") != "true")
        {
            Assert.Skip(missing.Message);
        }
    }

    private Task<string> RunAsync(string file)
    {
        Assert.SkipUnless(SampleProgram.IsThere("node"), "node is not on this machine.");
        return SampleProgram.RunAsync(
            "node",
            [Path.Combine(Folder, file)],
            ("LATCHWORK_URL", demo.Url),
            ("LATCHWORK_KEY", (string)demo.Native["apiKey"]!),
            ("LATCHWORK_LOCK", "Front door")
        );
    }
}
