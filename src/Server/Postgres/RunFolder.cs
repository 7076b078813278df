using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Latchwork.Server.Hosting;

namespace Latchwork.Server.Postgres;

/// <summary>
/// The short private folder of the database socket (a socket's path ends at 107 bytes, a data folder's may be longer). Nobody but the
/// server and its PostgreSQL can enter it.
/// </summary>
internal static class RunFolder
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The folder for this data folder, made if it is not there.</summary>
    /// <exception cref="StartRefusedException">Somebody else made that path first.</exception>
    public static string Prepare(string dataFolder, ClusterAccount account)
    {
        var path = PathFor(dataFolder);
        if (Posix.OwnerOf(path) is null)
        {
            Directory.CreateDirectory(path, Private);
            account.Take(path);
        }
        if (Posix.OwnerOf(path) is not { IsFolder: true, Mode: Private } owner || owner.UserId != account.UserId)
        {
            throw new StartRefusedException(
                $"{path} should be a private folder of the account {account.Name} (mode 700), and is not. Look who made it, and remove it."
            );
        }
        return path;
    }

    /// <summary>Removes the folder when the socket is gone. After an unclean end of the database it stays for the next start.</summary>
    public static void Remove(string path)
    {
        if (Directory.Exists(path) && !Directory.EnumerateFileSystemEntries(path).Any())
            Directory.Delete(path);
    }

    /// <summary>
    /// Removes the socket of a killed database. PostgreSQL would trust the pid in the lock file beside it, which may be a stranger's by now;
    /// that no other database runs on the cluster is known from its own folder.
    /// </summary>
    public static void Clear(string path)
    {
        foreach (var file in Directory.GetFiles(path, ".s.PGSQL.*"))
            File.Delete(file);
    }

    /// <summary>
    /// Depends on the account and the data folder alone: another session of the account, the operator's, must find it. What a session has for
    /// itself (XDG_RUNTIME_DIR) would go when the last one ends.
    /// </summary>
    public static string PathFor(string dataFolder) => PathFor(dataFolder, Posix.UserId);

    internal static string PathFor(string dataFolder, uint userId)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(dataFolder)).AsSpan(0, 6));
        return userId == 0 && Directory.Exists("/run")
            ? $"/run/latchwork-{name}"
            : $"/tmp/latchwork-{userId.ToString(CultureInfo.InvariantCulture)}-{name}";
    }
}
