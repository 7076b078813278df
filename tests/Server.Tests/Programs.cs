using Latchwork.Testing;

namespace Latchwork.Server.Tests;

/// <summary>What of the machine's programs a script finds.</summary>
internal static class Programs
{
    /// <summary>A folder for PATH that holds these programs and no others.</summary>
    public static string FolderOf(params IReadOnlyList<string> programs)
    {
        var folder = TestPaths.Fresh("bin");
        Directory.CreateDirectory(folder);
        foreach (var program in programs)
            File.CreateSymbolicLink(Path.Combine(folder, program), Find(program));
        return folder;
    }

    private static string Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, program)).First(File.Exists);
}
