using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Latchwork.Bench.Load;

/// <param name="Done">Answers of 200 with what was looked for in their bodies.</param>
/// <param name="LatenciesInMs">Of all calls, sorted.</param>
internal sealed record LoadResult(long Done, long Refused, TimeSpan Took, double[] LatenciesInMs)
{
    public double PerSecond => Done / Took.TotalSeconds;

    public double Percentile(double part) => LatenciesInMs.Length == 0 ? 0 : LatenciesInMs[(int)(part * (LatenciesInMs.Length - 1))];
}

/// <summary>
/// Callers that each send the next request when the last is answered, over connections kept open. Written on bare sockets, so that the load
/// costs the machine as little as may be.
/// </summary>
internal static class HttpLoad
{
    /// <param name="requestOf">The whole request of a caller, head and body.</param>
    /// <param name="expected">What a good answer contains.</param>
    public static Task<LoadResult> RunAsync(
        Uri server,
        int callers,
        TimeSpan time,
        Func<int, string> requestOf,
        string expected,
        CancellationToken cancel
    ) => RunAsync(server, callers, time, caller => Same(Encoding.ASCII.GetBytes(requestOf(caller))), expected, cancel);

    /// <param name="requests">Of each caller, one after the other.</param>
    /// <param name="expected">What a good answer contains.</param>
    public static Task<LoadResult> RunAsync(
        Uri server,
        int callers,
        TimeSpan time,
        IReadOnlyList<Queue<byte[]>> requests,
        string expected,
        CancellationToken cancel
    ) => RunAsync(server, callers, time, caller => () => requests[caller].TryDequeue(out var request) ? request : null, expected, cancel);

    /// <param name="requestsOf">A caller's next request, whole; null where they have no more.</param>
    /// <param name="expected">What a good answer contains.</param>
    public static async Task<LoadResult> RunAsync(
        Uri server,
        int callers,
        TimeSpan time,
        Func<int, Func<byte[]?>> requestsOf,
        string expected,
        CancellationToken cancel
    )
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(time);
        var began = Stopwatch.GetTimestamp();
        var results = await Task.WhenAll(
            Enumerable
                .Range(0, callers)
                .Select(caller => Task.Run(() => CallAsync(server, requestsOf(caller), expected, limit.Token), CancellationToken.None))
        );
        var took = Stopwatch.GetElapsedTime(began);
        return new LoadResult(
            results.Sum(result => result.Done),
            results.Sum(result => result.Refused),
            took,
            [.. results.SelectMany(result => result.Latencies).Order()]
        );
    }

    private static Func<byte[]?> Same(byte[] request) => () => request;

    private static async Task<(long Done, long Refused, List<double> Latencies)> CallAsync(
        Uri server,
        Func<byte[]?> next,
        string expected,
        CancellationToken stop
    )
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server.Host, server.Port, CancellationToken.None);
        var wanted = Encoding.ASCII.GetBytes(expected);
        var answer = new byte[16384];
        var latencies = new List<double>();
        var (done, refused) = (0L, 0L);
        while (!stop.IsCancellationRequested && next() is { } bytes)
        {
            var began = Stopwatch.GetTimestamp();
            await socket.SendAsync(bytes, CancellationToken.None);
            var length = await ReadAnswerAsync(socket, answer);
            latencies.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            if (answer.AsSpan(0, length).StartsWith("HTTP/1.1 200"u8) && answer.AsSpan(0, length).IndexOf(wanted) >= 0)
            {
                done++;
            }
            else
            {
                refused++;
            }
        }

        return (done, refused, latencies);
    }

    private static async Task<int> ReadAnswerAsync(Socket socket, byte[] into)
    {
        var have = 0;
        while (true)
        {
            var read = await socket.ReceiveAsync(into.AsMemory(have), CancellationToken.None);
            if (read == 0)
            {
                throw new IOException("The server closed the connection.");
            }

            have += read;
            if (LengthOf(into.AsSpan(0, have)) is { } whole && have >= whole)
            {
                return have;
            }
        }
    }

    /// <summary>Head and body together; null until the head is there.</summary>
    private static int? LengthOf(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
        {
            return null;
        }

        if (answer[..head].IndexOf("chunked"u8) >= 0)
        {
            var end = answer.IndexOf("\r\n0\r\n\r\n"u8);
            return end < 0 ? null : end + 7;
        }

        var at = answer[..head].IndexOf("Content-Length: "u8);
        var rest = answer[(at + 16)..head];
        var line = rest.IndexOf((byte)'\r');
        return head + 4 + int.Parse(line < 0 ? rest : rest[..line]);
    }
}
