using System.Globalization;
using Latchwork.Server.Hosting;
using Latchwork.Testing;

namespace Latchwork.Server.Tests;

public sealed class CrashTests
{
    [Fact]
    public async Task The_PostgreSQL_that_a_killed_server_leaves_is_replaced_by_the_next_start()
    {
        var setup = new ServerSetup();
        await using var killed = await ServerProcess.StartAsync(setup);
        await killed.AskDatabaseAsync("create table kept as select 42 as answer");
        var orphan = killed.PostgresProcessId!.Value;
        await killed.KillAsync();
        Assert.True(Processes.Runs(orphan));

        await using var next = await ServerProcess.StartAsync(setup);

        Assert.False(Processes.Runs(orphan));
        Assert.NotEqual(orphan, next.PostgresProcessId);
        Assert.Equal("42", await next.AskDatabaseAsync("select answer from kept"));
    }

    [Fact]
    public async Task A_killed_PostgreSQL_is_started_again_while_the_server_runs()
    {
        await using var server = await ServerProcess.StartAsync();
        await server.AskDatabaseAsync("create table kept as select 42 as answer");
        for (var kill = 0; kill < 3; kill++)
        {
            var before = server.PostgresProcessId!.Value;
            Posix.Signal(before, Posix.SigKill);
            await Poll.UntilAsync(async () => server.PostgresProcessId is { } now && now != before && await server.IsReadyAsync());
        }
        Assert.Equal("42", await server.AskDatabaseAsync("select answer from kept"));
        await server.UntilLoggedAsync("PostgreSQL answers again");
    }

    [Fact]
    public async Task Server_and_PostgreSQL_killed_together_start_again_with_what_was_committed()
    {
        var setup = new ServerSetup();
        await using var killed = await ServerProcess.StartAsync(setup);
        await killed.AskDatabaseAsync("create table kept as select 42 as answer");
        var postgres = killed.PostgresProcessId!.Value;
        await killed.KillAsync();
        Posix.Signal(postgres, Posix.SigKill);

        await using var next = await ServerProcess.StartAsync(setup);

        Assert.Equal("42", await next.AskDatabaseAsync("select answer from kept"));
    }

    [Fact]
    public async Task A_pid_file_whose_number_now_belongs_to_a_stranger_hinders_nothing_and_harms_nobody()
    {
        var setup = new ServerSetup();
        await using var killed = await ServerProcess.StartAsync(setup);
        var postgres = killed.PostgresProcessId!.Value;
        await killed.KillAsync();
        Posix.Signal(postgres, Posix.SigKill);
        await Poll.UntilAsync(() => !Processes.Runs(postgres));
        var pidFile = Path.Combine(setup.DataFolder, "postgres", "postmaster.pid");
        var lines = await File.ReadAllLinesAsync(pidFile);
        lines[0] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        await File.WriteAllLinesAsync(pidFile, lines);

        await using var next = await ServerProcess.StartAsync(setup);

        Assert.True(await next.IsReadyAsync());
    }

    [Fact]
    public async Task A_start_that_was_cut_off_while_making_the_cluster_is_made_good_by_the_next()
    {
        var setup = new ServerSetup();
        var unfinished = Path.Combine(setup.DataFolder, "postgres.new-12345678");
        Directory.CreateDirectory(unfinished);
        await File.WriteAllTextAsync(Path.Combine(unfinished, "PG_VERSION"), "15");

        await using var server = await ServerProcess.StartAsync(setup);

        Assert.False(Directory.Exists(unfinished));
        Assert.True(await server.IsReadyAsync());
    }

    [Fact]
    public async Task The_database_does_not_hold_the_output_of_a_killed_server_open()
    {
        await using var server = await ServerProcess.StartAsync();
        // KillAsync returns at the end of the output streams, which the orphan must not have inherited.
        await server.KillAsync();
        Assert.True(Processes.Runs(server.PostgresProcessId!.Value));
    }
}
