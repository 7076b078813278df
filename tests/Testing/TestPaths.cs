using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Latchwork.Server.Hosting;

namespace Latchwork.Testing;

/// <summary>Where tests find the project, and where they may write.</summary>
public static class TestPaths
{
    private const string Memory = "/dev/shm";

    /// <summary>Of free memory: what the databases of two test processes and their logs take at most, and as much again.</summary>
    private const long MemoryNeeded = 4L << 30;

    private static readonly Lazy<ScratchFolder> ScratchOfThisProcess = new(() => ScratchFolder.Open(ScratchRoot(Temporary)));
    private static readonly Lazy<ScratchFolder> MemoryOfThisProcess = new(OpenMemory);

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
    public static string Fresh(string name) => FreshIn(ScratchOfThisProcess.Value, name);

    /// <summary>
    /// The same in memory, where there is room: for what need not last. A file system on a disk looks through all files that were deleted of late for each that it
    /// makes, and a database is hundreds of files.
    /// </summary>
    public static string FreshInMemory(string name) => FreshIn(MemoryOfThisProcess.Value, name);

    // As root the database runs as another account, which may not be able to enter root's own temporary folder.
    private static string Temporary => Posix.IsRoot ? "/tmp" : Path.GetTempPath();

    private static string FreshIn(ScratchFolder scratch, string name) =>
        Path.Combine(scratch.Path, $"{name}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}");

    private static string ScratchRoot(string folder) =>
        Path.Combine(folder, $"latchwork-tests-{Posix.UserId.ToString(CultureInfo.InvariantCulture)}");

    private static ScratchFolder OpenMemory() =>
        Directory.Exists(Memory) && new DriveInfo(Memory).AvailableFreeSpace >= MemoryNeeded
            ? ScratchFolder.Open(ScratchRoot(Memory))
            : ScratchOfThisProcess.Value;

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
