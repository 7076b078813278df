using System.Globalization;
using System.Text;

namespace Latchwork.Server.Hosting;

/// <summary>
/// The folder that holds all of an installation, owned by one process at a time. The kernel drops the claim when that process ends,
/// however it ends.
/// </summary>
internal sealed class DataFolder : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>PostgreSQL runs as another account when the server is root: it may pass through, and see nothing on the way.</summary>
    private const UnixFileMode Passable = UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly FileStream claim;

    private DataFolder(string path, FileStream claim)
    {
        Path = path;
        this.claim = claim;
    }

    /// <summary>Absolute, without a trailing separator.</summary>
    public string Path { get; }

    /// <summary>Makes the folder if it is not there and claims it.</summary>
    /// <exception cref="StartRefusedException">Another process holds it, it belongs to another account, or cannot be written.</exception>
    public static DataFolder Claim(string path)
    {
        var full = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        try
        {
            Prepare(full);
            return new DataFolder(full, LockFile(full));
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new StartRefusedException($"The data folder {full} cannot be used: {e.Message}", e);
        }
    }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => claim.Dispose();

    private static void Prepare(string full)
    {
        if (System.IO.File.Exists(full))
            throw new StartRefusedException($"The data folder {full} is a file.");
        Directory.CreateDirectory(full, Posix.IsRoot ? Private | Passable : Private);
        RefuseForeign(full);
        if (Posix.IsRoot)
            System.IO.File.SetUnixFileMode(full, System.IO.File.GetUnixFileMode(full) | Passable);
    }

    private static void RefuseForeign(string full)
    {
        if (Posix.OwnerOf(full + "/") is { } owner && owner.UserId != Posix.UserId)
        {
            throw new StartRefusedException(
                $"The data folder {full} belongs to the account with id {owner.UserId}, but the server runs as {Environment.UserName}. "
                    + $"Start it as that account, or give the folder away: chown -R {Environment.UserName} '{full}'."
            );
        }
    }

    private static FileStream LockFile(string full)
    {
        var file = new FileStream(
            System.IO.Path.Combine(full, "server.lock"),
            new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.ReadWrite | FileShare.Delete,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }
        );
        try
        {
            // A record lock (fcntl): a child process never inherits it, and no other opener of the file is in its way.
            file.Lock(0, 1);
        }
        catch (IOException)
        {
            using (file)
                throw new StartRefusedException($"The data folder {full} is in use by the server with process id {HolderOf(file)}.");
        }
        WriteHolder(file);
        return file;
    }

    private static string HolderOf(FileStream file)
    {
        Span<byte> content = stackalloc byte[20];
        var length = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        return Encoding.ASCII.GetString(content[..length]).Trim();
    }

    private static void WriteHolder(FileStream file)
    {
        file.SetLength(0);
        file.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n"));
        file.Flush();
    }
}
