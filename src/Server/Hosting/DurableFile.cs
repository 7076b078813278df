namespace Latchwork.Server.Hosting;

/// <summary>Writes a whole file so that a reader, or a power cut, sees the old content or the new and never a part (FS-2).</summary>
internal static class DurableFile
{
    /// <summary>The file is readable and writable by the server's account only.</summary>
    /// <exception cref="IOException">The disk did not confirm; the old content still stands.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var temporary = path + ".new";
        File.Delete(temporary);
        using (var file = new FileStream(temporary, OwnerOnly))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }
        File.Move(temporary, path, overwrite: true);
        Posix.FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    private static FileStreamOptions OwnerOnly =>
        new()
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
}
