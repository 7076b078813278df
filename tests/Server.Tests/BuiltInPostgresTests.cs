using Latchwork.Server.Hosting;
using Latchwork.Testing;

namespace Latchwork.Server.Tests;

public sealed class BuiltInPostgresTests
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    [Fact]
    public async Task A_folder_that_did_not_exist_holds_the_data_of_the_next_start()
    {
        var setup = new ServerSetup();
        await using (var first = await ServerProcess.StartAsync(setup))
        {
            await first.AskDatabaseAsync("create table kept as select 42 as answer");
            Assert.Equal(0, await first.StopAsync());
        }
        await using var second = await ServerProcess.StartAsync(setup);
        Assert.Equal("42", await second.AskDatabaseAsync("select answer from kept"));
    }

    [Fact]
    public async Task The_cluster_has_checksums_and_a_fixed_locale_and_confirms_only_what_is_on_disk()
    {
        await using var server = await ServerProcess.StartAsync();
        Assert.Equal("on", await server.AskDatabaseAsync("show data_checksums"));
        Assert.Equal("on", await server.AskDatabaseAsync("show fsync"));
        Assert.Equal("on", await server.AskDatabaseAsync("show full_page_writes"));
        Assert.Equal("on", await server.AskDatabaseAsync("show synchronous_commit"));
        Assert.Equal("UTF8", await server.AskDatabaseAsync("show server_encoding"));
        Assert.Equal("C.UTF-8", await server.AskDatabaseAsync("select datcollate from pg_database where datname = 'latchwork'"));
    }

    [Fact]
    public async Task The_application_role_is_no_superuser_and_cannot_log_in()
    {
        await using var server = await ServerProcess.StartAsync();
        Assert.Equal("False", await server.AskDatabaseAsync("select rolsuper or rolcanlogin from pg_roles where rolname = 'latchwork_app'"));
        Assert.Equal("latchwork_app", await server.AskDatabaseAsync("set role latchwork_app; select current_user"));
        Assert.Equal("1", await server.AskDatabaseAsync("select count(*) from pg_extension where extname = 'btree_gist'"));
    }

    [Fact]
    public async Task PostgreSQL_opens_no_TCP_port_and_the_server_only_its_own_on_loopback()
    {
        await using var server = await ServerProcess.StartAsync();
        Assert.Empty(Processes.ListenersOf(server.PostgresProcessId!.Value));
        var only = Assert.Single(Processes.ListenersOf(server.ProcessId));
        Assert.Equal($"127.0.0.1:{server.BaseUrl.Port}", only.ToString());
    }

    [Fact]
    public async Task The_socket_is_in_a_private_folder_and_only_the_account_of_the_server_may_log_in()
    {
        await using var server = await ServerProcess.StartAsync();
        var folder = await Servers.SocketFolderAsync(server);
        var postgresUser = Processes.UserOf(server.PostgresProcessId!.Value);

        Assert.Equal(new PathOwner(postgresUser, Private, IsFolder: true), Posix.OwnerOf(folder));
        Assert.InRange(folder.Length, 1, 80);
        Assert.Equal(
            "peer",
            await server.AskDatabaseAsync("select string_agg(distinct auth_method, ',') from pg_hba_file_rules where error is null")
        );
    }

    [Fact]
    public async Task PostgreSQL_never_runs_as_root()
    {
        await using var server = await ServerProcess.StartAsync();
        var user = Processes.UserOf(server.PostgresProcessId!.Value);
        Assert.NotEqual(0u, user);
        Assert.True(Posix.IsRoot || user == Posix.UserId);
    }

    [Fact]
    public async Task A_cluster_stays_with_the_account_that_made_it_whichever_is_installed_later()
    {
        Assert.SkipUnless(Posix.IsRoot, "Only root runs PostgreSQL as another account.");
        var setup = new ServerSetup();
        await using (var first = await ServerProcess.StartAsync(setup))
            await first.StopAsync();
        var other = Processes.AccountNamed("nobody");
        var cluster = Path.Combine(setup.DataFolder, "postgres");
        foreach (var path in Directory.GetFileSystemEntries(cluster, "*", SearchOption.AllDirectories).Prepend(cluster))
            Posix.GiveTo(path, other.UserId, other.GroupId);

        await using var server = await ServerProcess.StartAsync(setup);

        Assert.Equal(other.UserId, Processes.UserOf(server.PostgresProcessId!.Value));
    }

    [Fact]
    public async Task A_database_of_few_connections_is_never_asked_for_more()
    {
        var few = new Dictionary<string, string> { ["Postgres__MaxConnections"] = "16" };
        await using var server = await ServerProcess.StartAsync(new ServerSetup { Arguments = ["--demo"], Environment = few });

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => server.GetAsync("/health/ready")));

        Assert.All(answers, answer => Assert.Equal("up", answer.Body));
        Assert.DoesNotContain("53300", server.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_of_the_database_holds_no_values_of_failed_statements()
    {
        await using var server = await ServerProcess.StartAsync();
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() =>
            server.AskDatabaseAsync("create table t (name text primary key); insert into t values ('canary'), ('canary')")
        );
        Assert.DoesNotContain("canary", await File.ReadAllTextAsync(Path.Combine(server.DataFolder, "postgres.log")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SIGTERM_ends_the_server_with_code_0_and_leaves_no_PostgreSQL_and_no_files_of_this_run()
    {
        await using var server = await ServerProcess.StartAsync();
        var postgres = server.PostgresProcessId!.Value;
        var socketFolder = await Servers.SocketFolderAsync(server);

        Assert.Equal(0, await server.StopAsync());

        Assert.False(Processes.Runs(postgres));
        Assert.False(Directory.Exists(socketFolder));
        Assert.False(File.Exists(server.ReadyFile));
    }
}
