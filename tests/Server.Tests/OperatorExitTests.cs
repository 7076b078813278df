using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Latchwork.Testing;

namespace Latchwork.Server.Tests;

/// <summary>What scripts can tell from the end of an operator's command: 1 and 3 promise that nothing happened.</summary>
public sealed class OperatorExitTests
{
    private const string Lock = "0198a1b2-0000-7000-8000-000000000001";
    private const int Refused = 1;
    private const int NoServer = 3;
    private const int Unknown = 4;

    [Fact]
    public async Task Where_nobody_listens_no_server_was_there()
    {
        using var deaf = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        deaf.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Assert.Equal(NoServer, await AskAsync(((IPEndPoint)deaf.LocalEndPoint!).Port, "unlock"));
    }

    [Fact]
    public async Task A_connection_that_breaks_after_an_unlock_was_sent_leaves_it_unknown_and_it_is_not_sent_again() =>
        Assert.Equal(Unknown, await AskAsync("", "unlock"));

    [Theory]
    [InlineData("500 Internal Server Error")]
    [InlineData("502 Bad Gateway")]
    [InlineData("503 Service Unavailable")]
    public async Task A_fault_of_the_server_after_an_unlock_leaves_it_unknown(string status) =>
        Assert.Equal(Unknown, await AskAsync($"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n", "unlock"));

    [Fact]
    public async Task A_question_changes_nothing_so_a_fault_after_it_is_a_refusal() =>
        Assert.Equal(Refused, await AskAsync("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n", "state"));

    [Fact]
    public async Task AU_5_signed_heads_that_cannot_be_read_are_told_in_one_sentence()
    {
        var heads = TestPaths.Fresh("heads");
        Directory.CreateDirectory(heads);
        File.CreateSymbolicLink(Path.Combine(heads, "gone.pub"), "/nowhere/gone.pub");
        var (exitCode, said) = await ShortProgram.OperatorAsync("verify-audit", "--heads", heads);
        Assert.Equal(1, exitCode);
        Assert.StartsWith("latchwork: ", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_setting_that_names_the_binaries_holds_for_the_command_line_too()
    {
        var data = TestPaths.Fresh("data");
        Directory.CreateDirectory(Path.Combine(data, "postgres"));
        var environment = new Dictionary<string, string?> { ["Postgres__Binaries"] = "/usr/share", ["LATCHWORK_POSTGRES_BIN"] = null };
        var (exitCode, said) = await ShortProgram.RunAsync(TestPaths.ProgramOf("Cli"), ["verify-audit", "--data", data], environment);
        Assert.Equal(1, exitCode);
        Assert.Contains("Postgres__Binaries names /usr/share", said, StringComparison.Ordinal);
    }

    /// <summary>Sends one call to a server that reads it, answers so, and hangs up.</summary>
    private static async Task<int> AskAsync(string answer, string word)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var asked = AskAsync(((IPEndPoint)listener.LocalEndpoint).Port, word);
        using (var caller = await listener.AcceptTcpClientAsync())
        {
            _ = await caller.GetStream().ReadAtLeastAsync(new byte[4096], minimumBytes: 1);
            await caller.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer));
        }

        var exitCode = await asked;
        Assert.False(listener.Pending());
        return exitCode;
    }

    private static async Task<int> AskAsync(int port, string word)
    {
        var server = $"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}";
        return (await ShortProgram.OperatorAsync("locks", word, Lock, "--url", server, "--key", "lw_none")).ExitCode;
    }
}
