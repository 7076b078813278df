using System.Net.Sockets;
using System.Text;
using Latchwork.Server.Hosting;
using Latchwork.Testing;

namespace Latchwork.Server.Tests;

/// <summary>SIGTERM is answered with 0, whatever else is going on.</summary>
public sealed class StopTests
{
    [Fact]
    public async Task A_stop_while_the_database_is_away_is_a_clean_one()
    {
        var cluster = await TestCluster.StartOwnAsync();
        var environment = new Dictionary<string, string>
        {
            ["ConnectionStrings__Latchwork"] = cluster.ConnectionTo("latchwork"),
            ["Storage__AllowUnsafe"] = "true",
        };
        await using var server = await ServerProcess.StartAsync(new ServerSetup { Arguments = ["--demo"], Environment = environment });

        await cluster.StopAsync();

        Assert.Equal(0, await server.StopAsync());
    }

    [Fact]
    public async Task The_ready_file_goes_as_soon_as_a_stop_is_asked_for()
    {
        await using var server = await ServerProcess.StartAsync();
        using var caller = await BeginCallAsync(server);

        Posix.Signal(server.ProcessId, Posix.SigTerm);

        await Poll.UntilAsync(() => !File.Exists(server.ReadyFile));
        Assert.False(server.Exited.IsCompleted);
        Assert.NotNull(server.PostgresProcessId);
        caller.Close();
        Assert.Equal(0, await server.EndedAsync());
    }

    /// <summary>Returns when the server reads the body, which never comes.</summary>
    private static async Task<TcpClient> BeginCallAsync(ServerProcess server)
    {
        const string head =
            "POST /api/v1/set-up HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n";
        var caller = new TcpClient();
        await caller.ConnectAsync(server.BaseUrl.Host, server.BaseUrl.Port);
        await caller.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
        var answer = new byte["HTTP/1.1 100".Length];
        await caller.GetStream().ReadExactlyAsync(answer);
        Assert.Equal("HTTP/1.1 100", Encoding.ASCII.GetString(answer));
        return caller;
    }
}
