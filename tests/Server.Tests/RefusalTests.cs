using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Latchwork.Server.Hosting;
using Latchwork.Server.Postgres;
using Latchwork.Testing;

namespace Latchwork.Server.Tests;

/// <summary>A server that cannot start says in one sentence what is wrong, and ends with code 1.</summary>
public sealed class RefusalTests
{
    [Fact]
    public async Task A_second_server_on_a_data_folder_is_refused_by_folder_and_holder()
    {
        await using var first = await ServerProcess.StartAsync();
        var (exitCode, errors) = await ServerProcess.RefusalAsync(new ServerSetup { DataFolder = first.DataFolder });

        Assert.Equal(1, exitCode);
        Assert.Contains($"{first.DataFolder} is in use by the server with process id {first.ProcessId}.", errors, StringComparison.Ordinal);
        Assert.True(await first.IsReadyAsync());
    }

    [Fact]
    public async Task FS_1_a_database_that_may_lose_what_it_confirmed_is_refused()
    {
        await using var database = await TestDatabase.CreateAsync();
        var setup = new ServerSetup { Environment = new Dictionary<string, string> { ["ConnectionStrings__Latchwork"] = database.ConnectionString } };
        var (exitCode, errors) = await ServerProcess.RefusalAsync(setup);

        Assert.Equal(1, exitCode);
        Assert.Contains("fsync=off, full_page_writes=off, synchronous_commit=off", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FS_1_an_unsafe_database_that_a_setting_allows_is_warned_about_at_every_start()
    {
        await using var database = await TestDatabase.CreateAsync();
        var setup = On(database.ConnectionString);
        for (var start = 0; start < 2; start++)
        {
            await using var server = await ServerProcess.StartAsync(setup);
            await server.UntilLoggedAsync("UNSAFE");
        }
    }

    [Fact]
    public async Task A_cluster_of_another_PostgreSQL_version_is_refused_by_both_versions()
    {
        var setup = new ServerSetup();
        await using (var server = await ServerProcess.StartAsync(setup))
            await server.StopAsync();
        await File.WriteAllTextAsync(Path.Combine(setup.DataFolder, "postgres", "PG_VERSION"), "11\n");

        var (_, errors) = await ServerProcess.RefusalAsync(setup);

        Assert.Contains("was made by PostgreSQL 11", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Binaries_that_are_not_where_the_setting_says_are_refused_by_that_place()
    {
        var setup = new ServerSetup { Environment = new Dictionary<string, string> { ["Postgres__Binaries"] = "/usr/share" } };
        var (_, errors) = await ServerProcess.RefusalAsync(setup);
        Assert.Contains("Postgres__Binaries names /usr/share", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_folder_that_others_can_enter_is_refused()
    {
        var data = TestPaths.Fresh("data");
        var account = await ClusterAccount.ResolveAsync(Path.Combine(data, "postgres"), CancellationToken.None);
        var folder = RunFolder.Prepare(data, account);
        try
        {
            Assert.Equal(folder, RunFolder.Prepare(data, account));
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherExecute);
            Assert.Throws<StartRefusedException>(() => RunFolder.Prepare(data, account));
        }
        finally
        {
            Directory.Delete(folder);
        }
    }

    [Fact]
    public async Task Data_that_the_account_of_PostgreSQL_cannot_reach_is_refused_by_the_closed_folder()
    {
        Assert.SkipUnless(Posix.IsRoot, "Only root runs PostgreSQL as another account.");
        var closed = TestPaths.Fresh("closed");
        Directory.CreateDirectory(closed, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        var (_, errors) = await ServerProcess.RefusalAsync(new ServerSetup { DataFolder = Path.Combine(closed, "data") });

        Assert.Contains($"cannot enter {closed},", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_of_another_account_is_refused()
    {
        var (exitCode, errors) = await ServerProcess.RefusalAsync(new ServerSetup { DataFolder = FolderOfAnother() });
        Assert.Equal(1, exitCode);
        Assert.Contains("belongs to the account with id", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_refused_by_its_number()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        var setup = new ServerSetup
        {
            Environment = new Dictionary<string, string> { ["Server__Port"] = port },
            AnyPort = false,
        };
        var (exitCode, errors) = await ServerProcess.RefusalAsync(setup);

        Assert.Equal(1, exitCode);
        Assert.Contains($"Port {port} is in use", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--cert and --key come together", "--https", "--cert", "a.pem")]
    [InlineData("--cert and --key need --https", "--cert", "a.pem", "--key", "b.pem")]
    [InlineData("cannot be used", "--https", "--cert", "/nowhere/a.pem", "--key", "/nowhere/b.pem")]
    [InlineData("--zwave is a ws or wss address", "--zwave", "http://127.0.0.1:3000")]
    [InlineData("--public-url is an http or https address", "--public-url", "access.example.com")]
    public async Task Options_that_contradict_each_other_are_refused(string reason, params string[] options)
    {
        var (exitCode, errors) = await ServerProcess.RefusalAsync(new ServerSetup { Arguments = options });
        Assert.Equal(1, exitCode);
        Assert.Contains(reason, errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=db;Nonsense=1")]
    [InlineData("db.example.com")]
    [InlineData("Host=db;Port=many")]
    [InlineData("Host=db;SSL Negotiation=direct")]
    [InlineData("Host=db;Minimum Pool Size=70")]
    public async Task A_connection_string_that_is_none_is_refused_and_not_repeated(string text)
    {
        var environment = new Dictionary<string, string> { ["ConnectionStrings__Latchwork"] = text + ";Password=canary" };
        var (exitCode, errors) = await ServerProcess.RefusalAsync(new ServerSetup { Environment = environment });
        Assert.Equal(1, exitCode);
        Assert.StartsWith("latchwork: ", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_a_newer_release_is_refused_by_what_made_it()
    {
        const string made = """
            create table migration (name text primary key, checksum bytea not null, applied_at timestamptz not null);
            insert into migration values ('9999_of_tomorrow', '', now())
            """;
        await using var database = await TestDatabase.CreateAsync();
        await Servers.AskAsync(database.ConnectionString, made);

        var (exitCode, errors) = await ServerProcess.RefusalAsync(On(database.ConnectionString));

        Assert.Equal(1, exitCode);
        Assert.Contains("'9999_of_tomorrow'", LastLine(errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_that_may_not_prepare_the_database_is_refused()
    {
        await using var database = await TestDatabase.CreateAsync();
        await Servers.AskAsync(database.ConnectionString, "create role weak nologin");

        var (exitCode, errors) = await ServerProcess.RefusalAsync(On(database.ConnectionString + ";Options=-c role=weak"));

        Assert.Equal(1, exitCode);
        Assert.Contains("may not prepare the database", LastLine(errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Proxies__Hops", "99")]
    [InlineData("Proxies__Hops", "many")]
    [InlineData("Proxies__Trusted__0", "nonsense")]
    public async Task A_setting_of_a_wire_out_of_its_range_is_refused_in_one_sentence(string name, string value)
    {
        var (exitCode, errors) = await ServerProcess.RefusalAsync(
            new ServerSetup { Environment = new Dictionary<string, string> { [name] = value } }
        );
        Assert.Equal(1, exitCode);
        Assert.StartsWith("latchwork: ", LastLine(errors), StringComparison.Ordinal);
        Assert.Contains("Prox", LastLine(errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Server__Port", "70000")]
    [InlineData("Postgres__MaxConnections", "1")]
    [InlineData("Storage__AllowUnsafe", "perhaps")]
    public async Task A_setting_out_of_its_range_is_refused_at_start(string name, string value)
    {
        var setup = new ServerSetup
        {
            Environment = new Dictionary<string, string> { [name] = value },
            AnyPort = false,
        };
        var (exitCode, errors) = await ServerProcess.RefusalAsync(setup);
        Assert.Equal(1, exitCode);
        Assert.StartsWith("latchwork: ", errors, StringComparison.Ordinal);
    }

    private static ServerSetup On(string connection) =>
        new()
        {
            Environment = new Dictionary<string, string> { ["ConnectionStrings__Latchwork"] = connection, ["Storage__AllowUnsafe"] = "true" },
        };

    /// <summary>The sentence follows the log of the start.</summary>
    private static string LastLine(string errors) => errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];

    private static string FolderOfAnother()
    {
        if (!Posix.IsRoot)
            return "/var";
        const uint nobody = 65534;
        var folder = TestPaths.Fresh("foreign");
        Directory.CreateDirectory(folder);
        Posix.GiveTo(folder, nobody, nobody);
        return folder;
    }
}
