using Latchwork.Domain;
using Latchwork.Domain.Users;
using Latchwork.Operations.Clients;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Latchwork.Testing.Keyvox;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Latchwork.Dialects.Tests.Scenarios.Keyvox;

/// <summary>Keys of the two houses, doors with units, and instants to name: what scenarios of this wire speak of.</summary>
internal sealed class KeyvoxPeople : IAsyncDisposable
{
    private readonly LiveServer server;
    private readonly NpgsqlDataSource database;
    private readonly Dictionary<string, KeyvoxKey> keys = new(StringComparer.Ordinal);

    private KeyvoxPeople(LiveServer server) => (this.server, database) = (server, NpgsqlDataSource.Create(server.Database));

    public ScenarioRunner Runner { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    public TenantId Tenant { get; private set; }

    public static async Task<KeyvoxPeople> InAsync(LiveServer server)
    {
        var people = new KeyvoxPeople(server);
        people.Tenant = new TenantId(await people.OneAsync<Guid>("select tenant_id from tenant where name = 'House'"));
        var other = new TenantId(await people.OneAsync<Guid>("select tenant_id from tenant where name = 'Other'"));
        await people.AddKeyAsync("desk", people.Tenant, HmacKeyRules.UsualScopes);
        await people.AddKeyAsync("reader", people.Tenant, PermissionSet.Of(Permission.LocksRead, Permission.SitesRead));
        await people.AddKeyAsync("stranger", other, HmacKeyRules.UsualScopes);
        people.Http = new HttpClient(new SigningHandler(people.keys)) { BaseAddress = server.Http.BaseAddress };
        people.Runner = new ScenarioRunner(people.Http, server.NewActsAsync);
        foreach (var name in people.keys.Keys)
        {
            people.Runner.Know(name, name);
        }

        await people.KnowDoorsAsync(people.Tenant, "");
        await people.KnowDoorsAsync(other, "a stranger's ");
        people.KnowTimes();
        await server.NewActsAsync();
        return people;
    }

    public async Task<T> OneAsync<T>(string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await database.DisposeAsync();
    }

    private async Task AddKeyAsync(string name, TenantId tenant, PermissionSet scopes)
    {
        var add = server.Services.GetRequiredService<AddHmacKey>();
        var made = (await add.RunAsync(Caller.Server(tenant), tenant, name, scopes, new HmacKeyRules(), CancellationToken.None)).Value;
        keys[name] = new KeyvoxKey(made.Key, made.Secret);
    }

    private void KnowTimes()
    {
        var now = TimeProvider.System.GetUtcNow();
        var hour = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerHour));
        foreach (
            var (name, at) in new[]
            {
                ("an hour ago", -1),
                ("in an hour", 1),
                ("in two hours", 2),
                ("in three hours", 3),
                ("in ten days", 240),
                ("in eleven days", 264),
            }
        )
        {
            Runner.Know(name, SigningHandler.At(hour.AddHours(at)));
        }
    }

    /// <summary>A door with two locks, one with one, and one without.</summary>
    private async Task KnowDoorsAsync(TenantId tenant, string whose)
    {
        foreach (var name in new[] { "Front door", "Back gate", "Office", "Shed" })
        {
            await using var command = database.CreateCommand(
                $"""
                select p.wire_id from smart_lock l join public_id p on p.row_id = l.lock_id and p.kind = {(int)WireIdKind.KeyvoxLock}
                where l.tenant_id = $1 and l.name = $2
                """
            );
            command.Parameters.Add(new NpgsqlParameter { Value = tenant.Value });
            command.Parameters.Add(new NpgsqlParameter { Value = name });
            if (await command.ExecuteScalarAsync() is string id)
            {
                Runner.Know($"{whose}{name}", id);
            }
        }

        await AddUnitAsync(tenant, $"{whose}101", "Front door", "Office");
        await AddUnitAsync(tenant, $"{whose}102", "Back gate");
        await AddUnitAsync(tenant, $"{whose}103");
    }

    private async Task AddUnitAsync(TenantId tenant, string name, params string[] locks)
    {
        var id = SecretMaker.Hex24();
        await using var command = database.CreateCommand(
            $"""
            with made as (
                insert into unit (tenant_id, unit_id, site_id, name, created_at)
                select s.tenant_id, $2, s.site_id, $3, s.created_at from site s where s.tenant_id = $1 order by s.created_at limit 1 returning tenant_id, unit_id),
            named as (
                insert into public_id (kind, wire_id, tenant_id, row_id) select {(int)WireIdKind.KeyvoxUnit}, $4, tenant_id, unit_id from made)
            update smart_lock l set unit_id = made.unit_id from made where l.tenant_id = made.tenant_id and l.name = any ($5)
            """
        );
        command.Parameters.Add(new NpgsqlParameter { Value = tenant.Value });
        command.Parameters.Add(new NpgsqlParameter { Value = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()) });
        command.Parameters.Add(new NpgsqlParameter { Value = name });
        command.Parameters.Add(new NpgsqlParameter { Value = id });
        command.Parameters.Add(new NpgsqlParameter { Value = locks });
        await command.ExecuteNonQueryAsync();
        Runner.Know($"unit {name}", id);
    }
}
