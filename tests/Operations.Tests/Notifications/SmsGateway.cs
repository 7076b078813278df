using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Latchwork.Operations.Notifications.Sms;

namespace Latchwork.Operations.Tests.Notifications;

/// <param name="Head">The request line and the header lines.</param>
internal sealed record SmsCall(string Head, IReadOnlyDictionary<string, string> Form);

/// <summary>A gateway on loopback that speaks the wire of Twilio's Messages resource, and answers as it is told.</summary>
internal sealed class SmsGateway : IAsyncDisposable
{
    public const string Taken = """{"sid":"SM00000000000000000000000000000001","status":"queued","error_code":null}""";

    public const string Account = "AC0123456789abcdef0123456789abcdef";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentQueue<SmsCall> calls = [];
    private readonly Task accepting;

    public SmsGateway()
    {
        listener.Start();
        accepting = AcceptAsync();
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    /// <summary>Of a node that sends through it.</summary>
    public SmsOptions Options() =>
        new()
        {
            Url = Url,
            AccountSid = Account,
            AuthToken = "token",
            From = "+15005550006",
        };

    public IReadOnlyList<SmsCall> Calls => [.. calls];

    /// <summary>Status and body; a status of zero says nothing at all.</summary>
    public (int Status, string Body) Answer { get; set; } = (201, Taken);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await accepting;
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                _ = ServeAsync(await listener.AcceptTcpClientAsync(stopping.Token));
            }
            catch (Exception closed) when (closed is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                calls.Enqueue(await ReadAsync(stream));
                var (status, body) = Answer;
                if (status == 0)
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stopping.Token);
                }

                var bytes = Encoding.UTF8.GetBytes(body);
                var head = string.Create(
                    CultureInfo.InvariantCulture,
                    $"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {bytes.Length}\r\nConnection: close\r\n\r\n"
                );
                await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
                await stream.WriteAsync(bytes);
            }
            catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException)
            {
                // The other side went away.
            }
        }
    }

    private static async Task<SmsCall> ReadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            var one = new byte[1];
            await stream.ReadExactlyAsync(one);
            head.Append((char)one[0]);
        }

        var lines = head.ToString().Split("\r\n");
        var length = lines.First(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)).Split(':')[1];
        var body = new byte[int.Parse(length, CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body);
        var form = Encoding.UTF8.GetString(body).Split('&').Select(pair => pair.Split('='));
        return new SmsCall(head.ToString(), form.ToDictionary(pair => pair[0], pair => WebUtility.UrlDecode(pair[1]), StringComparer.Ordinal));
    }
}
