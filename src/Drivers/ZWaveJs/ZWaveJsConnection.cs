using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using Latchwork.Domain;
using Microsoft.Extensions.Logging;

namespace Latchwork.Drivers.ZWaveJs;

/// <summary>One WebSocket to the server, from the first frame to the last: requests matched with their answers by id, events in their order.</summary>
internal sealed class ZWaveJsConnection : IAsyncDisposable
{
    private const int EventsWaiting = 4096;
    private const int NotReadyYet = 1013;

    private readonly ClientWebSocket socket;
    private readonly int frameLimit;
    private readonly ILogger log;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<ZWaveJsAnswer>> waiting = new(StringComparer.Ordinal);
    private readonly Channel<JsonElement> events = Channel.CreateBounded<JsonElement>(EventsWaiting);
    private readonly TaskCompletionSource<JsonElement> greeting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim sending = new(1);
    private readonly CancellationTokenSource ended = new();
    private readonly Task pump;
    private long asked;

    private ZWaveJsConnection(ClientWebSocket socket, int frameLimit, ILogger log)
    {
        (this.socket, this.frameLimit, this.log) = (socket, frameLimit, log);
        Ended = ended.Token;
        pump = PumpAsync();
    }

    /// <summary>Cancelled when the line is gone.</summary>
    public CancellationToken Ended { get; }

    /// <summary>Why it ended, in plain words.</summary>
    public string EndedBecause { get; private set; } = "The Z-Wave server closed the connection.";

    /// <summary>What the network told, in its order; ends with the connection.</summary>
    public IAsyncEnumerable<JsonElement> Events => events.Reader.ReadAllAsync(CancellationToken.None);

    public static async Task<Outcome<ZWaveJsConnection>> OpenAsync(Uri address, ZWaveJsOptions options, ILogger log, CancellationToken cancel)
    {
        var fresh = new ClientWebSocket();
        fresh.Options.KeepAliveInterval = options.PingEvery;
        fresh.Options.KeepAliveTimeout = options.GoneAfter;
        fresh.Options.Proxy = null;
        try
        {
            await fresh.ConnectAsync(address, cancel);
            return new ZWaveJsConnection(fresh, options.FrameLimit, log);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            fresh.Dispose();
            return new AccessError(AccessErrorCode.LinkOffline, "The Z-Wave server cannot be reached.");
        }
    }

    /// <summary>The server speaks first; null when it did not.</summary>
    public async Task<JsonElement?> GreetingAsync(CancellationToken cancel)
    {
        try
        {
            return await greeting.Task.WaitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Sends one request and waits for its answer. Nothing is ever sent twice.</summary>
    public async Task<ZWaveJsAnswer> AskAsync(ZWaveJsCommand command, CancellationToken cancel)
    {
        var id = Interlocked.Increment(ref asked).ToString(CultureInfo.InvariantCulture);
        var answer = new TaskCompletionSource<ZWaveJsAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting[id] = answer;
        try
        {
            log.Asked(command.Name, id);
            if (!await SendAsync(command.Frame(id), cancel))
            {
                return Hindrance.NotSent;
            }

            return await answer.Task.WaitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            return Ended.IsCancellationRequested ? Hindrance.LineBroke : Hindrance.Silence;
        }
        finally
        {
            waiting.TryRemove(id, out _);
        }
    }

    /// <summary>False when nothing can have left. A frame that has begun is not cut off by the caller's impatience.</summary>
    private async Task<bool> SendAsync(byte[] frame, CancellationToken cancel)
    {
        await sending.WaitAsync(cancel);
        try
        {
            if (Ended.IsCancellationRequested || socket.State != WebSocketState.Open)
            {
                return false;
            }

            await socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, Ended);
            return true;
        }
        catch (Exception e) when (e is WebSocketException or ObjectDisposedException)
        {
            // How much of the frame left is not known: the answer will not come, and the request counts as sent.
            return true;
        }
        finally
        {
            Array.Clear(frame);
            sending.Release();
        }
    }

    private async Task PumpAsync()
    {
        var frame = new ArrayBufferWriter<byte>();
        try
        {
            while (await ReceiveAsync(frame))
            {
                await TakeAsync(frame.WrittenMemory);
                frame.Clear();
            }

            EndedBecause = WhyEnded();
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            EndedBecause = "The connection to the Z-Wave server broke.";
        }
        finally
        {
            frame.Clear();
            await EndAsync();
        }
    }

    private string WhyEnded() =>
        (int?)socket.CloseStatus switch
        {
            null => $"The Z-Wave server sent more than {frameLimit} bytes at once.",
            NotReadyYet => "The Z-Wave driver is not ready yet.",
            _ => "The Z-Wave server closed the connection.",
        };

    /// <summary>One whole message; false when the server closed, or sent more than the limit.</summary>
    private async Task<bool> ReceiveAsync(ArrayBufferWriter<byte> frame)
    {
        while (true)
        {
            var part = await socket.ReceiveAsync(frame.GetMemory(16 * 1024), Ended);
            frame.Advance(part.Count);
            if (part.MessageType == WebSocketMessageType.Close || frame.WrittenCount > frameLimit)
            {
                return false;
            }

            if (part.EndOfMessage)
            {
                return true;
            }
        }
    }

    private async Task TakeAsync(ReadOnlyMemory<byte> frame)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(frame);
        }
        catch (JsonException)
        {
            log.Unparsable(frame.Length);
            return;
        }

        using (document)
        {
            var root = document.RootElement;
            switch (root.Text("type"))
            {
                case "version":
                    greeting.TrySetResult(root.Clone());
                    break;
                case "result" when root.Text("messageId") is { } id && waiting.TryGetValue(id, out var asker):
                    asker.TrySetResult(Answer(id, root));
                    break;
                case "event" when root.Member("event") is { } told:
                    await events.Writer.WriteAsync(told.Clone(), Ended);
                    break;
            }
        }
    }

    private ZWaveJsAnswer Answer(string id, JsonElement frame)
    {
        if (frame.Bool("success") == true)
        {
            return ZWaveJsAnswer.Of(frame.Member("result")?.Clone() ?? default);
        }

        var trouble = ZWaveJsTrouble.Read(frame);
        log.Refused(id, trouble.Hindrance, trouble.Code);
        return new ZWaveJsAnswer(default, trouble);
    }

    private async Task EndAsync()
    {
        await ended.CancelAsync();
        events.Writer.TryComplete();
        greeting.TrySetCanceled(Ended);
        foreach (var asker in waiting.Values)
        {
            asker.TrySetResult(Hindrance.LineBroke);
        }
    }

    /// <summary>Begins to end the line from our side.</summary>
    public void End() => ended.Cancel();

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await pump;
        socket.Dispose();
        ended.Dispose();
        sending.Dispose();
    }
}
