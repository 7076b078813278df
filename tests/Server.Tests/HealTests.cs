using Latchwork.Testing;

namespace Latchwork.Server.Tests;

/// <summary>What stands in the way of the database's second start is gone one day; until then it is tried again.</summary>
public sealed class HealTests
{
    [Fact]
    public async Task A_database_that_could_not_be_started_again_is_tried_until_it_can()
    {
        var programs = Programs.FolderOf("setsid", "setpriv", "getent");
        await using var server = await ServerProcess.StartAsync(With(programs));
        File.Delete(Path.Combine(programs, "setsid"));
        server.KillDatabase();
        await Poll.UntilAsync(() => FailedTries(server) >= 2);

        File.CreateSymbolicLink(Path.Combine(programs, "setsid"), "/usr/bin/setsid");

        await Poll.UntilAsync(server.IsReadyAsync);
        Assert.Equal(0, await server.StopAsync());
    }

    [Fact]
    public async Task A_server_whose_database_cannot_be_started_again_stops_cleanly()
    {
        var programs = Programs.FolderOf("setsid", "setpriv", "getent");
        await using var server = await ServerProcess.StartAsync(With(programs));
        File.Delete(Path.Combine(programs, "setsid"));
        server.KillDatabase();
        await Poll.UntilAsync(() => FailedTries(server) >= 1);

        Assert.Equal(0, await server.StopAsync());
    }

    [Fact]
    public async Task The_folder_of_the_socket_is_made_again_when_it_was_removed()
    {
        await using var server = await ServerProcess.StartAsync();
        var before = server.PostgresProcessId;
        Directory.Delete(await Servers.SocketFolderAsync(server), recursive: true);
        server.KillDatabase();
        await Poll.UntilAsync(async () => server.PostgresProcessId is { } now && now != before && await server.IsReadyAsync());
    }

    private static ServerSetup With(string programs) => new() { Environment = new Dictionary<string, string> { ["PATH"] = programs } };

    private static int FailedTries(ServerProcess server) => server.Errors.Split("could not be started again").Length - 1;
}
