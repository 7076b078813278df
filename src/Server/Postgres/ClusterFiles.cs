using System.Globalization;
using System.Security.Cryptography;
using Latchwork.Operations.Secrets;
using Latchwork.Server.Hosting;

namespace Latchwork.Server.Postgres;

/// <summary>Makes the cluster of an installation, or checks the one that is there.</summary>
internal static class ClusterFiles
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const string Unfinished = "postgres.new-";

    /// <summary>Returns when the cluster is whole, ours and of the version of the binaries.</summary>
    /// <exception cref="StartRefusedException">The account cannot reach the folder, or the cluster is another's or of another version.</exception>
    public static async Task PrepareAsync(ClusterSite site, CancellationToken cancel)
    {
        await RefuseClosedFoldersAsync(site, cancel);
        RemoveUnfinished(site);
        if (!Directory.Exists(site.ClusterFolder))
            await CreateAsync(site, cancel);
        RefuseForeignCluster(site);
        WriteAccessRules(site);
    }

    private static async Task RefuseClosedFoldersAsync(ClusterSite site, CancellationToken cancel)
    {
        if (await site.Account.FirstClosedFolderAsync(site.DataFolder, cancel) is { } closed)
        {
            throw new StartRefusedException(
                $"PostgreSQL runs as the account {site.Account.Name}, which cannot enter {closed}, so the data cannot be in {site.DataFolder}. "
                    + "Name another folder, such as --data /var/lib/latchwork, or start the server as an ordinary user."
            );
        }
        if (await site.Account.FirstClosedFolderAsync(site.Binaries.Folder, cancel) is { } hidden)
        {
            throw new StartRefusedException(
                $"PostgreSQL runs as the account {site.Account.Name}, which cannot enter {hidden}, where its programs are ({site.Binaries.Folder}). "
                    + "Move the project to a folder that everybody may enter, or install the distribution's PostgreSQL."
            );
        }
    }

    /// <summary>A start that was cut off in the middle of <c>initdb</c> leaves a folder under a name that is never used again.</summary>
    private static void RemoveUnfinished(ClusterSite site)
    {
        foreach (var folder in Directory.GetDirectories(site.DataFolder, Unfinished + "*"))
            Directory.Delete(folder, recursive: true);
    }

    private static async Task CreateAsync(ClusterSite site, CancellationToken cancel)
    {
        var folder = Path.Combine(site.DataFolder, Unfinished + RandomNumberGenerator.GetHexString(8, lowercase: true));
        Directory.CreateDirectory(folder, Private);
        site.Account.Take(folder);
        string[] initdb =
        [
            site.Binaries.Program("initdb"),
            $"--pgdata={folder}",
            $"--username={ClusterSite.OwnerRole}",
            "--data-checksums",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--auth-local=peer",
            "--auth-host=reject",
        ];
        var answer = await Command.RunAsync(site.Account.Line(initdb), cancel);
        if (!answer.Succeeded)
            throw new StartRefusedException($"The database could not be made in {site.DataFolder}: {answer.Output}");
        Directory.Move(folder, site.ClusterFolder);
        DurableFile.FlushFolder(site.DataFolder);
    }

    private static void RefuseForeignCluster(ClusterSite site)
    {
        if (Posix.OwnerOf(site.ClusterFolder) is { } owner && owner.UserId != site.Account.UserId)
        {
            throw new StartRefusedException(
                $"{site.ClusterFolder} belongs to the account with id {owner.UserId}, but PostgreSQL would run as {site.Account.Name}. "
                    + "Start the server as the account that made it."
            );
        }
        var version = Path.Combine(site.ClusterFolder, "PG_VERSION");
        var made = File.Exists(version) ? File.ReadAllText(version).Trim() : "(no PG_VERSION file)";
        if (made != site.Binaries.Major.ToString(CultureInfo.InvariantCulture))
        {
            throw new StartRefusedException(
                $"The cluster in {site.ClusterFolder} was made by PostgreSQL {made}, but {site.Binaries.Folder} holds PostgreSQL {site.Binaries.Major}. "
                    + $"Install PostgreSQL {made} beside it and name its folder in the setting Postgres__Binaries, or move the cluster with pg_upgrade."
            );
        }
    }

    /// <summary>Only the account that runs the server may log in, as the owner, and the kernel vouches for it. There is no password.</summary>
    private static void WriteAccessRules(ClusterSite site)
    {
        WriteReadable(site.AccessRules, "local all all peer map=server\n");
        WriteReadable(site.AccountMap, $"server \"{Environment.UserName}\" {ClusterSite.OwnerRole}\n");
    }

    private static void WriteReadable(string path, string content)
    {
        File.WriteAllText(path, content);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
    }
}
