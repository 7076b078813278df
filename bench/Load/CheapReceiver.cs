using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Latchwork.Bench.Load;

/// <summary>Says yes to whatever is posted to it, on bare sockets, so that it costs the machine as little as may be. Keeps the last request.</summary>
internal sealed class CheapReceiver : IDisposable
{
    private static readonly byte[] Yes = "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nsuccess"u8.ToArray();

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private Expectation expected = new(0);

    public CheapReceiver()
    {
        listener.Start();
        _ = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/hook");

    /// <summary>The body that came last.</summary>
    public byte[] LastBody { get; private set; } = [];

    /// <summary>Told each body as it comes.</summary>
    public Action<ReadOnlyMemory<byte>>? Arrived { get; set; }

    /// <summary>How many a second come, from the first of so many to the last of them.</summary>
    public Task<double> PerSecondAsync(int count)
    {
        expected = new Expectation(count);
        return expected.PerSecond.Task;
    }

    public void Dispose() => listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await listener.AcceptSocketAsync());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The run is over.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var connection = socket;
        socket.NoDelay = true;
        var request = new byte[65536];
        while (await ReadAsync(socket, request) is { } body)
        {
            Arrived?.Invoke(body);
            expected.Count(() => LastBody = body.ToArray());
            await socket.SendAsync(Yes, CancellationToken.None);
        }
    }

    /// <summary>The body of one request; null when the other side has gone.</summary>
    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(Socket socket, byte[] into)
    {
        var have = 0;
        while (true)
        {
            var read = await socket.ReceiveAsync(into.AsMemory(have), CancellationToken.None);
            if (read == 0)
            {
                return null;
            }

            have += read;
            var head = into.AsSpan(0, have).IndexOf("\r\n\r\n"u8) + 4;
            if (head >= 4 && LengthOf(into.AsSpan(0, head)) is var length && have >= head + length)
            {
                return into.AsMemory(head, length);
            }
        }
    }

    private static int LengthOf(ReadOnlySpan<byte> head)
    {
        var at = head.IndexOf("Content-Length: "u8) + 16;
        var rest = head[at..];
        return int.Parse(Encoding.ASCII.GetString(rest[..rest.IndexOf((byte)'\r')]), CultureInfo.InvariantCulture);
    }

    private sealed class Expectation(int count)
    {
        private int arrived;
        private long began;

        public TaskCompletionSource<double> PerSecond { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Count(Action last)
        {
            var n = Interlocked.Increment(ref arrived);
            if (n == 1)
            {
                Volatile.Write(ref began, Stopwatch.GetTimestamp());
            }

            if (n == count)
            {
                last();
                PerSecond.TrySetResult((count - 1) / Stopwatch.GetElapsedTime(Volatile.Read(ref began)).TotalSeconds);
            }
        }
    }
}
