using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Latchwork.Testing.Webhooks;

/// <summary>How a receiver behaves, once it has read what was sent.</summary>
public enum ReceiverAct
{
    Ok,
    NoContent,
    Slow,
    Status500,

    /// <summary>410: it is not there any more, and will not be.</summary>
    Gone,
    Redirect,

    /// <summary>Says nothing until the caller goes away.</summary>
    Hang,
    Reset,
    Close,

    /// <summary>200, and then the connection ends before the promised body.</summary>
    DropAfterHead,

    /// <summary>200 with more body than anybody should read.</summary>
    HugeAnswer,
    HugeHead,
    Garbage,
}

/// <param name="Answered">As it was told to behave.</param>
public sealed record ReceivedWebhook(string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body, ReceiverAct Answered)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public string Id => Headers["webhook-id"];

    public bool IsAcknowledged =>
        Answered is ReceiverAct.Ok or ReceiverAct.NoContent or ReceiverAct.Slow or ReceiverAct.DropAfterHead or ReceiverAct.HugeAnswer;
}

/// <summary>A real HTTP receiver on loopback that fails on command. It knows a small part of HTTP, and breaks that at will.</summary>
public sealed class WebhookReceiver : IAsyncDisposable
{
    private const int HugeBody = 64 * 1024 * 1024;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentQueue<ReceivedWebhook> received = new();
    private readonly Task accepting;
    private readonly bool isSecure;
    private int connections;

    /// <param name="certificate">With its key: the receiver speaks TLS.</param>
    public WebhookReceiver(X509Certificate2? certificate = null)
    {
        Certificate = certificate;
        isSecure = certificate is not null;
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public string Url => $"{(isSecure ? "https" : "http")}://127.0.0.1:{Port}/hook/of-the-house?x=1";

    /// <summary>What it shows to those who connect from now on, where it speaks TLS.</summary>
    public X509Certificate2? Certificate { get; set; }

    /// <summary>Asked for each request.</summary>
    public Func<ReceiverAct> Behave { get; set; } = () => ReceiverAct.Ok;

    public int Connections => Volatile.Read(ref connections);

    /// <summary>All that was read to its end, in the order of arrival.</summary>
    public IReadOnlyList<ReceivedWebhook> Received => [.. received];

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
                var client = await listener.AcceptTcpClientAsync(stopping.Token);
                Interlocked.Increment(ref connections);
                _ = ServeAsync(client);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
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
                await using var stream = await OpenAsync(client);
                await using var reading = new BufferedStream(stream);
                while (await ReadAsync(reading) is { } request)
                {
                    received.Enqueue(request);
                    if (!await AnswerAsync(client, stream, request.Answered))
                    {
                        return;
                    }
                }
            }
            catch (Exception e)
                when (e is IOException or SocketException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
            {
                // The other side went away, or did not trust this one.
            }
        }
    }

    private async Task<Stream> OpenAsync(TcpClient client)
    {
        if (!isSecure)
        {
            return client.GetStream();
        }

        var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsServerAsync(Certificate!);
        return tls;
    }

    private async Task<ReceivedWebhook?> ReadAsync(Stream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!IsWhole(head))
        {
            if (await stream.ReadAsync(one, stopping.Token) == 0)
            {
                return null;
            }

            head.Append((char)one[0]);
        }

        var lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines
            .Skip(1)
            .Select(line => line.Split(": ", 2))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        var body = new byte[int.Parse(headers["Content-Length"], CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, stopping.Token);
        return new ReceivedWebhook(lines[0].Split(' ')[1], headers, body, Behave());
    }

    private static bool IsWhole(StringBuilder head) =>
        head.Length >= 4 && head[^1] == '\n' && head[^2] == '\r' && head[^3] == '\n' && head[^4] == '\r';

    /// <summary>Whether the connection goes on.</summary>
    private async Task<bool> AnswerAsync(TcpClient client, Stream stream, ReceiverAct act)
    {
        switch (act)
        {
            case ReceiverAct.Ok:
                return await SendAsync(stream, "200 OK", "success");
            case ReceiverAct.NoContent:
                return await SendTextAsync(stream, "HTTP/1.1 204 No Content\r\n\r\n");
            case ReceiverAct.Slow:
                await Task.Delay(TimeSpan.FromMilliseconds(40), TimeProvider.System, stopping.Token);
                return await SendAsync(stream, "200 OK", "success");
            case ReceiverAct.Status500:
                return await SendAsync(stream, "500 Broken", "no");
            case ReceiverAct.Gone:
                return await SendAsync(stream, "410 Gone", "");
            case ReceiverAct.Redirect:
                return await SendTextAsync(stream, $"HTTP/1.1 301 Moved\r\nLocation: {Url}&moved=1\r\nContent-Length: 0\r\n\r\n");
            case ReceiverAct.Hang:
                while (await stream.ReadAsync(new byte[1], stopping.Token) > 0) { }

                return false;
            case ReceiverAct.Reset:
                client.LingerState = new LingerOption(true, 0);
                return false;
            case ReceiverAct.Close:
                return false;
            case ReceiverAct.DropAfterHead:
                await SendTextAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf");
                return false;
            case ReceiverAct.HugeAnswer:
                await SendTextAsync(stream, $"HTTP/1.1 200 OK\r\nContent-Length: {HugeBody}\r\n\r\n");
                await stream.WriteAsync(new byte[HugeBody], stopping.Token);
                return true;
            case ReceiverAct.HugeHead:
                await SendTextAsync(stream, $"HTTP/1.1 200 OK\r\nX-Huge: {new string('x', 100_000)}\r\nContent-Length: 0\r\n\r\n");
                return false;
            default:
                await SendTextAsync(stream, "no HTTP at all\r\n\r\n");
                return false;
        }
    }

    private Task<bool> SendAsync(Stream stream, string status, string body) =>
        SendTextAsync(stream, $"HTTP/1.1 {status}\r\nContent-Length: {body.Length}\r\nSet-Cookie: a=b\r\n\r\n{body}");

    private async Task<bool> SendTextAsync(Stream stream, string text)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text), stopping.Token);
        return true;
    }
}
