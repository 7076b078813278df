using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Latchwork.Dialects.Tests.Scenarios;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Webhooks;
using Latchwork.Testing;
using Latchwork.Testing.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Latchwork.Dialects.Tests.Keyvox.Webhooks;

/// <summary>A live house on a clock that moves when told, a receiver, and our own API as its operator uses it.</summary>
internal sealed class WebhookStage : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public Clock Clock { get; } = new();

    public WebhookReceiver Receiver { get; } = new();

    public LiveServer Server { get; private set; } = null!;

    public TenantId Tenant { get; private set; }

    private DeliveryWorker Worker => Server.Services.GetRequiredService<DeliveryWorker>();

    public static async Task<WebhookStage> OpenAsync()
    {
        var stage = new WebhookStage();
        stage.Server = await LiveServer.StartAsync(stage.Clock);
        stage.Tenant = new TenantId(await stage.OneAsync<Guid>("select tenant_id from tenant where name = 'House'"));
        await Poll.UntilAsync(
            async () =>
                await stage.OneAsync<long>(
                    $"select count(*) from smart_lock l join link k on k.link_id = l.link_id and k.is_online where l.tenant_id = '{stage.Tenant.Value}' and l.is_online"
                ) == 3,
            Patience
        );
        return stage;
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Receiver.DisposeAsync();
    }

    /// <summary>A call of our own API.</summary>
    public async Task<JsonNode> CallAsync(string verb, string path, string? json = null, int expected = 0, string? key = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(verb), $"/api/v1/{path}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key ?? Server.NativeKey);
        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await Server.Http.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(expected == 0 ? answer.IsSuccessStatusCode : (int)answer.StatusCode == expected, $"{(int)answer.StatusCode} {body}");
        return JsonNode.Parse(body)!;
    }

    /// <summary>An endpoint at the receiver.</summary>
    /// <param name="more">Further members.</param>
    public async Task<string> AddAsync(string format, string more = "")
    {
        var made = await CallAsync("POST", "webhooks", $$"""{"name":"Test","format":"{{format}}","url":"{{Receiver.Url}}"{{more}}}""");
        return (string)made["id"]!;
    }

    public async Task<string> LockAsync(string name)
    {
        var locks = (await CallAsync("GET", "locks"))["items"]!.AsArray();
        return (string)locks.Single(one => (string)one!["name"]! == name)!["id"]!;
    }

    public async Task MoveAsync(string name, string act) => await CallAsync("POST", $"locks/{await LockAsync(name)}/{act}");

    /// <summary>Rounds until nothing more goes out at this time.</summary>
    public async Task DrainAsync()
    {
        long before;
        do
        {
            before = await OneAsync<long>("select count(*) from delivery_attempt");
            await Worker.RoundAsync(TestContext.Current.CancellationToken);
            await Worker.SettleAsync();
        } while (await OneAsync<long>("select count(*) from delivery_attempt") > before);
    }

    public async Task<JsonNode> OnlyAsync()
    {
        await DrainAsync();
        return JsonNode.Parse(Assert.Single(Receiver.Received).Text)!;
    }

    public async Task<T> OneAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(Server.Database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task DoAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Server.Database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>An event into the house's audit, as an operation writes it.</summary>
    public Task TellAsync(AuditEvent told) => HouseBooks.TellAsync(Server.Services, Tenant, told, Clock.Now());
}
