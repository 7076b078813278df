using System.Net;
using System.Text.Json;
using Latchwork.Server.Hosting;
using Latchwork.Server.Postgres;
using Latchwork.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Latchwork.Server.Tests;

public sealed class HostingTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public async Task The_ready_file_is_for_its_owner_only_and_names_address_and_process()
    {
        await using var server = await ServerProcess.StartAsync();
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(server.ReadyFile));
        Assert.Equal(server.ProcessId, (int)server.Ready["pid"]!);
        Assert.StartsWith("http://127.0.0.1:", (string)server.Ready["baseUrl"]!, StringComparison.Ordinal);
        Assert.False(((string)server.Ready["baseUrl"]!).EndsWith('/'));
        Assert.Equal((HttpStatusCode.OK, "up"), await server.GetAsync("/health/live"));
    }

    [Fact]
    public async Task Standard_output_is_for_people_and_standard_error_holds_one_JSON_object_a_line()
    {
        await using var server = await ServerProcess.StartAsync();
        await server.GetAsync("/health/ready?secret=canary");
        await server.StopAsync();

        Assert.Contains($"http://localhost:{server.BaseUrl.Port}/", server.Output, StringComparison.Ordinal);
        foreach (var line in server.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(line).RootElement.ValueKind);
    }

    [Fact]
    public async Task LG_1_no_setting_brings_query_strings_into_the_log()
    {
        var talkative = new Dictionary<string, string>
        {
            ["Logging__LogLevel__Default"] = "Trace",
            ["Logging__LogLevel__Microsoft.AspNetCore.Hosting.Diagnostics"] = "Trace",
            ["Logging__Console__LogLevel__Microsoft.AspNetCore.Hosting.Diagnostics"] = "Trace",
        };
        await using var server = await ServerProcess.StartAsync(new ServerSetup { Environment = talkative });
        await server.GetAsync("/health/live?secret=canary");
        await server.StopAsync();
        Assert.DoesNotContain("canary", server.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LG_3_health_says_up_or_down_and_not_why_and_the_server_outlives_an_external_database()
    {
        using var folder = DataFolder.Claim(TestPaths.Fresh("external"));
        var external = await StartAsync(folder);
        var connection = new Dictionary<string, string> { ["ConnectionStrings__Latchwork"] = external.ConnectionString };
        await using var server = await ServerProcess.StartAsync(new ServerSetup { Environment = connection });
        Assert.Equal((HttpStatusCode.OK, "up"), await server.GetAsync("/health/ready"));
        Assert.Null(server.PostgresProcessId);

        await external.DisposeAsync();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "down"), await server.GetAsync("/health/ready"));
        Assert.Equal((HttpStatusCode.OK, "up"), await server.GetAsync("/health/live"));

        await using var again = await StartAsync(folder);
        await Poll.UntilAsync(server.IsReadyAsync);
    }

    [Fact]
    public async Task The_supervisor_tells_its_host_when_the_database_is_down_and_when_it_is_up_again()
    {
        using var folder = DataFolder.Claim(TestPaths.Fresh("supervised"));
        var told = new List<PostgresState>();
        await using var database = await StartAsync(folder, told.Add);

        Posix.Signal(database.ProcessId, Posix.SigKill);

        await Poll.UntilAsync(() => told.Count == 2);
        Assert.Equal([PostgresState.Down, PostgresState.Up], told);
    }

    [Theory]
    [InlineData(0, "/run/latchwork-")]
    [InlineData(1000, "/tmp/latchwork-1000-")]
    public void The_socket_is_where_every_session_of_the_account_looks(uint account, string begin)
    {
        Environment.SetEnvironmentVariable("XDG_RUNTIME_DIR", TestPaths.Fresh("session"));
        Assert.StartsWith(begin, RunFolder.PathFor("/srv/doors", account), StringComparison.Ordinal);
        Assert.NotEqual(RunFolder.PathFor("/srv/doors", account), RunFolder.PathFor("/srv/lockers", account));
    }

    [Theory]
    [InlineData("Host=db", 60, "-c role=latchwork_app")]
    [InlineData("Host=db;Maximum Pool Size=8;Options=-c work_mem=8MB", 8, "-c work_mem=8MB -c role=latchwork_app")]
    [InlineData("Host=db;MaxPoolSize=100", 100, "-c role=latchwork_app")]
    public void The_operator_s_own_pool_and_options_stay(string given, int pool, string options)
    {
        var settings = ApplicationConnection.Of(given, poolSize: 60);
        Assert.Equal((pool, options), (settings.MaxPoolSize, settings.Options));
    }

    [Fact]
    public void A_pool_that_would_starve_the_server_is_refused_at_start()
    {
        var refused = Assert.Throws<StartRefusedException>(() =>
            ApplicationConnection.Of("Host=db;Maximum Pool Size=7;Password=canary", poolSize: 60)
        );
        Assert.Contains("needs 8 or more", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(16, 8)]
    [InlineData(20, 12)]
    [InlineData(100, 60)]
    [InlineData(2000, 60)]
    public void The_pool_leaves_the_built_in_database_connections_for_its_owner(int most, int pool) =>
        Assert.Equal(pool, ApplicationConnection.PoolSizeOf(new PostgresOptions { MaxConnections = most }));

    private static Task<BuiltInPostgres> StartAsync(DataFolder folder, Action<PostgresState>? onChange = null) =>
        BuiltInPostgres.StartAsync(folder, new PostgresOptions(), TimeProvider.System, NullLogger.Instance, onChange, CancellationToken.None);
}
