using System.Text.Json.Nodes;
using Latchwork.Dialects.Tests.Scenarios;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Tenants;
using Latchwork.Testing.Doordeck;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Latchwork.Dialects.Tests.Doordeck;

/// <summary>A live server, and the phone of its administrator, who owns the doors of the house.</summary>
public sealed class DoordeckHouse : IAsyncLifetime
{
    internal LiveServer Server { get; private set; } = null!;

    public DoordeckPhone Desk { get; private set; } = null!;

    /// <summary>Of the house, by the names of the scene: as this wire names them.</summary>
    public IReadOnlyDictionary<string, string> Locks { get; private set; } = new Dictionary<string, string>();

    public string FrontDoor => Locks["Front door"];

    public async ValueTask InitializeAsync()
    {
        Server = await LiveServer.StartAsync(("Doordeck:LogInsPerMinute", "100000"), ("Doordeck:ExecutesPerMinute", "100000"));
        Locks = await LocksAsync(LiveServer.Account);
        Desk = await DoordeckPhone.RegisteredAsync(Server.Http, LiveServer.Account, LiveServer.Password);
    }

    public async ValueTask DisposeAsync()
    {
        Desk.Dispose();
        await Server.DisposeAsync();
    }

    /// <summary>Waits until the doors behind the gateway were found.</summary>
    private async Task<Dictionary<string, string>> LocksAsync(string account)
    {
        while (true)
        {
            var found = await RowsAsync(
                """
                select l.name, p.wire_id from smart_lock l join public_id p on p.tenant_id = l.tenant_id and p.row_id = l.lock_id and p.kind = 20
                join link k on k.tenant_id = l.tenant_id and k.link_id = l.link_id and k.is_online
                where l.is_online and l.tenant_id = (select home_tenant_id from app_user where display_name = 'Desk')
                """,
                row => (Name: row.GetString(0), Id: row.GetString(1))
            );
            if (found.Count >= 3)
            {
                return found.ToDictionary(row => row.Name, row => row.Id);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Somebody with an account and a home of their own, and no right here.</summary>
    public async Task AddPersonAsync(string email)
    {
        var request = new TenantRequest($"Home of {email}", "Europe/London", email, "Guest", LiveServer.Password);
        var made = await Server.Services.GetRequiredService<CreateTenant>().RunAsync(Caller.Server(), request, TestContext.Current.CancellationToken);
        Assert.Null(made.Error);
    }

    /// <summary>Their phone, with their first key.</summary>
    public async Task<DoordeckPhone> PersonAsync(string email)
    {
        await AddPersonAsync(email);
        return await DoordeckPhone.RegisteredAsync(Server.Http, email, LiveServer.Password);
    }

    /// <summary>Makes somebody a member of the tenant that the doors are in.</summary>
    public Task JoinAsync(string uuid) =>
        RowsAsync(
            $"""
            insert into membership (tenant_id, user_id, role, created_at)
            select l.tenant_id, p.row_id, {(int)TenantRole.Operator}, now() from smart_lock l, public_id p
            where p.wire_id = '{uuid}' limit 1 returning user_id
            """,
            row => row.GetGuid(0)
        );

    /// <summary>By the desk's signed operation.</summary>
    public async Task ShareAsync(string smartLock, DoordeckPhone receiver, string role = "USER", long? start = null, long? end = null)
    {
        var (status, body) = await ReadAsync(await Desk.ExecuteAsync(smartLock, await ShareOfAsync(receiver.UserId, role, start, end)));
        Assert.True(status == 204, body?.ToJsonString());
    }

    public async Task<JsonObject> ShareOfAsync(string user, string role = "USER", long? start = null, long? end = null) =>
        new()
        {
            ["type"] = "ADD_USER",
            ["user"] = user,
            ["publicKey"] = await KeyOfAsync(user),
            ["role"] = role,
            ["start"] = start,
            ["end"] = end,
        };

    /// <summary>Somebody without an account, by the desk: their id.</summary>
    public async Task<string> InviteAsync(string email)
    {
        var (status, body) = await ReadAsync(await Desk.SendAsync(HttpMethod.Post, $"/share/invite/{email}"));
        Assert.True(status == 200, body?.ToJsonString());
        return (string)body!["id"]!;
    }

    /// <summary>As the directory shows it.</summary>
    public async Task<string> KeyOfAsync(string user)
    {
        var (status, body) = await ReadAsync(await Desk.SendAsync(HttpMethod.Post, "/directory/query", new JsonObject { ["localKey"] = user }));
        Assert.True(status == 200, body?.ToJsonString());
        return (string)body!["publicKey"]!;
    }

    /// <summary>What the newest record of an act says: kind, outcome, reason, and what of the proof did not hold.</summary>
    public async Task<string> LastActAsync()
    {
        var bytes = await RowsAsync(
            $"""
            select bytes from audit_event where principal_id is not null and principal_id <> '{Guid.Empty}' and stage <> 2 and kind <> {(int)
                AuditKind.ForgeryAttempted}
            order by received_at desc, sequence desc limit 1
            """,
            row => row.GetFieldValue<byte[]>(0)
        );
        var told = AuditEvent.FromBytes(bytes[0]);
        return $"{told.Kind} {told.Outcome} {told.Reason} {told.Proof}".TrimEnd();
    }

    public Task<List<long>> CountAsync(string sql) => RowsAsync(sql, row => row.GetInt64(0));

    public async Task<List<T>> RowsAsync<T>(string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var connection = new NpgsqlConnection(Server.Database);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>Status, and the body where there is one.</summary>
    public static async Task<(int Status, JsonNode? Body)> ReadAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        answer.Dispose();
        return ((int)answer.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }
}
