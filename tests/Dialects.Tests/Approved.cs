using Latchwork.Testing;

namespace Latchwork.Dialects.Tests;

/// <summary>
/// Answers that were read and found right, as text files in the folder <c>Approved</c>. A difference fails; with <c>LATCHWORK_APPROVE=1</c> in the
/// environment the files are written instead, to be read in the diff.
/// </summary>
internal static class Approved
{
    private static readonly string Folder = Path.Combine(TestPaths.Repository, "tests", "Dialects.Tests", "Approved");

    public static void Check(string name, string actual)
    {
        var file = Path.Combine(Folder, name);
        if (Environment.GetEnvironmentVariable("LATCHWORK_APPROVE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual + "\n");
        }

        Assert.True(File.Exists(file), $"Nothing is approved yet as {name}:\n{actual}");
        Assert.Equal(File.ReadAllText(file).TrimEnd('\n'), actual);
    }
}
