using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Latchwork.Dialects.Tests.Matrix.Keyvox;
using Latchwork.Dialects.Tests.Scenarios;
using Latchwork.Domain;
using Latchwork.Domain.Users;
using Latchwork.Operations.Clients;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Testing;
using Latchwork.Testing.Keyvox;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Latchwork.Dialects.Tests.Keyvox;

/// <summary>An answer of the wire.</summary>
public sealed record KeyvoxReply(HttpStatusCode Status, string Text, HttpResponseMessage Raw)
{
    public JsonNode Body => JsonNode.Parse(Text)!;

    public string? Code => (string?)Body["code"];

    public JsonNode? Data => Body["data"];

    /// <summary>What the gateway says instead of an envelope.</summary>
    public string? Message => (string?)Body["message"];
}

/// <summary>The house of the scenarios with a key of its own, and calls as the clients of the field send them.</summary>
public class KeyvoxHouse : IAsyncLifetime
{
    private static readonly (string Key, string Value)[] NoLimits = [("Keyvox:RateLimitPerMinute", "0"), ("Keyvox:RefusalsPerMinute", "1000000")];

    private readonly DistinctSeconds seconds = new();

    internal LiveServer Server { get; private set; } = null!;

    public TenantId Tenant { get; private set; }

    public KeyvoxKey Key { get; private set; } = null!;

    /// <summary>Of the neighbour.</summary>
    public KeyvoxKey Strangers { get; private set; } = null!;

    private protected virtual IReadOnlyList<(string Key, string Value)> Settings => NoLimits;

    private protected virtual TimeProvider Time => TimeProvider.System;

    /// <summary>What the line to the server speaks.</summary>
    private protected virtual Version Spoken => HttpVersion.Version11;

    public async ValueTask InitializeAsync()
    {
        Server = await LiveServer.StartAsync(Time, Settings);
        Tenant = new TenantId(await OneAsync<Guid>("select tenant_id from tenant where name = 'House'"));
        Key = await AddKeyAsync(Tenant, new HmacKeyRules());
        Strangers = await AddKeyAsync(new TenantId(await OneAsync<Guid>("select tenant_id from tenant where name = 'Other'")), new HmacKeyRules());
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <param name="perMinute">Calls of this key alone; null for what the server allows every key.</param>
    public async Task<KeyvoxKey> AddKeyAsync(TenantId tenant, HmacKeyRules rules, PermissionSet? scopes = null, int? perMinute = null)
    {
        var add = Server.Services.GetRequiredService<AddHmacKey>();
        var made = (
            await add.RunAsync(Caller.Server(tenant), tenant, "Front desk program", scopes, rules, perMinute, TestContext.Current.CancellationToken)
        ).Value;
        return new KeyvoxKey(made.Key, made.Secret);
    }

    /// <summary>Of the house.</summary>
    public Task<string> LockIdAsync(string name) =>
        FoundAsync(
            $"""
            select p.wire_id from smart_lock l join public_id p on p.row_id = l.lock_id and p.kind = {(int)WireIdKind.KeyvoxLock}
            where l.tenant_id = '{Tenant.Value}' and l.name = '{name}'
            """
        );

    /// <summary>The link of the house may not have found it yet.</summary>
    private async Task<string> FoundAsync(string sql)
    {
        string? id = null;
        await Poll.UntilAsync(async () => (id = await OneAsync<string?>(sql)) is not null);
        return id!;
    }

    /// <summary>A function by its name, under the first documented host. Every call is dated a little otherwise: none repeats another.</summary>
    public Task<KeyvoxReply> CallAsync(string function, string body, KeyvoxForm? form = null, KeyvoxKey? key = null) =>
        SendAsync($"/api/eagle-pms/v1/{function}", body, form, key);

    public Task<KeyvoxReply> SendAsync(string target, string body, KeyvoxForm? form = null, KeyvoxKey? key = null) =>
        SendAsync((key ?? Key).Request(target, body, NextInstant(), form));

    public async Task<KeyvoxReply> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            (request.Version, request.VersionPolicy) = (Spoken, HttpVersionPolicy.RequestVersionExact);
            var answer = await Server.Http.SendAsync(request, TestContext.Current.CancellationToken);
            return new KeyvoxReply(answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), answer);
        }
    }

    /// <summary>The only cabinet.</summary>
    public Task<string> LockerIdAsync() =>
        FoundAsync(
            $"""
            select p.wire_id from public_id p where p.tenant_id = '{Tenant.Value}' and p.kind = {(int)WireIdKind.KeyvoxLocker}
                and exists (select from locker_box b where b.tenant_id = p.tenant_id and b.locker_id = p.row_id)
            """
        );

    /// <summary>A new door with these locks: its unit.</summary>
    public async Task<string> AddUnitAsync(string name, params IReadOnlyList<string> locks) =>
        await KeyvoxUnits.AddAsync(Server.Services, Tenant, name, await Task.WhenAll(locks.Select(LockIdAsync)));

    /// <summary>A call of our own API.</summary>
    public async Task<JsonNode> OwnAsync(HttpMethod verb, string path, string? json, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(verb, $"/api/v1/{path}");
        request.Headers.Authorization = new("Bearer", Server.NativeKey);
        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await Server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == expected, $"{(int)answer.StatusCode} {body}");
        return JsonNode.Parse(body)!;
    }

    public async Task<T> OneAsync<T>(string sql)
    {
        await using var source = NpgsqlDataSource.Create(Server.Database);
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    private protected virtual DateTimeOffset NextInstant() => seconds.Next();
}
