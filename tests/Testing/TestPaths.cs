using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Latchwork.Server.Hosting;

namespace Latchwork.Testing;

/// <summary>Where tests find the project, and where they may write.</summary>
public static class TestPaths
{
    private static readonly Lazy<ScratchFolder> ScratchOfThisProcess = new(ScratchFolder.Open);

    /// <summary>The folder of Latchwork.slnx.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>The server, as built together with the running test.</summary>
    public static string ServerProgram => ProgramOf("Server");

    /// <summary>The folder that holds the <c>dotnet</c> which runs this test.</summary>
    public static string DotnetRoot { get; } = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    /// <summary>The program of a project under src/, such as <c>Cli</c>.</summary>
    public static string ProgramOf(string project)
    {
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        return Path.Combine(Repository, "artifacts", "bin", project, configuration, $"Latchwork.{project}");
    }

    /// <summary>A path that does not exist yet, short enough for sockets. It is removed when the test process ends, or by the next one.</summary>
    public static string Fresh(string name) =>
        Path.Combine(ScratchOfThisProcess.Value.Path, $"{name}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}");

    /// <summary>All test processes of this account share it.</summary>
    internal static string ScratchRoot
    {
        get
        {
            // As root the database runs as another account, which may not be able to enter root's own temporary folder.
            var temporary = Posix.IsRoot ? "/tmp" : Path.GetTempPath();
            return Path.Combine(temporary, $"latchwork-tests-{Posix.UserId.ToString(CultureInfo.InvariantCulture)}");
        }
    }

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Latchwork.slnx")))
                return folder.FullName;
        }
        throw new InvalidOperationException($"No Latchwork.slnx above {AppContext.BaseDirectory}.");
    }
}
