using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Latchwork.Operations.Tests.Storage;

/// <summary>How a connection breaks around a commit.</summary>
public enum Loss
{
    /// <summary>The commit never arrives.</summary>
    OfTheCommit,

    /// <summary>It arrives and is made, and the answer is lost.</summary>
    OfItsAnswer,
}

/// <summary>A line to the database that breaks once, at the first commit after <see cref="BreakNext"/>.</summary>
internal sealed class LossyLine : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly UnixDomainSocketEndPoint database;
    private readonly NpgsqlConnectionStringBuilder settings;
    private readonly List<Socket> open = [];
    private readonly TaskCompletionSource answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task accepting;
    private volatile Socket? muted;
    private Loss? next;
    private int broken;
    private volatile bool isCut;

    public LossyLine(string connectionString)
    {
        settings = new NpgsqlConnectionStringBuilder(connectionString);
        database = new UnixDomainSocketEndPoint(Path.Combine(settings.Host!, $".s.PGSQL.{settings.Port}"));
        listener.Start();
        settings.Host = "127.0.0.1";
        settings.Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        accepting = AcceptAllAsync();
    }

    public string ConnectionString => settings.ConnectionString;

    public int Broken => broken;

    public void BreakNext(Loss loss) => next = loss;

    /// <summary>The answer to the next commit is lost, and nobody gets through until <see cref="Mend"/>.</summary>
    public void BreakForGood()
    {
        isCut = true;
        next = Loss.OfItsAnswer;
    }

    public void Mend() => isCut = false;

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        await accepting;
        open.ForEach(socket => socket.Dispose());
    }

    private async Task AcceptAllAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptSocketAsync();
                if (isCut)
                {
                    client.Dispose();
                    continue;
                }

                var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await server.ConnectAsync(database);
                open.AddRange([client, server]);
                _ = RelayAsync(client, server);
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // No more guests.
        }
    }

    private async Task RelayAsync(Socket client, Socket server)
    {
        try
        {
            await await Task.WhenAny(AsksAsync(client, server), AnswersAsync(server, client));
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // One side is gone, so the other goes.
        }

        client.Dispose();
        server.Dispose();
    }

    private async Task AsksAsync(Socket client, Socket server)
    {
        var buffer = new byte[1 << 16];
        while (await client.ReceiveAsync(buffer) is > 0 and var length)
        {
            var isCommit = next is not null && buffer.AsSpan(0, length).IndexOf("commit\0"u8) >= 0;
            if (!isCommit)
            {
                await server.SendAsync(buffer.AsMemory(0, length));
                continue;
            }

            broken++;
            if (next == Loss.OfItsAnswer)
            {
                muted = server;
                await server.SendAsync(buffer.AsMemory(0, length));
                await answered.Task;
            }

            next = null;
            return;
        }
    }

    private async Task AnswersAsync(Socket server, Socket client)
    {
        var buffer = new byte[1 << 16];
        while (await server.ReceiveAsync(buffer) is > 0 and var length)
        {
            if (muted == server)
            {
                answered.SetResult();
                return;
            }

            await client.SendAsync(buffer.AsMemory(0, length));
        }
    }
}
