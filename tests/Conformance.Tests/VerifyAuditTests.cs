using System.Globalization;
using Latchwork.Domain;
using Latchwork.Testing;
using Npgsql;

namespace Latchwork.Conformance.Tests;

/// <summary>AU-5, over the operator's command line.</summary>
public sealed class VerifyAuditTests(ITestOutputHelper output)
{
    private const int Tamperings = 20;

    // {0} is the record that it is done to.
    private static readonly string[] Ways =
    [
        "update audit_event set bytes = set_byte(bytes, length(bytes) / 2, get_byte(bytes, length(bytes) / 2) # 1) where sequence = {0}",
        "update audit_event set hash = set_byte(hash, 7, get_byte(hash, 7) # 128) where sequence = {0}",
        "update audit_event set outcome = outcome + 1 where sequence = {0}",
        "update audit_event set lock_id = gen_random_uuid() where sequence = {0}",
        "update audit_event set happened_at = happened_at - interval '1 second' where sequence = {0}",
        "delete from audit_event where sequence = {0}",
        "delete from audit_event where sequence > {0}",
        """
            insert into audit_event (tenant_id, sequence, received_at, hash, bytes, kind, stage, outcome, operation_id, happened_at)
            select tenant_id, sequence + 1000, received_at, hash, bytes, kind, stage, outcome, operation_id, happened_at from audit_event where sequence = {0}
            """,
        """
            update audit_event a set bytes = b.bytes, hash = b.hash from audit_event b
            where a.tenant_id = b.tenant_id and (a.sequence, b.sequence) in (({0}, {0} + 1), ({0} + 1, {0}))
            """,
        "update audit_chain set hash = sha256(hash)",
    ];

    [Fact]
    public async Task The_audit_of_a_server_is_verified_and_every_tampering_is_named()
    {
        var setup = new ServerSetup { Arguments = ["--demo"] };
        await using var server = await ServerProcess.StartAsync(setup);
        // The heads are signed by now: a chain that is signed while it is tampered with stays broken, as it should.
        await Poll.UntilAsync(async () => await CountAsync(server, "select count(*) from audit_chain where sequence > signed_sequence") == 0);
        await DoAsync(server, "create table kept_event as table audit_event; create table kept_chain as table audit_chain");
        var seed = new Seed(1);
        for (var number = 0; number < Tamperings; number++)
        {
            var way = string.Format(CultureInfo.InvariantCulture, Ways[number % Ways.Length], 2 + seed.Next(3));
            await DoAsync(server, way);
            var (exitCode, told) = await VerifyAsync("--data", setup.DataFolder);
            Assert.True(exitCode == 1 && told.Contains("record ", StringComparison.Ordinal), $"{way}: {told}");
            await DoAsync(
                server,
                "delete from audit_event; insert into audit_event table kept_event; update audit_chain c set hash = k.hash from kept_chain k where k.tenant_id = c.tenant_id"
            );
        }

        var sound = await VerifyAsync("--data", setup.DataFolder);
        Assert.True(sound.ExitCode == 0, sound.Told);
        await server.StopAsync();
        var stopped = await VerifyAsync("--data", setup.DataFolder);
        output.WriteLine(stopped.Told);
        Assert.True(stopped.ExitCode == 0, stopped.Told);
    }

    [Fact]
    public async Task A_folder_without_a_database_is_refused()
    {
        var (exitCode, told) = await VerifyAsync("--data", TestPaths.Fresh("empty"));

        Assert.Equal(1, exitCode);
        Assert.Contains("no data folder", told, StringComparison.Ordinal);
    }

    private static async Task<NpgsqlConnection> OpenAsync(ServerProcess server)
    {
        var connection = new NpgsqlConnection(server.DatabaseConnection + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>As the owner of the cluster, past every trigger.</summary>
    private static async Task DoAsync(ServerProcess server, string sql)
    {
        await using var connection = await OpenAsync(server);
        await using var command = new NpgsqlCommand("set session_replication_role = replica; " + sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> CountAsync(ServerProcess server, string sql)
    {
        await using var connection = await OpenAsync(server);
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<(int ExitCode, string Told)> VerifyAsync(params string[] words) =>
        await ShortProgram.OperatorAsync(["verify-audit", .. words]);
}
