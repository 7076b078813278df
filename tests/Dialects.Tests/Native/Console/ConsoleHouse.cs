using Latchwork.Dialects.Tests.Scenarios;
using Latchwork.Domain;
using Latchwork.Domain.Users;
using Latchwork.Testing;
using Npgsql;

namespace Latchwork.Dialects.Tests.Native.Console;

/// <summary>A server with a clock of its own, and people of every role in its first tenant.</summary>
public sealed class ConsoleHouse : IAsyncLifetime
{
    internal Clock Clock { get; } = new();

    internal LiveServer Server { get; private set; } = null!;

    internal ConsoleVisit Visit() => new(Server.Http);

    /// <summary>Somebody new with that role; they log in with the password of the desk.</summary>
    internal async Task<string> PersonAsync(string name, params TenantRole[] roles)
    {
        var population = new Population(Server.Services);
        var login = $"{name}@example.com";
        var person = await population.PersonAsync(await TenantAsync("House"), login, LiveServer.Password, roles.Length > 0 ? roles[0] : null);
        if (roles.Length > 1)
        {
            await population.MemberAsync(await TenantAsync("Other"), person, roles[1]);
        }

        return login;
    }

    /// <summary>With a second factor.</summary>
    internal async Task<ConsoleVisit> OwnerAsync()
    {
        var visit = Visit();
        await visit.LogInAsync(await PersonAsync($"owner-{Guid.CreateVersion7():N}", TenantRole.Owner));
        await visit.AddTotpAsync(Clock.GetUtcNow());
        return visit;
    }

    /// <summary>An owner who looks after the installation too; without a second factor yet.</summary>
    internal async Task<string> InstallationAdministratorAsync()
    {
        var login = $"keeper-{Guid.CreateVersion7():N}@example.com";
        var person = await new Population(Server.Services).PersonAsync(await TenantAsync("House"), login, LiveServer.Password, TenantRole.Owner);
        await using var owner = NpgsqlDataSource.Create(Server.Database);
        await using var command = owner.CreateCommand("update app_user set is_installation_administrator = true where user_id = $1");
        command.Parameters.AddWithValue(person.Value);
        await command.ExecuteNonQueryAsync();
        return login;
    }

    internal async Task<TenantId> TenantAsync(string name)
    {
        await using var owner = NpgsqlDataSource.Create(Server.Database);
        await using var command = owner.CreateCommand("select tenant_id from tenant where name = $1");
        command.Parameters.AddWithValue(name);
        return new TenantId((Guid)(await command.ExecuteScalarAsync())!);
    }

    public async ValueTask InitializeAsync() => Server = await LiveServer.StartAsync(Clock);

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
