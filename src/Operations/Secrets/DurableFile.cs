using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Latchwork.Operations.Secrets;

/// <summary>Files that must survive a power cut (FS-2): flushed, then renamed into place, then the folder is flushed; every return code counts.</summary>
public static partial class DurableFile
{
    private const int ReadOnlyCloseOnExec = 0x80000;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes a file of mode 0600. After a crash the path holds the old content or the new, never a part.</summary>
    /// <exception cref="IOException">The disk failed, or the file exists and may not be replaced. Nothing is tried again.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes, bool replace)
    {
        var full = Path.GetFullPath(path);
        var temporary = $"{full}.{Path.GetRandomFileName()}.tmp";
        try
        {
            WriteFlushed(temporary, bytes);
            File.Move(temporary, full, replace);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        FlushFolder(Path.GetDirectoryName(full)!);
    }

    /// <summary>A folder that only the server's account enters; one that is there stays as it is.</summary>
    public static void MakePrivateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    private static void WriteFlushed(string path, ReadOnlySpan<byte> bytes)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using var file = new FileStream(path, options);
        file.Write(bytes);
        file.Flush(flushToDisk: true);
    }

    /// <summary>
    /// Puts the names in a folder on the disk. The base library opens no folders, so this goes to the C library; Windows keeps names without it.
    /// </summary>
    /// <exception cref="IOException">They may not be there; trying again does not help (FS-2).</exception>
    public static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = Open(folder, ReadOnlyCloseOnExec);
        if (descriptor < 0)
        {
            throw LastError(folder);
        }

        var flushed = Flush(descriptor);
        var error = flushed == 0 ? null : LastError(folder);
        _ = Close(descriptor);
        if (error is not null)
        {
            throw error;
        }
    }

    private static IOException LastError(string folder)
    {
        var reason = new Win32Exception(Marshal.GetLastPInvokeError());
        return new IOException($"The folder '{folder}' could not be flushed: {reason.Message}", reason);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Flush(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
