using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text.Json;
using System.Threading.Channels;

namespace Latchwork.Drivers.Simulator;

/// <summary>
/// One connection of the simulator's protocol: a frame a line, either way. Sending never waits; a peer that does not read is dropped. What breaks the
/// line ends the reading: there are no exceptions.
/// </summary>
internal sealed class SimulatorLine : IAsyncDisposable
{
    private const int MostWaiting = 8_192;

    private readonly Socket socket;
    private readonly PipeReader reader;
    private readonly Channel<SimulatorFrame> outgoing;
    private readonly int longestLine;
    private readonly Task writing;

    /// <param name="longestLine">Bytes; a longer line ends the connection.</param>
    public SimulatorLine(Socket socket, int longestLine)
    {
        (this.socket, this.longestLine) = (socket, longestLine);
        socket.NoDelay = true;
        var stream = new NetworkStream(socket, ownsSocket: true);
        reader = PipeReader.Create(stream);
        outgoing = Channel.CreateBounded<SimulatorFrame>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
        writing = WriteAllAsync(PipeWriter.Create(stream));
    }

    /// <summary>False where nothing will be sent: the line is gone.</summary>
    public bool TrySend(SimulatorFrame frame)
    {
        if (outgoing.Writer.TryWrite(frame))
        {
            return true;
        }

        Drop();
        return false;
    }

    /// <summary>The next frame; null when the line has ended or the peer does not speak the protocol.</summary>
    public async ValueTask<SimulatorFrame?> ReadAsync(CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(cancel);
                if (TryTakeLine(read.Buffer, out var frame))
                {
                    return frame;
                }

                if (read.IsCompleted || read.Buffer.Length > longestLine)
                {
                    return null;
                }

                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (Exception gone) when (gone is IOException or SocketException or ObjectDisposedException or OperationCanceledException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Ends the line at once, from any thread.</summary>
    public void Drop()
    {
        outgoing.Writer.TryComplete();
        socket.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        Drop();
        await writing;
        await reader.CompleteAsync();
    }

    private bool TryTakeLine(ReadOnlySequence<byte> buffer, out SimulatorFrame? frame)
    {
        frame = null;
        if (buffer.PositionOf((byte)'\n') is not { } end)
        {
            return false;
        }

        frame = SimulatorProtocol.Read(buffer.Slice(0, end));
        reader.AdvanceTo(buffer.GetPosition(1, end));
        return true;
    }

    private async Task WriteAllAsync(PipeWriter writer)
    {
        try
        {
            await foreach (var frame in outgoing.Reader.ReadAllAsync())
            {
                writer.Write(SimulatorProtocol.Write(frame));
                writer.Write("\n"u8);
                if (outgoing.Reader.Count == 0)
                {
                    await writer.FlushAsync();
                }
            }
        }
        catch (Exception gone) when (gone is IOException or SocketException or ObjectDisposedException)
        {
            Drop();
        }
    }
}
