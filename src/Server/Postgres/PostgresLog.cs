namespace Latchwork.Server.Postgres;

/// <summary>The log file of the database. It is small by design; the former one is kept when it has grown all the same.</summary>
internal static class PostgresLog
{
    private const long KeepBytes = 8 * 1024 * 1024;
    private const int TailBytes = 4096;
    private const int TailLines = 6;

    public static void Rotate(string path)
    {
        var file = new FileInfo(path);
        if (file.Exists && file.Length > KeepBytes)
            file.MoveTo(path + ".1", overwrite: true);
    }

    public static string LastLines(string path)
    {
        if (!File.Exists(path))
            return "(nothing)";
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Seek(-Math.Min(TailBytes, file.Length), SeekOrigin.End);
        using var reader = new StreamReader(file);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return string.Join('\n', lines.TakeLast(TailLines));
    }
}
