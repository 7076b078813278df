using System.Globalization;
using System.Net;

namespace Latchwork.Server.Tests;

/// <summary>What the kernel says about a process.</summary>
internal static class Processes
{
    private const string Listening = "0A";

    public static bool Runs(int pid) => State(pid) is not (null or 'Z');

    public static uint UserOf(int pid) => uint.Parse(StatusLine(pid, "Uid:").Split('\t')[1], CultureInfo.InvariantCulture);

    public static (uint UserId, uint GroupId) AccountNamed(string name)
    {
        var fields = File.ReadLines("/etc/passwd").First(line => line.StartsWith(name + ":", StringComparison.Ordinal)).Split(':');
        return (uint.Parse(fields[2], CultureInfo.InvariantCulture), uint.Parse(fields[3], CultureInfo.InvariantCulture));
    }

    /// <summary>The addresses on which a process accepts TCP connections.</summary>
    public static IReadOnlyList<IPEndPoint> ListenersOf(int pid)
    {
        var sockets = Directory
            .GetFiles(Folder(pid) + "/fd")
            .Select(descriptor => new FileInfo(descriptor).LinkTarget ?? "")
            .Where(target => target.StartsWith("socket:[", StringComparison.Ordinal))
            .Select(target => target["socket:[".Length..^1])
            .ToHashSet(StringComparer.Ordinal);
        return
        [
            .. new[] { "/proc/net/tcp", "/proc/net/tcp6" }
                .Where(File.Exists)
                .SelectMany(table => File.ReadLines(table).Skip(1))
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Where(fields => fields[3] == Listening && sockets.Contains(fields[9]))
                .Select(fields => Parse(fields[1])),
        ];
    }

    private static IPEndPoint Parse(string field)
    {
        var (address, port) = (field.Split(':')[0], field.Split(':')[1]);
        var bytes = Convert.FromHexString(address);
        // The kernel prints each 32-bit word in the byte order of the machine.
        foreach (var word in bytes.Chunk(4).Select((chunk, index) => (chunk, index)))
            word.chunk.Reverse().ToArray().CopyTo(bytes, word.index * 4);
        return new IPEndPoint(new IPAddress(bytes), int.Parse(port, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    }

    private static char? State(int pid) => File.Exists(Folder(pid) + "/status") ? StatusLine(pid, "State:").Split('\t')[1][0] : null;

    private static string StatusLine(int pid, string name) =>
        File.ReadLines(Folder(pid) + "/status").First(line => line.StartsWith(name, StringComparison.Ordinal));

    private static string Folder(int pid) => $"/proc/{pid.ToString(CultureInfo.InvariantCulture)}";
}
