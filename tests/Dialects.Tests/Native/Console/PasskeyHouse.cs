using System.Text.Json.Nodes;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.Audit;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Latchwork.Dialects.Tests.Native.Console;

/// <summary>The house, opened by name: browsers have no passkeys for a bare address.</summary>
public sealed class PasskeyHouse : IAsyncLifetime
{
    private readonly List<SoftPasskey> made = [];
    private HttpClient named = null!;

    internal ConsoleHouse House { get; } = new();

    internal string Origin { get; private set; } = "";

    internal ConsoleVisit Visit() => new(named);

    internal SoftPasskey Device(uint counter = 0)
    {
        var device = new SoftPasskey { Origin = Origin, Counter = counter };
        made.Add(device);
        return device;
    }

    /// <summary>Somebody new who is logged in, and whose passkey is added.</summary>
    internal async Task<(string Login, ConsoleVisit Visit, SoftPasskey Passkey)> EnrolledAsync(TenantRole role, uint counter = 0)
    {
        var login = await House.PersonAsync($"p-{Guid.CreateVersion7():N}", role);
        var (visit, passkey) = (Visit(), Device(counter));
        await visit.LogInAsync(login);
        var (status, body) = await visit.AddPasskeyAsync(passkey);
        Assert.True(status == 201, body.ToJsonString());
        return (login, visit, passkey);
    }

    internal static async Task<(int Status, string Code)> AnswerAsync(Task<(int Status, JsonNode Body)> asked)
    {
        var (status, body) = await asked;
        return (status, (string?)body["code"] ?? "");
    }

    /// <summary>Events of that kind, as they were written, the newest first.</summary>
    internal async Task<IReadOnlyList<AuditEvent>> ToldAsync(AuditKind kind)
    {
        await using var owner = NpgsqlDataSource.Create(House.Server.Database);
        await using var command = owner.CreateCommand("select bytes from audit_event where kind = $1 order by received_at desc, sequence desc");
        command.Parameters.AddWithValue((short)kind);
        await using var rows = await command.ExecuteReaderAsync();
        var told = new List<AuditEvent>();
        while (await rows.ReadAsync())
        {
            told.Add(AuditEvent.FromBytes(rows.GetFieldValue<byte[]>(0)));
        }

        return told;
    }

    /// <summary>What is counted is told once a minute.</summary>
    internal async Task TellCountsAsync()
    {
        House.Clock.Advance(TimeSpan.FromMinutes(1));
        await House.Server.Services.GetRequiredService<TellTallies>().RunAsync(CancellationToken.None);
    }

    internal async Task<long> CountAsync(string sql)
    {
        await using var owner = NpgsqlDataSource.Create(House.Server.Database);
        await using var command = owner.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask InitializeAsync()
    {
        await House.InitializeAsync();
        var address = new UriBuilder(House.Server.Http.BaseAddress!) { Host = "localhost" }.Uri;
        Origin = address.GetLeftPart(UriPartial.Authority);
        named = new HttpClient { BaseAddress = address };
    }

    public async ValueTask DisposeAsync()
    {
        made.ForEach(one => one.Dispose());
        named.Dispose();
        await House.DisposeAsync();
    }
}
