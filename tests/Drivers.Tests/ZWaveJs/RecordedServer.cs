using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Latchwork.Drivers.Tests.ZWaveJs;

/// <summary>
/// The far end of the line, in this process: speaks first, answers as the real server was recorded to, and plays the frames that a test
/// wants. Every line that a client opens is one <see cref="RecordedLine"/>.
/// </summary>
internal sealed class RecordedServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private RecordedServer(WebApplication app) => this.app = app;

    public string Address => app.Urls.Single().Replace("http://", "ws://", StringComparison.Ordinal);

    public uint HomeId { get; set; } = 2119630849;
    public int MaxSchema { get; set; } = 50;

    /// <summary>So many lines are closed at once with 1013.</summary>
    public int NotReadyTimes { get; set; }

    public int Lines { get; private set; }

    /// <summary>What it answers instead of the recorded, by command; null is no answer at all.</summary>
    public Dictionary<string, Func<JsonElement, JsonNode?>> Answers { get; } = new(StringComparer.Ordinal);

    public RecordedLine? Line { get; private set; }

    /// <summary>Every request of every line, as it came.</summary>
    public List<JsonElement> Requests { get; } = [];

    public static async Task<RecordedServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new RecordedServer(builder.Build());
        server.app.UseWebSockets();
        server.app.Run(async context => await server.ServeAsync(await context.WebSockets.AcceptWebSocketAsync()));
        await server.app.StartAsync();
        return server;
    }

    public int Asked(string command)
    {
        lock (Requests)
        {
            return Requests.Count(request => request.GetProperty("command").GetString() == command);
        }
    }

    private async Task ServeAsync(WebSocket socket)
    {
        Lines++;
        if (NotReadyTimes-- > 0)
        {
            await socket.CloseOutputAsync((WebSocketCloseStatus)1013, "Driver is not ready", CancellationToken.None);
            return;
        }

        using var line = new RecordedLine(socket);
        await line.SendAsync(
            $$"""{"type":"version","homeId":{{HomeId}},"driverVersion":"15.29.0","serverVersion":"3.10.2","minSchemaVersion":0,"maxSchemaVersion":{{MaxSchema}}}"""
        );
        Line = line;
        while (await line.ReceiveAsync() is { } request)
        {
            lock (Requests)
            {
                Requests.Add(request);
            }

            var command = request.GetProperty("command").GetString()!;
            if (Answers.TryGetValue(command, out var own))
            {
                await line.AnswerAsync(request, own(request));
            }
            else
            {
                await line.AnswerAsync(request, Recorded.AnswerTo(command, request));
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Line?.Abort();
        await app.DisposeAsync();
    }
}

/// <summary>One client's connection, from the server's side.</summary>
internal sealed class RecordedLine(WebSocket socket) : IDisposable
{
    private readonly SemaphoreSlim sending = new(1);
    private readonly TaskCompletionSource aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A client that is gone hears nothing.</summary>
    public async Task SendAsync(string frame)
    {
        try
        {
            await sending.WaitAsync();
            await socket.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            sending.Release();
        }
        catch (Exception e) when (e is WebSocketException or ObjectDisposedException or OperationCanceledException)
        {
            Abort();
        }
    }

    /// <summary>Plays a recording, frame by frame.</summary>
    public async Task PlayAsync(string recording)
    {
        foreach (var frame in Recorded.Frames(recording))
        {
            await SendAsync(frame);
        }
    }

    /// <summary>A whole frame where it has a <c>type</c>, else the inner part of a successful result.</summary>
    public Task AnswerAsync(JsonElement request, JsonNode? answer)
    {
        if (answer is null)
        {
            return Task.CompletedTask;
        }

        var frame = answer["type"] is null
            ? new JsonObject
            {
                ["type"] = "result",
                ["success"] = true,
                ["result"] = answer,
            }
            : answer;
        frame["messageId"] = request.GetProperty("messageId").GetString();
        return SendAsync(frame.ToJsonString());
    }

    public async Task<JsonElement?> ReceiveAsync()
    {
        var buffer = new byte[64 * 1024];
        try
        {
            var receiving = socket.ReceiveAsync(buffer, CancellationToken.None);
            if (await Task.WhenAny(receiving, aborted.Task) == aborted.Task)
            {
                return null;
            }

            var part = await receiving;
            return part.MessageType == WebSocketMessageType.Close ? null : JsonSerializer.Deserialize<JsonElement>(buffer.AsSpan(0, part.Count));
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>The line breaks, without a word.</summary>
    public void Abort() => aborted.TrySetResult();

    public void Dispose() => sending.Dispose();
}
