using Latchwork.Dialects.Tests.Matrix.Keyvox;
using Latchwork.Domain;
using Latchwork.Domain.Users;
using Latchwork.Operations.Clients;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Reservations.Plans;
using Latchwork.Testing;
using Latchwork.Testing.Keyvox;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Latchwork.Dialects.Tests.Scenarios.Keyvox;

/// <summary>Keys of the two houses, doors with units, and instants to name: what scenarios of this wire speak of.</summary>
internal sealed class KeyvoxPeople : IAsyncDisposable
{
    private readonly LiveServer server;
    private readonly NpgsqlDataSource database;
    private TenantId other;
    private readonly Dictionary<string, KeyvoxKey> keys = new(StringComparer.Ordinal);

    private KeyvoxPeople(LiveServer server) => (this.server, database) = (server, NpgsqlDataSource.Create(server.Database));

    public ScenarioRunner Runner { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    public TenantId Tenant { get; private set; }

    public static async Task<KeyvoxPeople> InAsync(LiveServer server)
    {
        var people = new KeyvoxPeople(server);
        people.Tenant = new TenantId(await people.OneAsync<Guid>("select tenant_id from tenant where name = 'House'"));
        var other = people.other = new TenantId(await people.OneAsync<Guid>("select tenant_id from tenant where name = 'Other'"));
        await people.AddKeyAsync("desk", people.Tenant, HmacKeyRules.UsualScopes);
        await people.AddKeyAsync("reader", people.Tenant, PermissionSet.Of(Permission.LocksRead, Permission.SitesRead));
        await people.AddKeyAsync("blind", people.Tenant, PermissionSet.None);
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

    /// <summary>The places of the two houses, and a plan that sells room 101 alone.</summary>
    public async Task KnowStaysAsync()
    {
        foreach (var (tenant, whose) in new[] { (Tenant, ""), (other, "a stranger's ") })
        {
            var place = await OneAsync<string>(
                $"select wire_id from public_id where tenant_id = '{tenant.Value}' and kind = {(int)WireIdKind.KeyvoxPlace}"
            );
            Runner.Know($"{whose}place", place);
        }

        var fields = new RoomPlanFields
        {
            Name = "Night",
            Price = 90.5m,
            PriceTax = 99.55m,
            Units = [new WireId(WireIdKind.KeyvoxUnit, Runner.Fill("{unit 101}"))],
        };
        var add = server.Services.GetRequiredService<AddRoomPlan>();
        var at = new WireId(WireIdKind.KeyvoxPlace, Runner.Fill("{place}"));
        var added = await add.RunAsync(Caller.Server(Tenant), at, fields, CancellationToken.None);
        var index = server.Services.GetRequiredService<WireIdIndex>();
        var row = await index.FindAsync(new WireId(WireIdKind.RoomPlanUuid, added.Value), CancellationToken.None);
        Runner.Know("plan", await index.OfRowAsync(Tenant, row!.Value.Id, WireIdKind.KeyvoxPlan, CancellationToken.None));
    }

    /// <summary>Tokens of services, and a key of our own API.</summary>
    public async Task KnowTokensAsync()
    {
        var add = server.Services.GetRequiredService<AddIntegrationToken>();
        var weak = PermissionSet.Of(Permission.WebhooksWrite, Permission.WebhooksRead, Permission.LocksRead);
        foreach (
            var (name, tenant, scopes) in new[]
            {
                ("token", Tenant, default(PermissionSet?)),
                ("weak", Tenant, weak),
                ("stranger's token", other, null),
            }
        )
        {
            var made = await add.RunAsync(Caller.Server(tenant), tenant, name, scopes, null, CancellationToken.None);
            Runner.Know(name, made.Value.Token);
        }

        Runner.Know("native", server.NativeKey);
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
        var made = (await add.RunAsync(Caller.Server(tenant), tenant, name, scopes, new HmacKeyRules(), null, CancellationToken.None)).Value;
        keys[name] = new KeyvoxKey(made.Key, made.Secret);
    }

    private void KnowTimes()
    {
        var now = TimeProvider.System.GetUtcNow();
        var hour = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerHour));
        foreach (
            var (name, at) in new[]
            {
                ("an hour ago", -1.0),
                ("in an hour", 1),
                ("in two hours", 2),
                ("in three hours", 3),
                ("in nine days", 216),
                ("in nine days and a half", 228),
                ("in ten days", 240),
                ("half an hour before ten days", 239.5),
                ("in eleven days", 264),
                ("an hour after eleven days", 265),
                ("two hours after eleven days", 266),
            }
        )
        {
            Runner.Know(name, SigningHandler.At(hour.AddHours(at)));
        }
    }

    /// <summary>
    /// A room with two doors, one with one, and one without. Doors are found behind their link in the background: known is what was there
    /// to know, so whoever runs first waits for them.
    /// </summary>
    private async Task KnowDoorsAsync(TenantId tenant, string whose)
    {
        foreach (var name in new[] { "Front door", "Back gate", "Office" })
        {
            Runner.Know($"{whose}{name}", await FoundAsync(() => LockAsync(tenant, name)));
        }

        if (await LockAsync(tenant, "Shed") is { } shed)
        {
            Runner.Know($"{whose}Shed", shed);
        }

        Runner.Know($"{whose}locker", await FoundAsync(() => LockerAsync(tenant)));
        await AddUnitAsync(tenant, $"{whose}101", $"{whose}Front door", $"{whose}Office");
        await AddUnitAsync(tenant, $"{whose}102", $"{whose}Back gate");
        await AddUnitAsync(tenant, $"{whose}103");
    }

    private static async Task<string> FoundAsync(Func<Task<string?>> look)
    {
        string? found = null;
        await Poll.UntilAsync(async () => (found = await look()) is not null);
        return found!;
    }

    private async Task<string?> LockAsync(TenantId tenant, string name)
    {
        await using var command = database.CreateCommand(
            $"""
            select p.wire_id from smart_lock l join public_id p on p.row_id = l.lock_id and p.kind = {(int)WireIdKind.KeyvoxLock}
            where l.tenant_id = $1 and l.name = $2
            """
        );
        command.Parameters.Add(new NpgsqlParameter { Value = tenant.Value });
        command.Parameters.Add(new NpgsqlParameter { Value = name });
        return await command.ExecuteScalarAsync() as string;
    }

    private async Task<string?> LockerAsync(TenantId tenant)
    {
        await using var command = database.CreateCommand(
            $"select wire_id from public_id where tenant_id = $1 and kind = {(int)WireIdKind.KeyvoxLocker}"
        );
        command.Parameters.Add(new NpgsqlParameter { Value = tenant.Value });
        return await command.ExecuteScalarAsync() as string;
    }

    private async Task AddUnitAsync(TenantId tenant, string name, params IReadOnlyList<string> locks) =>
        Runner.Know($"unit {name}", await KeyvoxUnits.AddAsync(server.Services, tenant, name, [.. locks.Select(one => Runner.Fill($"{{{one}}}"))]));
}
